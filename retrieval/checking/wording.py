"""How much of a sentence stands in its clauses at all: an invented purpose, duty or consequence needs no number.

Each word of weight counts by how far the clauses meet it; what is left over is what the sentence adds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from retrieval.checking.prepared import Prepared, Token, prepare
from retrieval.checking.words import PLAIN, WEIGHTY, credit, siblings

MOST_ADDED = 0.95
"""From here on the sentence says something of its own: one noun or verb that the clauses know nothing of."""
_PER_WORD = 0.03
"""What a long sentence may add more, for each of its words."""
_WEIGHTS = {
    "n": 1.0,
    "v": 0.8,
    "j": 1.0,
    "l": 1.0,
    "i": 1.0,
    "t": 0.8,
    "s": 0.8,
    "b": 1.0,
    "a": 1.0,
    "d": 0.5,
    "z": 0.5,
}
_WHOM = frozenset(
    ["学生", "老人", "群众", "居民", "村民", "家庭", "职工", "企业", "市民", "农户", "当事人", "申请人", "干部"]
)
"""Whom a rule is for, which the clause may leave to its title: 经济困难的 for 经济困难学生."""
_THIS = frozenset(["当年", "本年度", "当月", "当日", "当天", "本年", "当次", "同年"])
"""The time that a rule means anyway, where it does not speak of the next or the last."""
_ITEM = re.compile(r"(?<=、)[^,;:。、!?\n]+|[^,;:。、!?\n]+(?=、)")
_UNMET = 0.35
_HALF = 0.5
_PIECE = re.compile(r"[^,;:。、!?\n]+")
_TOGETHER = 0.72
_ENOUGH_TO_JUDGE = 1.3
_SINGLE = 0.35
_STRICT = 1.2
_NOT_WORDS = "xmqupcreyo"
_SKIPPED = re.compile(
    r"[一-鿿]{1,8}[\[〔(](?:19|20)\d\d[\]〕)]第?\d+号|《[^《》]*》|第[^,。;]{1,6}?[条章节款项编目]|“[^“”]{0,1}”"
)


def added_words(sentence: Prepared, text: str, known: Sequence[tuple[int, int]]) -> tuple[float, list[str]]:
    """Weigh what a sentence adds to its clauses.

    Args:
        sentence: Without keys.
        text: The clauses with their titles and headings, prepared.
        known: Spans of facts, which are checked by themselves.

    Returns:
        The weight of what is added over what is let pass (at or above 0: too much), and the words.
    """
    total, strange, added, count = 0.0, 0.0, [], 0
    for word in words_of_weight(sentence, known):
        count += 1
        missing = 1.0 - credit(word.text, word.tag, text)
        if missing > _HALF and cut_otherwise(sentence, word, text):
            continue
        weight = _weight(word, text)
        total += weight * missing
        strange += weight if missing == 1.0 else 0.0
        if missing * weight >= 0.3:
            added.append(word.text)
    # A long sentence may paraphrase more; it may not bring in what is wholly strange to the clauses.
    return max(strange, total - _PER_WORD * max(count - 8, 0)) - MOST_ADDED, added


def cut_otherwise(sentence: Prepared, word: Token, text: str) -> bool:
    """Tell whether a word is only the segmenter's: 要约 and 谈镇 of 要约谈镇党委书记, where the clause has 约谈 and 镇.

    A word of the clause has to cross the word's edge, and what is left of it to be another one or a plain one.
    """
    words = _words_of(text)
    start, end = sentence.segment_at(word.start)
    for begin in range(max(start, word.start - 2), word.end):
        for stop in range(max(begin + 2, word.start + 1), min(end, word.end + 2) + 1):
            crosses = begin < word.start < stop or begin < word.end < stop
            inside = word.start <= begin and stop <= word.end
            if not crosses or inside or sentence.text[begin:stop] not in words:
                continue
            left, right = sentence.text[word.start : begin], sentence.text[stop : word.end]
            if all(_falls_into(rest, words | PLAIN) for rest in (left, right)):
                return True
    return False


@lru_cache(maxsize=256)
def _words_of(text: str) -> frozenset[str]:
    prepared = prepare(text)
    return frozenset(token.text for token in (*prepared.tokens, *words_of_weight(prepared, ())))


def _falls_into(run: str, words: frozenset[str]) -> bool:
    if not run:
        return True
    return any(run[:n] in words and _falls_into(run[n:], words) for n in range(1, len(run) + 1))


def strange_item(sentence: Prepared, text: str, known: Sequence[tuple[int, int]]) -> str:
    """Give the first item of a list of which the clauses hold no word; else nothing."""
    words = list(words_of_weight(sentence, known))
    for match in _ITEM.finditer(sentence.text):
        inside = [word for word in words if match.start() <= word.start < match.end()]
        if inside and all(len(w.text) > 1 and credit(w.text, w.tag, text) < _UNMET for w in inside):
            return match[0]
    return ""


def scattered(sentence: Prepared, told: Sequence[str], heads: str, known: Sequence[tuple[int, int]]) -> str:
    """Give the first piece of a sentence whose words stand in no one sentence of the clauses together; else nothing.

    A long clause holds every common word somewhere: 确保取得实效 has to be said in one place.
    """
    words = list(words_of_weight(sentence, known))
    for start, end in _spans(sentence.text):
        inside = [word for word in words if start <= word.start < end]
        inside = [word for word in inside if not cut_otherwise(sentence, word, "\n".join((*told, heads)))]
        total = sum(_weight(word, heads) for word in inside)
        if len(inside) < 2 or total < _ENOUGH_TO_JUDGE:
            continue
        best = max(_met(inside, f"{text}\n{heads}") for text in told)
        if best / total < _TOGETHER:
            return sentence.text[start:end]
    return ""


def _met(words: Sequence[Token], text: str) -> float:
    return sum(_weight(word, text) * credit(word.text, word.tag, text) for word in words)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    return (match.span() for match in _PIECE.finditer(text))


def words_of_weight(sentence: Prepared, known: Sequence[tuple[int, int]]) -> tuple[Token, ...]:
    """Give the words that say something of their own; single characters in a row are one word."""
    return _words_of_weight(sentence, tuple(known))


@lru_cache(maxsize=2048)
def _words_of_weight(sentence: Prepared, known: tuple[tuple[int, int], ...]) -> tuple[Token, ...]:
    return tuple(_weighty(sentence, known))


def _weighty(sentence: Prepared, known: tuple[tuple[int, int], ...]) -> Iterator[Token]:
    skipped = [*known, *(match.span() for match in _SKIPPED.finditer(sentence.text))]
    run: list[Token] = []
    for token in _with_deputies(sentence.tokens):
        if token.tag == "s" and len(token.text) == 2 and token.text[1] in "里内中上":
            token = Token(token.text[0], "n", token.start, token.end)
        token = _whole(token, sentence.text)
        inside = any(token.start < stop and token.end > begin for begin, stop in skipped)
        if inside or token.text in PLAIN or (token.tag[0] in _NOT_WORDS and token.tag not in ("eng",)):
            yield from _joined(run)
            run = []
        elif len(token.text) == 1:
            run.append(token)
        else:
            yield from _joined(run)
            run = []
            yield token
    yield from _joined(run)


def _with_deputies(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give 副总指挥 as the word that it is."""
    deputy: Token | None = None
    for token in tokens:
        if deputy is not None and token.tag[0] == "n":
            yield Token(deputy.text + token.text, token.tag, deputy.start, token.end)
            deputy = None
            continue
        if deputy is not None:
            yield deputy
        deputy = token if token.text == "副" else None
        if deputy is None:
            yield token
    if deputy is not None:
        yield deputy


def _whole(token: Token, text: str) -> Token:
    """Give 基本称职 for the 称职 in it."""
    for longer in siblings(token.text):
        start = token.end - len(longer)
        if longer.endswith(token.text) and start >= 0 and text.startswith(longer, start):
            return Token(longer, token.tag, start, token.end)
    return token


def _joined(run: list[Token]) -> Iterator[Token]:
    """Give single characters in a row as one word: a name that the segmenter does not know."""
    if len(run) == 1:
        yield run[0]
    elif run:
        yield Token("".join(t.text for t in run), "n", run[0].start, run[-1].end)


def _weight(word: Token, text: str) -> float:
    if word.text in _WHOM:
        return 0.6
    if word.text in _THIS and not any(other in text for other in siblings(word.text)):
        return _WEIGHTS["d"]
    if siblings(word.text) or word.text in WEIGHTY:
        return _STRICT
    weight = _WEIGHTS.get(word.tag[0], 0.8)
    return weight * _SINGLE if len(word.text) == 1 else weight
