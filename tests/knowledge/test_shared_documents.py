"""The five press documents in ../shared/documents: each interview gives one clause tree a question."""

from __future__ import annotations

import pytest

from knowledge.labels import title_label
from knowledge.values import Clause, ParsedDocument
from tests.knowledge.shared import SharedFolder, needs_documents

pytestmark = needs_documents


@pytest.fixture(scope="module")
def documents(press: SharedFolder) -> dict[str, ParsedDocument]:
    return {source[:3]: document for source, document in press.documents.items()}


def questions(document: ParsedDocument) -> list[Clause]:
    return [clause for clause in document.clauses if clause.parent is None and clause.path and "·问" in clause.label]


@pytest.mark.parametrize(("stem", "count"), [("000", 11), ("001", 12), ("002", 10), ("003", 13)])
def test_one_tree_a_question(documents: dict[str, ParsedDocument], stem: str, count: int) -> None:
    document = documents[stem]
    roots = questions(document)
    assert len(roots) == count
    assert [clause.label.rsplit("·", 1)[1] for clause in roots] == [f"问{number}" for number in range(1, count + 1)]
    assert all(clause.path[-1].startswith("问") for clause in roots)
    assert all("答" in clause.text for clause in roots)
    ids = {clause.id for clause in roots}
    items = [clause for clause in document.clauses if clause.parent is not None]
    assert items
    assert all(item.parent in ids for item in items)


@pytest.mark.parametrize("stem", ["000", "001", "002", "003"])
def test_items_are_numbered_in_order(documents: dict[str, ParsedDocument], stem: str) -> None:
    for root in questions(documents[stem]):
        items = [clause for clause in documents[stem].clauses if clause.parent == root.id]
        first = [item.text[:2] for item in items]
        assert first == [f"{numeral}是" for numeral in "一二三四五六七八九十"[: len(items)]]


def test_an_interview_is_cited_by_what_it_is_about(documents: dict[str, ParsedDocument]) -> None:
    assert questions(documents["000"])[8].label == "《中国共产党巡视工作条例》答记者问·问9"
    ninth = questions(documents["000"])[8].id
    third = [clause for clause in documents["000"].clauses if clause.parent == ninth][2]
    assert third.label == "《中国共产党巡视工作条例》答记者问·问9·第三"
    # Its page has a headline that says nothing of the document.
    assert questions(documents["003"])[1].label == "《中共黑龙江省委巡视工作规划(2022—2026年)》答记者问·问2"
    assert questions(documents["003"])[1].title.startswith("黑龙江")


@pytest.mark.parametrize("stem", ["000", "004"])
def test_other_articles_of_the_page_carry_their_own_titles(documents: dict[str, ParsedDocument], stem: str) -> None:
    own = {clause.title for clause in documents[stem].clauses}
    assert len(own) >= 3
    assert all(clause.label.startswith(title_label(clause.title)) for clause in documents[stem].clauses)


def test_clauses_are_word_for_word(documents: dict[str, ParsedDocument]) -> None:
    for document in documents.values():
        assert all(document.text[clause.start : clause.end] == clause.text for clause in document.clauses)
