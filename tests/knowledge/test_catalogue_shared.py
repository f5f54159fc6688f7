"""The catalogue over what is in shared/: 1,510 statutes and five press documents, each in its own words."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date

import pytest

from knowledge.catalogue.corrections import Catalogue
from knowledge.values import Document, Kind, Level, Status
from tests.knowledge.shared import SharedFolder, needs_documents, needs_laws, on_one_worker


@pytest.fixture(scope="module")
def statutes(laws: SharedFolder) -> list[Document]:
    return [parsed.document for parsed in Catalogue().apply(list(laws.documents.values()))]


@needs_laws
@on_one_worker
def test_every_statute_is_described(statutes: list[Document]) -> None:
    assert len(statutes) == 1510
    assert all(law.level is Level.CENTRAL and law.region is None and law.published for law in statutes)
    kinds = Counter(law.kind for law in statutes)
    assert kinds.keys() <= {Kind.REGULATION, Kind.NOTICE, Kind.PLAN}
    assert kinds[Kind.REGULATION] >= 1490
    nameless = [law.title for law in statutes if law.issuer is None]
    print(f"statutes without a named issuer: {len(nameless)} of {len(statutes)}")  # noqa: T201
    assert len(nameless) <= 60


@needs_laws
@on_one_worker
def test_the_date_in_a_name_is_the_version_of_the_statute(statutes: list[Document]) -> None:
    for law in statutes:
        if named := re.search(r"\((\d{4}-\d{2}-\d{2})\)\.md$", law.source):
            assert law.published == date.fromisoformat(named[1])


@needs_laws
@on_one_worker
def test_of_statutes_in_several_versions_the_newest_is_in_force(statutes: list[Document]) -> None:
    of_title: dict[str, list[Document]] = defaultdict(list)
    for law in statutes:
        of_title[re.sub(r"\s|^中华人民共和国|《|》", "", law.title)].append(law)
    several = [laws for laws in of_title.values() if len({law.published for law in laws}) > 1]
    assert len(several) >= 70
    for versions in several:
        newest = max(law.published or date.min for law in versions)
        for law in versions:
            expected = {Status.IN_FORCE, Status.SUPERSEDED} if law.published == newest else {Status.SUPERSEDED}
            assert law.status in expected, law.source


@needs_laws
@on_one_worker
def test_a_statute_that_another_repeals_is_superseded_by_it(statutes: list[Document]) -> None:
    by_other = {law.title: law.superseded_by for law in statutes if law.superseded_by not in (None, law.title)}
    assert by_other["中华人民共和国印花税暂行条例"] == "中华人民共和国印花税法"
    assert by_other["人体器官移植条例"] == "人体器官捐献和移植条例"
    assert len(by_other) >= 40


PRESS = {
    "000": (Kind.INTERVIEW, "中央巡视工作领导小组办公室", Level.CENTRAL, None, date(2024, 2, 21)),
    "001": (Kind.INTERVIEW, "中央巡视工作领导小组办公室", Level.CENTRAL, None, None),
    "002": (Kind.INTERVIEW, "中央巡视工作领导小组办公室", Level.CENTRAL, None, date(2022, 2, 10)),
    "003": (Kind.INTERVIEW, "黑龙江省委巡视办", Level.PROVINCIAL, "黑龙江", date(2022, 6, 14)),
    "004": (Kind.NEWS, None, Level.MUNICIPAL, "濮阳", None),
}


@needs_documents
@pytest.mark.parametrize("name", PRESS)
def test_press_documents_say_who_where_and_when(press: SharedFolder, name: str) -> None:
    [document] = [parsed.document for source, parsed in press.documents.items() if source.startswith(name)]
    found = (document.kind, document.issuer, document.level, document.region, document.published)
    assert found == PRESS[name]
    assert document.status is Status.UNKNOWN
