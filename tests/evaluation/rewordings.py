"""Sentences of clauses put lightly otherwise, and with one fact changed, by program."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.numerals import parse_numeral
from retrieval.checking.organs import organs
from retrieval.checking.prepared import prepare

_CN = "一二三四五六七八九十百千零"
_SWAPS = (
    ("应当", ("应", "要", "须", "必须")),
    ("不得", ("不能", "不准", "不可")),
    ("可以", ("可", "能")),
    ("以及", ("和", "及")),
    ("按照", ("依照", "根据")),
    ("进行", ("开展",)),
    ("及时", ("尽快",)),
    ("之日起", ("起", "之日开始")),
)
_MOODS = (("应当", "可以"), ("可以", "应当"), ("不得", "可以"), ("不得", "应当"))
_NUMBER = re.compile(rf"(?<![第{_CN}])([{_CN}]+)(日|个月|年|万元|个工作日|倍|周岁)(?!度)")
_STRANGERS = ("县审计局", "市民政局", "省教育厅")


@dataclass(frozen=True)
class Article:
    """An article of a law: its law, its number, what it says."""

    law: str
    number: str
    text: str

    def sentences(self) -> list[str]:
        """Give the sentences that stand alone."""
        parts = re.split(r"(?<=[。；])", self.text.replace("\n", ""))
        return [
            p.rstrip("。；") for p in parts if 14 < len(p) < 90 and not re.search(r"：|^\s*[（(]|前款|本条|上述", p)
        ]


def reworded(sentence: str, article: Article, chance: random.Random) -> str:
    """Put a sentence as a colleague would: 要 for 应当, 30日 for 三十日, 根据《…》第N条 before it."""
    for word, others in _SWAPS:
        if chance.random() < 0.6:
            sentence = sentence.replace(word, chance.choice(others))
    if chance.random() < 0.7:
        sentence = re.sub(rf"百分之([{_CN}]+)(?![点{_CN}])", lambda m: f"{parse_numeral(m[1])}%", sentence)
        sentence = _NUMBER.sub(lambda m: f"{parse_numeral(m[1]) or m[1]}{m[2]}", sentence)
    if chance.random() < 0.3:
        sentence = f"根据《{article.law}》{article.number}，{sentence}"
    return sentence


def altered(sentence: str, article: Article, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Give a sentence with one fact changed, and the kind: a number, a number of the same article, mood, organ."""
    if numbers := list(_NUMBER.finditer(sentence)):
        match = chance.choice(numbers)
        elsewhere = {m[1] for m in _NUMBER.finditer(article.text) if m[2] == match[2] and m[0] not in sentence}
        strange = [c for c in "三四六七九" if c + match[2] not in article.text]
        for kind, figures in (("number of the article", sorted(elsewhere)), ("number", strange)):
            if figures:
                other = chance.choice(figures) + match[2]
                yield kind, sentence[: match.start()] + other + sentence[match.end() :]
    for word, other in _MOODS:
        if sentence.count(word) == 1 and other not in sentence:
            yield "mood", sentence.replace(word, other)
    named = [o.shown for o in organs(prepare(sentence)) if len(o.shown) > 2 and sentence.count(o.shown) == 1]
    if named:
        organ = chance.choice(named)
        of_article = sorted({o.shown for o in organs(prepare(article.text)) if len(o.shown) > 2} - set(named))
        others = [o for o in of_article if o not in sentence and not o.endswith(organ) and not organ.endswith(o)]
        if others:
            yield "organ of the article", sentence.replace(organ, chance.choice(others))
        yield "organ", sentence.replace(organ, chance.choice([o for o in _STRANGERS if o not in article.text]))
