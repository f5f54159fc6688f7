"""Which clause a sentence says it speaks of, by title and number: 《…》第十四条规定."""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.checking.articles import Named, article_is_stated, articles_in, has_number, names_source
from retrieval.checking.titles import source_titles, title_is_stated, titles_in
from retrieval.checking.values import Source

_ATTRIBUTES = re.compile(
    r"^(?![^，,《]{0,14}(?:违反|触犯|不符合|属于|符合|违背))(?:(?![应须可能自由对向])[一-鿿，,：:]){0,12}?(?:根据|按照|依据|依照|参照|按|据|见|详见|出自|引自|依)?(?:《[^《》]+(?:《[^《》]+》[^《》]*)?》)?(?:的)?(?:第[^，,。：:；;第条]{1,9}(?:[编章节条款项目]|部分)(?:之[一二三四五六七八九十])?)*"
    r"(?:的)?(?:规定(?!的[一-鿿])|要求(?!的[一-鿿])|明确|提出|指出|精神|，|,|：|:|写明|载明)"
)
_QUOTED = 12
_POINTS = re.compile(
    r"(?:见|出自|引自|载于|规定在|来自|来源于|依据(?:是|为))(?:《[^《》]+》)?(?:的)?(?:第[^，,。：:；;第条]{1,9}(?:[编章节条款项目]|部分))*"
)
_IN_BRACKETS = re.compile(
    r"[（(](?:见|参见|依据|出自|引自)?(?:《[^《》]+》)?(?:第[^（）()]{1,9}[编章节条款项目])*[）)]"
)


def attributed(claim: str) -> tuple[list[Named], list[str], str]:
    """Take what names the clause out of a sentence.

    Returns:
        The numbers and the titles it names its clause by, and the rest.
    """
    spans = [
        m.span()
        for m in (_ATTRIBUTES.match(claim), *_IN_BRACKETS.finditer(claim), *_POINTS.finditer(claim))
        if m and _names(m[0])
    ]
    numbers = [named for a, b in spans for named in articles_in(claim[a:b])]
    titles = [title for a, b in spans for title in titles_in(claim[a:b])]
    rest, at = "", 0
    for a, b in sorted(spans):
        rest, at = rest + claim[at:a], max(b, at)
    rest = (rest + claim[at:]).lstrip("，,：:、的 ")
    return numbers, titles, rest or claim


def misattributed(claim: str, sources: Sequence[Source]) -> list[str]:
    """Tell of numbers and titles that are not those of the clauses, in Chinese."""
    numbers, titles, _ = attributed(claim)
    if any(claim[:_QUOTED] in source.text for source in sources):
        return []
    found = []
    stated = [title for source in sources for title in source_titles(source)]
    for title in titles:
        if not title_is_stated(title, stated, "\n".join(s.text for s in sources)):
            found.append(f"条款不属于《{title}》")
    for named in numbers:
        own = [source for source in sources if has_number(source, named.unit)]
        if own and not any(names_source(named, source) for source in sources):
            found.append(f"条款不是{named.shown}")
        elif not own and not any(article_is_stated(named, source) for source in sources):
            found.append(f"条款没有标明是{named.shown}")
    return found


def strange_articles(claim: str, sources: Sequence[Source]) -> list[str]:
    """Tell of numbers in what a sentence says, such as 违反第八条, that the clauses do not speak of."""
    _, _, rest = attributed(claim)
    return [
        f"条款中没有{named.shown}"
        for named in articles_in(rest)
        if named.unit != "部分" and not any(article_is_stated(named, source) for source in sources)
    ]


def _names(text: str) -> bool:
    return "《" in text or bool(articles_in(text))
