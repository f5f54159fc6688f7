from __future__ import annotations

from datetime import date

import pytest

from knowledge.values import Clause, Document, Kind
from retrieval.own_names import own_names
from retrieval.steering import article_numbers, names, steer


def document(title: str, region: str | None = None, published: date | None = None) -> Document:
    return Document(
        id=title, title=title, kind=Kind.NOTICE, region=region, published=published, source="a.md", content_hash=""
    )


def clause(of: Document, *path: str) -> Clause:
    return Clause(id="c", document_id=of.id, title=of.title, path=path, label="", text="甲", start=0, end=1)


PLAN = document("《青海省水利规划（2021—2025年）》答记者问", region="青海")
RULES = document("河道巡查办法", published=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("name", "meant"), [("水利规划", True), ("青海省水利规划（2021—2025年）", True), ("河道巡查办法", False)]
)
def test_a_name_in_brackets_may_be_a_part_of_the_title_inside(name: str, meant: bool) -> None:
    assert names(name, PLAN) is meant


def test_the_document_named_comes_first() -> None:
    steering = steer("《河道巡查办法》多久巡查一次？", [PLAN, RULES])
    assert steering.weight(clause(RULES), RULES) > steering.weight(clause(PLAN), PLAN)
    assert not steering.unknown_titles


def test_a_document_is_named_by_what_it_calls_its_subject() -> None:
    report = document("青海：河湖工作再上台阶", region="青海")
    opening = Clause(
        id="c",
        document_id=report.id,
        title=report.title,
        path=(),
        label="",
        text="日前印发《青海省河湖管护方案》（以下简称《方案》）。",
        start=0,
        end=1,
    )
    given = own_names([opening])
    assert given == {report.id: ("青海省河湖管护方案", "方案")}
    for title in ("方案", "青海省河湖管护方案"):
        assert steer(f"青海的《{title}》管几年？", [report, RULES], given).documents == {report.id}
    assert steer("《青海省河湖管护方案》管几年？", [report, RULES]).unknown_titles


def test_a_law_is_not_named_by_what_it_rests_on() -> None:
    resting = clause(RULES, "第一条").model_copy(update={"text": "根据《水法大全》（以下简称《水法》），制定本办法。"})
    assert own_names([resting]) == {}


def test_a_title_of_no_document_is_unknown() -> None:
    assert steer("《船舶登记办法》怎么说？", [PLAN, RULES]).unknown_titles == ("船舶登记办法",)


def test_the_region_named_comes_first_and_others_last() -> None:
    steering = steer("青海的规划管几年？", [PLAN, RULES])
    assert steering.weight(clause(PLAN), PLAN) > 1 > steering.weight(clause(RULES), RULES)


def test_the_article_named_comes_first_in_whatever_numerals() -> None:
    steering = steer("第12条讲什么？", [RULES])
    assert steering.weight(clause(RULES, "第二章", "第十二条"), RULES) > 1
    assert steering.weight(clause(RULES, "第二章", "第十一条"), RULES) == 1
    assert article_numbers("第一百二十条之一") == {"120之一"}


def test_the_year_named_comes_first() -> None:
    steering = steer("2024年的规定是什么？", [PLAN, RULES])
    assert steering.weight(clause(RULES), RULES) > steering.weight(clause(PLAN), PLAN)
