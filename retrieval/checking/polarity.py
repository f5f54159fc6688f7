"""What a text does with an action: demands, allows, forbids, spares, or denies it.

1. A cue (不得, 可以, 应当, 无需, 未) governs what follows it up to the comma; 未 and 不 up to 的 or the next cue.
2. Under 不得有下列行为： every item is forbidden.
3. Each action of the sentence is looked up in the parts of the clauses that are most like the sentence's; one of them
   has to treat it alike. Nothing said (由组织部审核) is a demand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.checking.ground import Focus, content
from retrieval.checking.moods import Mood, inherited, left_out, mood_at, moods
from retrieval.checking.prepared import Prepared, Token, in_heading
from retrieval.checking.wording import words_of_weight
from retrieval.checking.words import PLAIN, credit, occurrences, said_at

_ATTRIBUTE = re.compile(r"[一-鿿]{0,8}的(?=[一-鿿]{2})")
_MEASURED_BY = re.compile(r"(?:条件|要求|标准|资格|规定)")
_COPULAS = frozenset(["是", "为", "有", "在", "要"])
_GRANT = "同意|批准|审批|审核|许可|审定|授权|核准"
_CONSENT = re.compile(
    rf"(?<!未)(?<!不)(?<!没有)(?:须|应当?|先|必须|要|需)?(?:经过?(?![费济营验常办历])|取得|征得|获得|报)[^,。;]{{0,16}}(?:{_GRANT})"
)
_WITHOUT_CONSENT = re.compile(rf"(?:未经|非经|没有经过|未取得|未征得)[^,。;]{{0,20}}(?:{_GRANT})")
_OFFER = re.compile(r"或者?|免费|休假|减半|优惠|享受|补助|补贴|领取|奖励|优先|减免|免收|申领|报销|发给|给予|用于")
_ENTITLES = re.compile(r"可以?(?:领|享|获|休|拿|报销)")
_GRANTS = re.compile(r"发放|发给|补助|奖励|休假|津贴|补贴|给予|报销")
"""可领10元 is what 每人每月发放10元 gives."""
_ALIKE: dict[Mood, frozenset[Mood]] = {
    Mood.PLAIN: frozenset({Mood.PLAIN, Mood.DEMANDED}),
    Mood.DEMANDED: frozenset({Mood.PLAIN, Mood.DEMANDED}),
    Mood.ALLOWED: frozenset({Mood.ALLOWED}),
    Mood.FORBIDDEN: frozenset({Mood.FORBIDDEN, Mood.DENIED}),
    Mood.DENIED: frozenset({Mood.FORBIDDEN, Mood.DENIED, Mood.SPARED}),
    Mood.SPARED: frozenset({Mood.SPARED, Mood.DENIED}),
    Mood.URGED: frozenset({Mood.URGED}),
}
_AGAINST: dict[Mood, frozenset[Mood]] = {
    Mood.ALLOWED: frozenset({Mood.DEMANDED, Mood.FORBIDDEN, Mood.URGED}),
    Mood.DEMANDED: frozenset({Mood.ALLOWED, Mood.URGED, Mood.SPARED}),
    Mood.FORBIDDEN: frozenset({Mood.DEMANDED, Mood.ALLOWED, Mood.SPARED, Mood.URGED}),
    Mood.SPARED: frozenset({Mood.DEMANDED, Mood.FORBIDDEN, Mood.ALLOWED}),
}
"""Cues of the clause's own sentence that speak against a cue of the sentence's."""
_LIMITS_ALLOW = re.compile(r"最[多长高]|上限|不超过|权利|资格|许可")


def _told(sentence: Prepared, ground: Prepared) -> list[tuple[int, int, Mood]]:
    """Give the cues of the sentence that stand for a duty: not the 可 of 批准即可, nor 不含 for 不计入."""
    cues = moods(sentence)
    if _NOT_COUNTED.search(ground.text):
        cues = [cue for cue in cues if not re.match(r"不(?:包?含|包括)", sentence.text[cue[0] :])]
    return [cue for cue in cues if not _SUFFICES.search(sentence.text[: cue[1]])]


_NOT_COUNTED = re.compile(r"不(?:计|含|包|算|列)|除外")
_SUFFICES = re.compile(r"(?:即可|就可以?|便可以?)$")


def mood_faults(sentence: Prepared, ground: Prepared, focus: Focus) -> Iterator[str]:
    """Tell of actions that the clauses treat otherwise.

    Args:
        sentence: Without keys.
        ground: The clauses' text.
        focus: Where the sentence's pieces are looked for in `ground`.
    """
    own, theirs = _told(sentence, ground), moods(ground)
    stated = {mood for _, _, mood in theirs}
    consented = _CONSENT.search(sentence.text) and _WITHOUT_CONSENT.search(ground.text)
    agreed: set[int] = set()
    verified: set[int] = set()
    offered = False
    after = {end for _, end, _ in own}
    copied = [(end, _copied(sentence, ground, a, end)) for a, end, cue in own if cue is Mood.FORBIDDEN]
    copied = [(end, verb) for end, verb in copied if verb]
    for token in _actions(sentence, own):
        mood = mood_at(sentence, token.start, own)
        if mood is Mood.PLAIN and _ATTRIBUTE.match(sentence.text, token.end):
            # 申请复核的期限 says nothing of whether somebody may apply.
            continue
        if mood is Mood.DENIED and _MEASURED_BY.match(sentence.text, token.end):
            # Nor does 不符合登记条件 say that nobody registers.
            continue
        found = {
            m
            for at in _places(token, sentence, ground, focus)
            for m in (mood_at(ground, at, theirs), *_later(ground, at, theirs), *_before(ground, at, theirs))
        }
        thing = token.tag[0] in "nlj" and token.start not in after
        if thing and (found != {Mood.FORBIDDEN} or not _same_deed(token, sentence, ground, theirs)):
            continue
        if any(_governed(sentence, end, token.start, own) and not _freed(token, verb, ground) for end, verb in copied):
            agreed.add(token.start)
            verified.add(token.start)
            continue
        beside = _beside(token, sentence, ground, theirs) if token.start in after else set()
        asks = re.fullmatch(f"{_GRANT}|经过?|取得|征得", token.text)
        if beside and mood is not Mood.PLAIN and not _ALIKE[mood] & beside and not (consented and asks):
            yield f"“{token.text}”：条款为“{'、'.join(sorted(beside))}”，句中为“{mood}”"
            return
        places = _places(token, sentence, ground, focus)
        if mood is Mood.ALLOWED and Mood.PLAIN in found and _is_offer(ground, places, theirs):
            agreed.add(token.start)
            offered = True
            continue
        if mood is Mood.ALLOWED and found & _ALIKE[Mood.DEMANDED] and _both_consent(sentence, ground):
            continue
        if mood is Mood.DENIED and _adds(sentence, token.start, ground):
            continue
        if mood in (Mood.PLAIN, Mood.DENIED) and _leads_up(sentence, token.start, mood, found, ground):
            continue
        if not found or any(_agree(m, found, sentence.text) for m in (mood, *_later(sentence, token.start, own))):
            agreed.add(token.start)
            if _ALIKE[mood] & found:
                verified.add(token.start)
            continue
        if consented and (Mood.FORBIDDEN in found or (found == {Mood.DENIED} and mood is Mood.DEMANDED)):
            # 未经同意不得改变 and 改变须经同意 are one rule.
            continue
        if mood is Mood.DENIED and any(
            _denial(sentence.text, token, own) in ground.text[a:b] for a, b in focus.at(token.start)
        ):
            continue
        yield f"“{token.text}”：条款为“{'、'.join(sorted(found))}”，句中为“{mood}”"
        return
    yield from _prefixes(sentence, ground, focus)
    for start, end, mood in own:
        if mood is Mood.ALLOWED and (offered or _both_consent(sentence, ground)):
            continue
        if mood is Mood.ALLOWED and _ENTITLES.match(sentence.text, start) and _GRANTS.search(ground.text):
            continue
        if mood in (Mood.FORBIDDEN, Mood.SPARED, Mood.URGED, Mood.ALLOWED) and not _ALIKE[mood] & stated:
            yield f"“{sentence.text[start:end]}”在条款中没有"
            return
        if _held(sentence, end, ground, theirs, mood):
            continue
        near = _near(sentence, end, ground, theirs, focus.at(start))
        banned = any(cue is Mood.FORBIDDEN and any(x <= a < y for x, y in focus.all) for a, _, cue in theirs)
        if (
            mood is Mood.FORBIDDEN
            and not banned
            and _denials(sentence, own, sentence.sentences) > _denials(ground, theirs, focus.all)
        ):
            yield f"“{sentence.text[start:end]}”：条款此处没有否定"
            return
        if mood is Mood.DEMANDED and (end in agreed or sentence.text[start:end] in ("要", "需", "需要", "须")):
            continue
        if any(_governed(sentence, end, at, own) for at in verified):
            continue
        if near and not near & (_ALIKE[mood] - {Mood.PLAIN}) and near & _AGAINST.get(mood, frozenset()):
            yield f"“{sentence.text[start:end]}”：条款此处为“{'、'.join(sorted(near))}”"
            return


def _adds(sentence: Prepared, offset: int, ground: Prepared) -> bool:
    """Tell whether 除追回资金外，取消资格 means both, because the clauses make no exception."""
    start, end = sentence.segment_at(offset)
    return left_out(sentence.text, start, end, offset) and not re.search(r"除(?!了|此)|以外|之外|例外", ground.text)


def _leads_up(sentence: Prepared, offset: int, mood: Mood, found: set[Mood], ground: Prepared) -> bool:
    """Tell whether the action only leads up to the rule: 申请住房，应当……; 增加项目的，暂停…… for 不得增加."""
    start, end = sentence.segment_at(offset)
    if sentence.text[end : end + 1] != ",":
        return False
    if mood is Mood.DENIED:
        # 两个月内不领取的，视为放弃 is 逾期视为放弃.
        return sentence.text[start:end].endswith(("的", "者")) and "逾期" in ground.text
    exempted = "确需" in ground.text and "确需" in sentence.text
    return found == {Mood.ALLOWED} or (
        Mood.FORBIDDEN in found
        and sentence.text[start:end].endswith("的")
        and ("违反" in ground.text or exempted or _is_case(sentence, ground, (start, end)))
    )


def _is_case(sentence: Prepared, ground: Prepared, span: tuple[int, int]) -> bool:
    """Tell whether the clauses themselves go on with what happens then: 不得擅自动用。擅自动用的，……."""
    words = [t.text for t in sentence.tokens_in(*span) if len(t.text) > 1 and t.text not in PLAIN]
    cases = [ground.text[a:b] for a, b in ground.segments if ground.text[a:b].endswith("的")]
    return bool(words) and any(sum(w in case for w in words) >= _MOST_OF_CASE * len(words) for case in cases)


_MOST_OF_CASE = 0.6


def _copied(sentence: Prepared, ground: Prepared, start: int, end: int) -> str:
    """Give the verb after a cue where both stand in the clauses, as 不得作出; else nothing."""
    token = next((t for t in sentence.tokens if t.start == end and t.tag != "x"), None)
    if token is None or token.tag[0] != "v" or len(token.text) == 1:
        return ""
    return token.text if sentence.text[start : token.end] in ground.text else ""


def _freed(token: Token, verb: str, ground: Prepared) -> bool:
    """Tell whether the verb stands before the word without a ban: 用于就医，不得用于健身 does not forbid 用于就医."""
    for at in occurrences(token.text, ground.text):
        start, end = ground.segment_at(at)
        piece = ground.text[start:at]
        if (
            verb in piece
            and not re.search(r"不|禁|未", piece)
            and not ground.text[:end].endswith(("前", "后", "时", "的"))
        ):
            return True
    return False


def _governed(prepared: Prepared, end: int, offset: int, cues: list[tuple[int, int, Mood]]) -> bool:
    """Tell whether the cue that ends at `end` is the one that governs `offset`."""
    return prepared.segment_at(offset)[0] < end <= offset and not any(end < a < offset for a, _, _ in cues)


def _near(
    sentence: Prepared,
    end: int,
    ground: Prepared,
    theirs: list[tuple[int, int, Mood]],
    spans: Sequence[tuple[int, int]],
) -> set[Mood]:
    """Give the cues of the pieces of the clauses that are most like what follows a cue of the sentence."""
    stop = sentence.segment_at(end - 1)[1]
    said = [t.text for t in sentence.tokens if end <= t.start < stop and (len(t.text) > 1 or t.tag == "m")]
    pieces = [piece for piece in ground.segments if any(a <= piece[0] < b for a, b in spans)]
    counts = {piece: sum(bool(occurrences(word, ground.text[slice(*piece)])) for word in said) for piece in pieces}
    best = max(counts.values(), default=0)
    likely = [piece for piece in pieces if counts[piece] == best]
    return {cue for a, _, cue in theirs if any(x <= a < y for x, y in likely)}


def _held(sentence: Prepared, end: int, ground: Prepared, theirs: list[tuple[int, int, Mood]], mood: Mood) -> bool:
    """Tell whether one piece of the clauses treats alike all that follows a cue: 不能在企业领薪, 不得在企业领取薪酬."""
    said = [t for t in words_of_weight(sentence, ()) if end <= t.start < sentence.segment_at(end)[1]]
    for start, stop in ground.segments if said else ():
        cues = [b for a, b, cue in theirs if start <= a < stop and cue in _ALIKE[mood]]
        if cues and all(credit(t.text, t.tag, ground.text[cues[0] : stop]) >= _SAME for t in said):
            return True
    return False


_SAME = 0.8


def _later(prepared: Prepared, offset: int, cues: list[tuple[int, int, Mood]]) -> Iterator[Mood]:
    """Give the ban that follows a word before the comma, or right after it: 评审组长不得由…担任."""
    _, end = prepared.segment_at(offset)
    topic = mood_at(prepared, offset, cues) is Mood.PLAIN
    yield from (m for a, _, m in cues if m is Mood.FORBIDDEN and (offset < a < end or (topic and a == end + 1)))


def _before(prepared: Prepared, offset: int, cues: list[tuple[int, int, Mood]]) -> Iterator[Mood]:
    """Give the permission that reaches over the comma: 可以解除合同，收回住房."""
    start, _ = prepared.segment_at(offset)
    if any(start <= a < offset for a, _, _ in cues):
        return
    before = max((span for span in prepared.segments if span[1] < start), default=None)
    if before and prepared.sentence_at(before[0]) == prepared.sentence_at(offset):
        yield from (mood for a, _, mood in cues if before[0] <= a < before[1] and mood is Mood.ALLOWED)


def _denials(prepared: Prepared, cues: list[tuple[int, int, Mood]], spans: Sequence[tuple[int, int]]) -> int:
    negative = (Mood.FORBIDDEN, Mood.DENIED, Mood.SPARED)
    own = sum(mood in negative for a, _, mood in cues if any(x <= a < y for x, y in spans))
    return own + sum(inherited(prepared, a, cues) in negative for a, _ in spans)


def _both_consent(sentence: Prepared, ground: Prepared) -> bool:
    """Tell whether both ask for consent first: 应当经批准后查阅 allows what 经批准可以查阅 does."""
    return bool(_CONSENT.search(sentence.text) and _CONSENT.search(ground.text))


def _beside(token: Token, sentence: Prepared, ground: Prepared, theirs: list[tuple[int, int, Mood]]) -> set[Mood]:
    """Give the cues right before the same word in the clauses: 可以动用 beside 动用方案."""
    word = sentence.text[token.start : max(token.end, token.start + 2)]
    return {mood for _, end, mood in theirs if ground.text.startswith(word, end)}


def _is_offer(ground: Prepared, places: Sequence[int], cues: list[tuple[int, int, Mood]]) -> bool:
    """Tell whether the clause gives somebody something or a choice, so that 可 adds nothing."""
    for at in places:
        start, end = ground.segment_at(at)
        offered = _OFFER.search(ground.text, start, end)
        if offered and not any(start <= a < end for a, _, _ in cues):
            return True
    return False


def _same_deed(token: Token, sentence: Prepared, ground: Prepared, theirs: list[tuple[int, int, Mood]]) -> bool:
    """Tell whether the ban on a thing is a ban on what the sentence does with it: 用于基本建设, not 整改办公用房."""
    for at in occurrences(token.text, ground.text):
        start, _ = ground.segment_at(at)
        cue = max((end for a, end, _ in theirs if start <= a and end <= at), default=-1)
        verb = next((t for t in ground.tokens if t.start >= cue >= 0 and t.tag != "x"), None)
        if verb is not None and said_at(verb.text, sentence.text):
            return True
    return False


def _alike(token: Token, sentence: Prepared, ground: Prepared, at: int) -> bool:
    """Tell whether a word that says the same stands among other words of the sentence's piece."""
    a, b = sentence.segment_at(token.start)
    start, end = ground.segment_at(at)
    words = [w for w in content(sentence.tokens_in(a, b)) if w.start != token.start]
    return not words or any(occurrences(w.text, ground.text[start:end]) for w in words)


def _denial(text: str, token: Token, cues: list[tuple[int, int, Mood]]) -> str:
    """Give the 未 that governs a word with what follows it: 没有办理结算 is 未办理 first of all."""
    before = [(a, b) for a, b, mood in cues if b <= token.start and mood is Mood.DENIED]
    # 除……外 denies without a cue: then the word itself is looked for.
    start, end = max(before, default=(token.start, token.end))
    return text[start : end + 2]


def _prefixes(sentence: Prepared, ground: Prepared, focus: Focus) -> Iterator[str]:
    """Tell of 合格 for 不合格, or the other way round."""
    for token in sentence.tokens:
        if len(token.text) < 2 or token.tag[0] in "xmqupcr" or token.text in PLAIN:
            continue
        word = token.text.lstrip("不未非") if token.text[0] in "不未非" and len(token.text) > 2 else token.text
        at = sentence.text.index(word, token.start)
        if at and sentence.text[at - 1 : at + len(word)] in ground.text:
            continue
        own = _denied_before(sentence.text, at)
        spans = focus.at(token.start)
        near = [at for at in occurrences(word, ground.text) if any(a <= at < b for a, b in spans)]
        found = {_denied_before(ground.text, at) for at in near}
        if found and own not in found and mood_at(sentence, token.start, moods(sentence)) is not Mood.DENIED:
            yield f"“{word}”：条款{'没有' if own else '有'}否定，句中{'有' if own else '没有'}"
            return


def _denied_before(text: str, at: int) -> bool:
    return bool(re.search(r"(?:[不未非无](?:再|予)?|没有)$", text[max(0, at - 2) : at]))


def _places(token: Token, sentence: Prepared, ground: Prepared, focus: Focus) -> list[int]:
    """Find the word in the clauses: as itself before another that says the same, nearby before anywhere."""
    spans = focus.at(token.start)
    # A single character stands in many words: with the one after it, it is what the sentence says.
    word = token.text if len(token.text) > 1 else sentence.text[token.start : token.start + 2]
    places = [at for at in occurrences(word, ground.text) if not in_heading(ground.text, at)]
    before = sentence.text[max(token.start - 1, 0) : token.start]
    if before in ("不", "未") and (same := [at for at in places if ground.text[at - 1] == before]):
        return same
    if near := [at for at in places if any(a <= at < b for a, b in spans)]:
        return near
    likely = places or [at for at in said_at(word, ground.text) if _alike(token, sentence, ground, at)]
    near = [at for at in likely if any(a <= at < b for a, b in spans)]
    return near or (likely if len(token.text) > 1 else [])


def _agree(mood: Mood, found: set[Mood], text: str) -> bool:
    if _ALIKE[mood] & found:
        return True
    return mood is Mood.PLAIN and Mood.ALLOWED in found and bool(_LIMITS_ALLOW.search(text))


def _actions(sentence: Prepared, cues: list[tuple[int, int, Mood]]) -> Iterator[Token]:
    """Give the words whose treatment counts: verbs, and the first word of weight after each cue."""
    after = {end for _, end, _ in cues}
    for token in sentence.tokens:
        weighty = len(token.text) > 1 and token.tag[0] in "vnlj" and token.text not in PLAIN
        if weighty or (token.start in after and token.tag[0] not in "xmprucqf" and token.text not in _COPULAS):
            yield token
