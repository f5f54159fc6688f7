"""Every national law in ../shared/laws: articles against a crude count of the files' own lines.

The figures are written to the test's output: `pytest tests/knowledge/test_laws.py -s`.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from itertools import pairwise

from knowledge.numerals import parse_numeral
from knowledge.parser.markers import Style, read_marker
from knowledge.parser.stage import parse_article
from knowledge.values import Article, Block, Clause, ParsedDocument
from tests.knowledge.shared import SharedFolder, needs_laws, on_one_worker, squeezed

pytestmark = [needs_laws, on_one_worker]

_LATER_PART = re.compile(r"（第(?!1部分)\d+部分）\Z")
_CRUDE = re.compile(r"[第笫]([零〇一二三四五六七八九十百千0-9]+)\s*条((?:之[一二三四五六七八九十]+)?)")


def report(*lines: str) -> None:
    sys.stdout.write("\n  ".join(lines) + "\n")


def number_of(clause: Clause) -> tuple[int, ...] | None:
    marker = read_marker(clause.path[-1]) if clause.path else None
    return marker.number if marker is not None and marker.style is Style.ARTICLE else None


def articles_of(document: ParsedDocument) -> list[Clause]:
    return [clause for clause in document.clauses if number_of(clause) is not None]


def crude_articles(raw: str) -> list[str]:
    """Each line that begins with 第N条, with the lines under it up to the next one or a heading."""
    found: list[list[str]] = []
    under: list[str] | None = None
    for line in raw.split("<!-- INFO END -->")[-1].split("\n"):
        if _CRUDE.match(line):
            under = [line]
            found.append(under)
        elif line.startswith("#"):
            under = None
        elif under is not None:
            under.append(line)
    return [squeezed("".join(lines)).replace("\u200b", "") for lines in found]


def reason_for(source: str, numbers: list[int]) -> str:
    if numbers[0] != 1:
        return "amendment numbered on" if "修正案" in source else "book of a code numbered on"
    if any(after == 1 for _, after in pairwise(numbers)):
        return "several documents attached"
    return "article missing in the source"


def test_articles_are_numbered_from_one(laws: SharedFolder) -> None:
    reasons: dict[str, list[str]] = {}
    total = without = 0
    for source, document in laws.documents.items():
        numbers = [number for clause in articles_of(document) if (number := number_of(clause))]
        total += sum(_LATER_PART.search(clause.label) is None for clause in articles_of(document))
        without += not numbers
        mains = list(dict.fromkeys(number[0] for number in numbers))
        if numbers and mains != list(range(1, len(mains) + 1)):
            reasons.setdefault(reason_for(source, mains), []).append(source)
    report(f"{len(laws.documents)} files, {total} articles, {without} files without articles, {laws.seconds:.1f} s")
    for reason, sources in reasons.items():
        report(f"not 1…n, {reason}: {len(sources)}", *sources)
    assert total >= 64_700
    assert set(reasons) <= {"amendment numbered on", "book of a code numbered on"}
    assert sum(map(len, reasons.values())) <= 12


def test_every_article_is_one_clause_word_for_word(laws: SharedFolder) -> None:
    crude_total = exact = 0
    for source, document in laws.documents.items():
        crude = Counter(crude_articles(laws.raw[source]))
        mine = Counter(squeezed(clause.text) for clause in articles_of(document))
        crude_total += crude.total()
        exact += (crude & mine).total()
    # The crude count is wrong where an attachment or a heading without marks follows an article, and where
    # articles run together in one paragraph: in some sixty places.
    report(f"{exact} of {crude_total} articles exactly as a crude count of lines has them")
    assert exact / crude_total > 0.998


def test_paths_hold_every_level_in_order(laws: SharedFolder) -> None:
    depth = {Style.BOOK: 0, Style.SUBBOOK: 1, Style.CHAPTER: 2, Style.SECTION: 3, Style.ARTICLE: 4}
    for source, document in laws.documents.items():
        for clause in articles_of(document):
            markers = [read_marker(step) for step in clause.path]
            depths = [depth[marker.style] for marker in markers if marker and marker.style in depth]
            assert depths == sorted(set(depths)), (source, clause.path)
        headings = [line for line in laws.raw[source].split("\n") if re.match(r"#+ 第\S+章", line)]
        chapters = {step for clause in document.clauses for step in clause.path if re.match(r"第\S+章", step)}
        assert len(chapters) >= min(1, len(headings)), source


def test_articles_come_in_the_order_of_their_numbers(laws: SharedFolder) -> None:
    for source, document in laws.documents.items():
        numbers = [number for clause in articles_of(document) if (number := number_of(clause))]
        assert numbers == sorted(numbers), source


def test_clauses_stand_where_they_say(laws: SharedFolder) -> None:
    for document in laws.documents.values():
        assert all(document.text[clause.start : clause.end] == clause.text for clause in document.clauses)
        covered = squeezed("".join(clause.text for clause in document.clauses))
        headings = sum(len(squeezed(one.text)) for one in document.dropped if one.reason.startswith("标题（已列入"))
        assert len(covered) + headings <= len(squeezed(document.text)) + 1
        assert len({clause.id for clause in document.clauses}) == len(document.clauses)


def test_lines_broken_at_twenty_characters_open_no_article(laws: SharedFolder) -> None:
    """Wrapped as a PDF's lines are, without the joining that cleaning does: every reference may begin a line."""
    for source, document in list(laws.documents.items())[::10]:
        if not articles_of(document):
            continue
        wrapped = [Block(line[at : at + 20]) for line in document.text.split("\n") for at in range(0, len(line), 20)]
        article = Article("", tuple(block for block in wrapped if block.text.strip()))
        found = [draft.path[-1] for draft in parse_article(article).drafts if draft.role == "article"]
        assert found == [clause.path[-1] for clause in articles_of(document)], source


def test_the_crude_numerals_are_read(laws: SharedFolder) -> None:
    numerals = {match[1] for raw in laws.raw.values() for match in _CRUDE.finditer(raw)}
    assert all(parse_numeral(numeral) is not None for numeral in numerals)
