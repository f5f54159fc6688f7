"""What a text has to say outright to answer: a thing told only by its name, the meeting whose length is asked for.

名单有吗 is not answered by how many there are, 怎么申诉 not by another deed, and 反馈会要开多久 not by the period of
something that is no meeting, however near its other words are.
"""

from __future__ import annotations

import re

from retrieval import lexicon
from retrieval.evidence import Surroundings
from retrieval.question import Part, Want

_GROUPS = tuple(frozenset(line.split()) for line in lexicon.word_lines("said_outright.txt"))
_WORDS = "|".join(sorted({word for group in _GROUPS for word in group}, key=len, reverse=True))
_ASKED_BEFORE = r"怎么|怎样|如何|能不能|可不可以|可以|能否|可否|什么|哪[些种个]|有没有|有无|多少|几"
_ASKED_BEHIND = r"(?:都|要|一般|大概|的)?(?:标准|要求|情况)?(?:是|为|有|在哪|怎么|怎样|如何|多少|多大|需要什么)"
_ASKS_FOR = re.compile(
    rf"(?:{_ASKED_BEFORE})[^，。？?]{{0,4}}?(?P<named>{_WORDS})|"
    rf"(?P<subject>{_WORDS}){_ASKED_BEHIND}|(?P<last>{_WORDS})[吗呢]?[？?。]*$"
)
_MAY_OR_LASTS = r"(?:一般|通常|每次|一次|要|得|应当|应该|应|需|开|持续|进行|召开|举行)*"
_NO_MEETING = "".join(f"(?<!{word})" for word in ("委员", "社", "机", "协", "工", "常委"))
_MEETING = re.compile(
    rf"(?P<meeting>[\u4e00-\u9fff]{{2}}{_NO_MEETING}会)议?"
    rf"(?={_MAY_OR_LASTS}(?:在[^，。？?]{{0,10}}(?:后|前|起))?{_MAY_OR_LASTS}(?:多久|多长|几|多少|何时|什么时候))"
)


def says_outright(part: Part, around: Surroundings) -> bool:
    """Tell whether what only its name can tell is named by the clause, by what stands above it or by its title."""
    text = " ".join((around.whole, around.above, around.titled))
    return all(any(word in text for word in group) for group in _asked_for(part)) and (
        Want.DURATION not in part.wants or all(meeting in text for meeting in _MEETING.findall(part.text))
    )


def _asked_for(part: Part) -> tuple[frozenset[str], ...]:
    found = [next(filter(None, asked.groups())) for asked in _ASKS_FOR.finditer(part.text)]
    return tuple(frozenset().union(*(group for group in _GROUPS if word in group)) for word in dict.fromkeys(found))
