"""Does a sentence hold the kind of thing a question asks for: a period for 多久, a number of 轮 for 几轮?"""

from __future__ import annotations

import re

from retrieval import actors, amounts, statements
from retrieval.question import Part, Want

_STRICT = frozenset({Want.DURATION, Want.NUMBER, Want.WHO})
_DEED_ASKED = re.compile(r"(?:怎么|怎样|如何)([\u4e00-\u9fff]{2})")
_BARELY = 0.2
_UNKNOWN = 0.5
"""For an open question every sentence fits half."""


def fitness(part: Part, sentence: str) -> float:
    """Say from 0 to 1 how well a normalized sentence holds what `part` wants; of several wants, the mean."""
    tests = [_test(want, part, sentence) for want in part.wants]
    return sum(tests) / len(tests)


def holds_answer(part: Part, sentence: str) -> bool:
    """Tell whether what must be in an answer is there: the period, the number with its counter, the organ."""
    return not is_strict(part) or any(_test(want, part, sentence) >= _UNKNOWN for want in part.wants & _STRICT)


def is_strict(part: Part) -> bool:
    """Tell whether a period, a number or somebody is asked for: without one there is no answer."""
    return bool(part.wants & _STRICT) and Want.LIST not in part.wants


def _test(want: Want, part: Part, sentence: str) -> float:
    match want:
        case Want.DURATION:
            return amounts.period(part, sentence)
        case Want.NUMBER:
            return amounts.number(part, sentence)
        case Want.WHO:
            return actors.somebody(part, sentence)
        case Want.LIST:
            return statements.listing(part, sentence)
        case Want.YES_NO:
            return statements.yes_or_no(part, sentence)
        case Want.DEFINITION:
            return statements.definition(part, sentence)
        case Want.REASON:
            return statements.reason(sentence)
        case Want.HOW | Want.OPEN:
            return _open(part, sentence)


def _open(part: Part, sentence: str) -> float:
    """Less where the deed is only spoken of (收到审核意见 for 怎么审核), or a rule only said to be carried out."""
    if statements.quotes_rule(part, sentence):
        return 1.0
    deed = _DEED_ASKED.search(part.text)
    if deed and actors.only_names_result(deed.group(1), sentence, asked=part.text):
        return _BARELY
    return _BARELY if statements.only_calls_for_it(part, sentence) else _UNKNOWN
