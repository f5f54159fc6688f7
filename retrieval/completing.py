"""What a chosen sentence needs beside it to be read alone.

1. After one that only announces (…做到“三个突出”。 or …：) comes what it announces.
2. After one that is no more than an item's heading (三是加强信息化建设。) comes what the item says.
3. Before an item inside an article comes the sentence that leads in, where the penalty or the condition stands.
4. After the first half of a rule that goes on (…予以警告；) comes what follows in graver cases.
5. To what was before comes the sentence beside it that says so.
6. To a yes or no comes the sentence beside it that makes the exception, or says the contrary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from retrieval.evidence import Sentence, cut
from retrieval.lexicon import PAST
from retrieval.matching import match
from retrieval.question import Part, Want

_LONGEST_ADDITION = 220
"""Characters taken after a heading."""
_LONGEST_LEAD_IN = 260

_LEADS_ON = re.compile(r"[：:]\s*$")
_SET = re.compile(r"[“\"](\d)个([^”\"]{1,6})[”\"][^”\"]{0,8}$")
_NAMES_A_SET = re.compile(r"[“\"][^”\"]{2,12}[”\"][^，。]{0,6}[。；]\s*$")
_NUMERAL = "[一二三四五六七八九十]"
_HEADING = re.compile(
    rf"^(?:{_NUMERAL}+是|[（(]{_NUMERAL}+[）)]|第{_NUMERAL}+[，,、]|\d+[.．、])[^，。；：:]{{2,30}}[。；]\s*$"
)
_ITEM = re.compile(rf"^[（(]{_NUMERAL}+[）)]")
_GRAVER = re.compile(r"(?:情节|逾期|造成|构成犯罪|拒不|后果|对(?:拒不|逾期))")
_EXCEPTION = re.compile(r"^(?:但|除|确有|确因|因|如|经)|不得|不能|不予|不计入|不收|免收|没有|可以|除外|应当回避|一般不")


def complete(chosen: Sequence[Sentence], part: Part, asked: str) -> list[Sentence]:
    """Add to the sentences chosen what makes them readable; what they already hold is not added twice.

    Args:
        chosen: The sentences that answer.
        part: The question's first part.
        asked: The whole question, normalized.
    """
    whole = list(chosen)
    for sentence in chosen:
        own = cut(sentence.around)
        _add(whole, _announced(sentence, [other for other in own if other.start > sentence.start]))
        _add(whole, _lead_in(sentence, own))
        _add(whole, _graver(sentence, own))
        if PAST.search(asked):
            _add(whole, _before(sentence, own))
        if Want.YES_NO in part.wants:
            _add(whole, _exceptions(sentence, own, part))
    return whole


def _add(chosen: list[Sentence], more: Iterable[Sentence]) -> None:
    known = {sentence.text for sentence in chosen}
    chosen.extend(sentence for sentence in more if sentence.text not in known)


def _announced(sentence: Sentence, following: Sequence[Sentence]) -> Sequence[Sentence]:
    """The sentences behind that are announced: all behind a colon, the members of a set, what a heading stands over."""
    if _HEADING.match(sentence.text):
        return list(_as_many_as_fit(following))
    if _LEADS_ON.search(sentence.text):
        return following
    if not _NAMES_A_SET.search(sentence.text):
        return ()
    named = _SET.search(sentence.normalized)
    if named is None:
        return following[:1]
    size, word = int(named.group(1)), named.group(2)
    members = 0
    for other in following[:size]:
        if word not in other.normalized:
            break
        members += 1
    return following[: max(1, members)]


def _as_many_as_fit(following: Sequence[Sentence]) -> Iterable[Sentence]:
    length = 0
    for number, other in enumerate(following):
        length += len(other.text)
        if number and length > _LONGEST_ADDITION:
            return
        yield other


def _lead_in(sentence: Sentence, own: Sequence[Sentence]) -> list[Sentence]:
    """The whole line that leads into the items, where `sentence` is one of them."""
    if not _ITEM.match(sentence.text):
        return []
    before = [other for other in own if other.start < sentence.start]
    last = next((n for n, other in reversed(list(enumerate(before))) if _LEADS_ON.search(other.text)), None)
    if last is None:
        return []
    text = sentence.clause.text
    line = [other for other in before[: last + 1] if "\n" not in text[other.start : before[last].end].rstrip()]
    return line if sum(len(other.text) for other in line) <= _LONGEST_LEAD_IN else [before[last]]


def _graver(sentence: Sentence, own: Sequence[Sentence]) -> Iterable[Sentence]:
    """逾期不改正的…, 情节严重的…: what the same line says of graver cases."""
    if _ITEM.match(sentence.text) or not sentence.text.rstrip().endswith(("；", ";")):
        return
    for other in own:
        if other.start > sentence.start:
            if not _GRAVER.match(other.text):
                return
            yield other


def _before(sentence: Sentence, own: Sequence[Sentence]) -> list[Sentence]:
    """Where what was before is asked for: the sentence beside that says it."""
    place = next((n for n, other in enumerate(own) if other.start == sentence.start), None)
    if place is None or PAST.search(sentence.text):
        return []
    return [other for other in own[max(0, place - 1) : place + 2] if PAST.search(other.text)]


def _exceptions(sentence: Sentence, own: Sequence[Sentence], part: Part) -> list[Sentence]:
    """The neighbours on the same matter that make an exception: 一般不…, then 确有必要的，可以…."""
    place = next((n for n, other in enumerate(own) if other.start == sentence.start), None)
    if place is None:
        return []
    words = [term.word for term in part.terms if match(term.word, sentence.normalized) >= 1.0 and len(term.word) > 1]
    return [
        other
        for other in (*own[max(0, place - 1) : place], *own[place + 1 : place + 2])
        if _EXCEPTION.search(other.text) and any(word in other.normalized for word in words)
    ]
