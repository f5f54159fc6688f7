"""Conditions and exceptions: dropped where that turns a rule round, or put before the consequence of another rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from retrieval.checking.ground import content
from retrieval.checking.prepared import Prepared, Token, prepare
from retrieval.checking.quantities import quantities
from retrieval.checking.words import credit

Spans = list[tuple[int, int]]

_CONDITION = re.compile(
    r"^(?:\([^)]*\))?(?:经(?!费|济|营|验|常|办|历)|未经|非经|如|若|因|遇|对|确需|确有|必要时|特殊|紧急|符合|逾期|拒)|(?:的|时|后|前|情况下)$"
)
_APPROVED = re.compile(r"(?<!未)经[^,。;]{0,24}(?:批准|同意|审批)")
_SANCTION = re.compile(
    r"处分|罚款|追究|撤销|免职|问责|取消|吊销|开除|没收|停发|扣减|扣发|约谈|诫勉|退回|收回|除名|辞退|解除|终止|警告|降[职级]|通报批评|不予|禁止|赔偿"
)
_PERMITS = re.compile(r"可以?(?![见能行靠持操信贵])|允许|准许|有权|方可|才能|能够")
_FORBIDS = re.compile(r"不得(?!超过|少于|低于|高于|晚于|迟于|多于)|不准|禁止|严禁|不能|不予")
_CONDITION_KEPT = 0.3
_EXCEPT_SAID = re.compile(r"除外|以外|之外|除非|除|不在此限|另有|例外|不含|不包括|但")
_WITHOUT = re.compile(r"否则|未|没有?|不经|擅自|(?<!毫)无|方可|才[能可]|除非")
_UNLESS = re.compile(r"除外|除(?!了|此|按照?|依|以)[^,。;]{1,24}?(?:以|之)?外|不在此限|另有规定|例外")
_LISTED = re.compile(r"下列|以下|如下")
_SHORTEST = 3


def exceptions_dropped(sentence: Prepared, ground: Prepared, focus: Spans) -> Iterator[str]:
    """Tell of an exception that the clause makes in the same sentence and the sentence leaves out."""
    if _EXCEPT_SAID.search(sentence.text):
        return
    for a, b in focus:
        if exception := _UNLESS.search(ground.text, a, b):
            yield f"条款有例外（{exception[0]}），句中没有"
            return


def conditions_dropped(sentence: Prepared, ground: Prepared, focus: Spans) -> Iterator[str]:
    """Tell of a condition that was dropped from a permission, a prohibition or a sanction."""
    claim = sentence.text
    for a, b in focus:
        pieces = [span for span in ground.segments if span[0] >= a and span[1] <= b]
        for (start, stop), (begin, end) in pairwise(pieces):
            condition, rule = ground.text[start:stop], ground.text[begin:end]
            if not _CONDITION.search(condition) or re.search(r"[:]$", condition):
                continue
            kind = next((f for f in (_PERMITS, _FORBIDS, _SANCTION) if f.search(rule)), None)
            if kind is None or not kind.search(claim) or not _says(claim, ground, begin, end):
                continue
            if lost := _figure_lost(sentence, ground, (start, stop)):
                yield f"条款的条件是“{condition}”，句中没有“{lost}”"
                return
            words = content(ground.tokens_in(start, stop))
            if _LISTED.search(condition) and any(_says_item(claim, ground, span) for span in ground.sentences):
                continue
            kept = not words or any(
                sum(credit(w.text, w.tag, claim) for w in part) / len(part) >= _CONDITION_KEPT
                for part in _alternatives(ground, start, stop)
            )
            kept = kept or bool(_APPROVED.search(condition) and _APPROVED.search(claim))
            if (
                re.match(r"(?:\([^)]*\))?(?:未经|没有|非经)", condition)
                and _FORBIDS.search(rule)
                and not _WITHOUT.search(claim)
                and not _other_case(condition, claim)
            ):
                kept = False
            if not kept and not _unconditional(claim, ground, kind, (begin, end)):
                yield f"条款的条件“{condition}”在句中没有"
                return
        yield from _inner_condition(claim, ground, pieces)


def _other_case(condition: str, claim: str) -> bool:
    """Tell whether the sentence gives the other case of 未经审查或者经审查不合法的."""
    cases = re.split(r"或者?", condition)[1:]
    return any(all(w.text in claim for w in words) for case in cases if (words := content(prepare(case).tokens)))


def _alternatives(ground: Prepared, start: int, stop: int) -> Iterator[list[Token]]:
    """Give the words of each case of a condition that lists several: 不足五年的、处于孕期或者哺乳期的."""
    ends = [start + m.end() for m in re.finditer(r"[的者]、|或者", ground.text[start:stop])]
    for begin, end in pairwise([start, *ends, stop]):
        if words := content(ground.tokens_in(begin, end)):
            yield words


def _figure_lost(sentence: Prepared, ground: Prepared, span: tuple[int, int]) -> str:
    """Give the period of a condition that the sentence shortens: 评价为差的 for 连续两年评价为差的."""
    text = ground.text[slice(*span)]
    facts = [f for f in quantities(text, []) if f.kind == "期限" or f.group == "数额:次"]
    if not facts or quantities(sentence.text, []):
        return ""
    words = content(ground.tokens_in(*span))
    met = sum(credit(w.text, w.tag, sentence.text) >= 0.9 for w in words)
    return facts[0].shown if len(words) > 1 and met / len(words) > _SAID_MOSTLY else ""


def _unconditional(claim: str, ground: Prepared, kind: re.Pattern[str], rule: tuple[int, int]) -> bool:
    """Tell whether another piece of the clauses gives the same rule by itself."""
    words = [w for w in content(prepare(claim).tokens)]
    for start, end in ground.segments:
        text = ground.text[start:end]
        if (start, end) != rule and kind.search(text) and all(credit(w.text, w.tag, text) >= 0.8 for w in words):
            return True
    return False


def _inner_condition(claim: str, ground: Prepared, pieces: Spans) -> Iterator[str]:
    """Tell of 经批准 or 未经批准 that stood in the same piece as the permission or prohibition."""
    for start, stop in pieces:
        piece = ground.text[start:stop]
        match = re.search(
            r"(?:未经|经(?!费|济|营|验|常|办|历)|非因?)(?P<what>[一-鿿()]{2,16}?)(?=可以?|方可|不得|不准|不能|才能|后)",
            piece,
        )
        if match is None or not (_PERMITS.search(piece) or _FORBIDS.search(piece)):
            continue
        if (_PERMITS.search(claim) or _FORBIDS.search(claim)) and _says(claim, ground, start + match.end(), stop):
            words = content(ground.tokens_in(start + match.start("what"), start + match.end("what")))
            kept = any(credit(w.text, w.tag, claim) >= 0.5 for w in words) or "擅自" in claim
            if match[0].startswith("未") and _FORBIDS.search(claim) and not _WITHOUT.search(claim):
                kept = False
            if words and not kept:
                yield f"条款的条件“{match[0]}”在句中没有"
                return


def _says_item(claim: str, ground: Prepared, span: tuple[int, int]) -> bool:
    """Tell whether the sentence names one of the cases that a condition lists: 有下列情形之一的."""
    start, end = span
    if not (mark := re.search(r"(?:^|:)\([一二三四五六七八九十]+\)", ground.text[start:end])):
        return False
    return _says(claim, ground, start + mark.end(), end)


def _says(claim: str, ground: Prepared, start: int, end: int) -> bool:
    words = content(ground.tokens_in(start, end))
    return bool(words) and sum(credit(w.text, w.tag, claim) for w in words) / len(words) >= 0.6


def misjoined(sentence: Prepared, ground: Prepared) -> Iterator[str]:
    """Tell of a condition of one rule that was put before the consequence of another."""
    spans = [span for span in ground.sentences if len([s for s in ground.segments if span[0] <= s[0] < span[1]]) > 1]
    claimed = [*pairwise(sentence.segments), *_after(sentence)]
    for (a, b), (c, d) in claimed:
        condition, rule = content(sentence.tokens_in(a, b)), content(sentence.tokens_in(c, d))
        if not re.search(r"[的时后]$", sentence.text[a:b]) or not condition or not rule:
            continue
        bare = re.sub(r"^对|[的时后]$", "", sentence.text[a:b])
        holding = [span for span in spans if _all_said(rule, ground.text[span[0] : span[1]])]
        others = [
            span for span in spans if span not in holding and _all_said(condition, ground.text[span[0] : span[1]])
        ]
        named = [s for s in ground.sentences if len(bare) >= _SHORTEST and bare in ground.text[s[0] : s[1]]]
        foreign = bool(named) and not set(named) & set(holding) and not _items(ground, named, holding)
        whole = _mostly_said if sentence.text[a:b].endswith("的") else _all_said
        kept = any(whole(condition, ground.text[x:y]) for x, y in holding)
        # 违反规定的，暂停上岗 is the consequence of all that was forbidden before.
        if any(re.match(r"违反", ground.text[x:y]) for x, y in holding):
            continue
        shortened = kept and whole is _mostly_said
        if holding and not shortened and (foreign or (others and not kept and not _items(ground, others, holding))):
            yield f"条件“{sentence.text[a:b]}”与“{sentence.text[c:d]}”在条款中分属两项规定"
            return


def _after(sentence: Prepared) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Cut 工程完工后征得同意 into when and what."""
    for start, end in sentence.segments:
        if when := _WHEN.match(sentence.text, start, end):
            yield when.span(), (when.end(), end)


_WHEN = re.compile(r"[一-鿿]{2,10}?(?<![以之日年月前最先])[后时](?![续果备勤台者代半方来期处间限段任])(?=[一-鿿]{3})")


def _items(ground: Prepared, one: Spans, other: Spans) -> bool:
    """Tell whether the sentences stand under one heading, which holds for all of them."""
    return any(":" in ground.text[min(x, a) : max(y, b)] for x, y in one for a, b in other)


def _mostly_said(words: Sequence[Token], text: str) -> bool:
    """Tell whether a condition is the one of a rule that shortens it: 擅自动用储备粮的 for 擅自动用的."""
    return sum(credit(w.text, w.tag, text) >= 0.9 for w in words) / len(words) > _SAID_MOSTLY


_SAID_MOSTLY = 0.6


def _all_said(words: Sequence[Token], text: str) -> bool:
    return all(credit(w.text, w.tag, text) >= 0.9 for w in words)
