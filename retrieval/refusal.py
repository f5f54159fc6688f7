"""Whether the evidence suffices. Without it the assistant says so: no answer beats a wrong one.

1. What the question takes for granted has to be there: the document in 《》, the place, the year, the figure.
2. What must be in an answer has to be there: a period for 多久, a number for 多少, somebody for 谁.
3. The evidence has to meet enough of the question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from retrieval.answer_kinds import holds_answer
from retrieval.calibration import Calibration
from retrieval.evidence import Scored, Surroundings
from retrieval.matching import match
from retrieval.question import Part, Question, Want
from retrieval.said_outright import says_outright
from retrieval.steering import LOCAL_LEVELS, Steering, article_numbers
from retrieval.tokenization import normalize

_OF_THE_CENTRE = re.compile(r"(?<!党)中央(?!八项|精神|要求|决策)|全国")
_ASKS_LEAVE = re.compile(r"能不能|可不可以|可否|能否|(?:可以|能够?|允许)(?=[^，。]{1,12}(?:吗|多|几))")
_MOST_UNMET = 0.4
"""Largest share of one word that a list's heading may leave unmet: 角色, of 哪三种角色."""
_YEAR_RANGE = re.compile(r"((?:19|20)\d\d)年?(?:-|至|到)((?:19|20)\d\d)")


@dataclass(frozen=True)
class Judge:
    """Decides about the evidence for one question."""

    question: Question
    steering: Steering
    calibration: Calibration
    """How sure is sure enough, for the embedder in use."""

    def suffices(self, part: Part, best: Scored) -> bool:
        """Tell whether the best sentence answers `part`."""
        least = self.calibration.threshold + (self.calibration.yes_no_margin if Want.YES_NO in part.wants else 0.0)
        return (
            holds_answer(part, best.sentence.normalized)
            and self.calibration.probability(best.features) >= least
            and _speaks_of_what_may_be(part, best)
            and says_outright(part, best.sentence.around)
        )

    def suffices_list(self, heading: Scored) -> bool:
        """Tell whether a list with this heading answers: its items are the kind of thing asked for."""
        enough = heading.met >= self.calibration.list_threshold and heading.features.unmet <= _MOST_UNMET
        around = heading.sentence.around
        return enough and self.is_about(around) and says_outright(self.question.parts[0], around)

    def is_named(self, around: Surroundings) -> bool:
        """Tell whether the clause is one of the articles that the question names by number."""
        return any(self.steering.articles & article_numbers(step) for step in around.clause.path)

    def is_about(self, around: Surroundings) -> bool:
        """Tell whether what the question takes for granted stands in the clause, above it or in its catalogue entry."""
        text = " ".join((around.whole, around.above, around.catalogue, normalize(around.document.title)))
        return (
            not (_OF_THE_CENTRE.search(self.question.text) and _is_local(around))
            and all(normalize(title) in text for title in self.steering.unknown_titles)
            and all(place in text for place in self.question.places)
            and (not self.question.years or any(_covers_year(text, year) for year in self.question.years))
            and all(chapter in text for chapter in self.question.chapters)
            and all(word in text for word in self.question.relative)
            and all(figure in text for figure in self.question.figures)
        )


def _speaks_of_what_may_be(part: Part, best: Scored) -> bool:
    """Tell whether the deed that is asked to be allowed is spoken of: 延长 in 能不能申请延长."""
    asked = _ASKS_LEAVE.search(part.text)
    if asked is None or (Want.YES_NO in part.wants and best.features.fit >= 1.0):
        # 不得收取财物 answers 可以收钱吗 in other words.
        return True
    around = best.sentence.around
    text = " ".join((around.whole, around.above, around.titled))
    deeds = [term.word for term in part.terms if term.is_verb and len(term.word) > 1]
    last = max(deeds, key=lambda word: part.text.find(word), default="")
    return part.text.find(last) < asked.end() or bool(match(last, text))


def _is_local(around: Surroundings) -> bool:
    """Tell whether a clause is one place's own and does not speak of the centre."""
    return around.document.level in LOCAL_LEVELS and "中央" not in around.whole


def _covers_year(text: str, year: int) -> bool:
    if str(year) in text:
        return True
    return any(int(first) <= year <= int(last) for first, last in _YEAR_RANGE.findall(text))
