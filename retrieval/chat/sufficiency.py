"""Whether what is left of the model's answer still answers; if not, the documents' own words stand.

1. Something is left, and more than was taken out; what was taken out neither answered nor limited (但, 除外) the rest.
2. It holds the kind of thing that is asked for (a period, a number, somebody) where the documents' words do.
3. It holds a figure, a period or an organ that they answer with: another one may be true, but of something else.
4. It, or the clauses it cites, speak of what is asked as theirs do.
5. A list is as long as theirs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.answer_kinds import holds_answer
from retrieval.chat.composition import covered
from retrieval.chat.keys import without_keys
from retrieval.chat.writer import Draft
from retrieval.lexicon import ORGAN_WORDS
from retrieval.matching import match
from retrieval.question import Part, Question, Want
from retrieval.tokenization import normalize
from retrieval.values import Answer

_LIMITS = re.compile(r"^(?:但是?|然而|不过|除|其中|例外|只有|上述|以上)|除外|不适用")
_FIGURE = re.compile(r"\d+(?:\.\d+)?\s*[^\d\s，。；、（）()\[\]]")
_ORGAN = re.compile(rf"[^，。；、\s的由向报]{{0,4}}(?:{ORGAN_WORDS})")
_MET = 0.5
_SHARED = 0.6
"""Share of the question's words met by the documents' own answer that the model's has to meet as well."""
_COVERED = 0.5
"""Share of an item's words that has to stand in the answer."""


def why_insufficient(question: Question, own: Answer, draft: Draft, cited: Sequence[str]) -> str:
    """Say why the documents' own words stand, in Chinese; empty where the model's answer does.

    Args:
        question: What was asked.
        own: The answer in the documents' own words.
        draft: What is left of the model's.
        cited: Titles, headings and texts of the clauses that it cites.
    """
    kept = draft.composition.sentences
    if draft.says_no_answer:
        return "大模型认为条款没有回答"
    if not kept:
        return "没有一句通过核对"
    if draft.gave_up or len(draft.left_out) > len(kept):
        return "多数句子没有通过核对"
    if any(_LIMITS.search(without_keys(verdict.text)) for verdict in draft.left_out):
        return "限定或例外的一句没有通过核对"
    if _lost_its_answer(question, draft):
        return "答问的一句没有通过核对"
    left = normalize(draft.composition.plain())
    theirs = normalize(own.text)
    about = normalize("\n".join((draft.composition.plain(), *cited)))
    return _lacking(question, theirs, left) or _beside(question, theirs, about) or _incomplete(question, own, draft)


def _lost_its_answer(question: Question, draft: Draft) -> bool:
    """Tell whether the first sentence that the model answered a part with was taken out."""
    said = [(normalize(without_keys(verdict.text)), verdict in draft.left_out) for verdict in draft.verdicts]
    for part in question.parts:
        lost = next((left_out for text, left_out in said if holds_answer(part, text)), False)
        if lost:
            return True
    return False


def _lacking(question: Question, theirs: str, left: str) -> str:
    for part in question.parts:
        if holds_answer(part, theirs) and not holds_answer(part, left):
            return f"没有答出“{part.text}”"
        for found in _answering(part, theirs):
            if found and not any(one in left for one in found):
                return "与原文摘句答的不是同一个数字、期限或机关"
    return ""


def _beside(question: Question, theirs: str, about: str) -> str:
    for part in question.parts:
        met = [term.word for term in part.terms if match(term.word, theirs) >= _MET]
        shared = [word for word in met if match(word, about) >= _MET]
        if len(shared) < _SHARED * len(met):
            return "答的不是所问"
    return ""


def _answering(part: Part, theirs: str) -> list[set[str]]:
    """What the documents' words may answer a part with, by kind; what the question says itself is no answer."""
    kinds: list[set[str]] = []
    if part.wants & {Want.DURATION, Want.NUMBER}:
        kinds.append({re.sub(r"\s", "", found) for found in _FIGURE.findall(theirs)})
    if Want.WHO in part.wants:
        kinds.append(set(_ORGAN.findall(theirs)))
    return [{one for one in kind if one not in part.text} for kind in kinds]


def _incomplete(question: Question, own: Answer, draft: Draft) -> str:
    items = [line for line in own.text.splitlines() if line.strip()]
    if Want.LIST not in question.wants and len(items) < 3:
        return ""
    if len(items) > 1 and draft.left_out:
        return "列举的一项没有通过核对"
    kept: Sequence[str] = [sentence.text for sentence in draft.composition.sentences]
    missing = [item for item in items[1:] if covered(_opening(item), kept) < _COVERED]
    return f"少了 {len(missing)} 项" if missing else ""


def _opening(item: str) -> str:
    """The first phrase of an item: what it is, before how."""
    return re.split(r"[，,。；;：:]", item.strip(), maxsplit=1)[0]
