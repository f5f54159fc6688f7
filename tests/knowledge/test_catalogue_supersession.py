"""Which document is in force: front matter and catalogue first, then 废止 clauses, then versions of one title."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue.corrections import Catalogue
from knowledge.values import Kind, Level, ParsedDocument, Status
from tests.knowledge.catalogue_builders import parsed


def settle(*documents: ParsedDocument) -> list[tuple[str, str | None]]:
    settled = Catalogue().apply(documents)
    return [(result.document.status.value, result.document.superseded_by) for result in settled]


UNKNOWN = ("unknown", None)
IN_FORCE = ("in_force", None)


def test_a_single_document_stays_unknown_however_old() -> None:
    assert settle(parsed("甲条例", "1957-05-22")) == [UNKNOWN]


def test_of_versions_the_newest_is_in_force() -> None:
    documents = parsed("中华人民共和国甲法", "2018-10-26"), parsed("甲法", "2023-12-29"), parsed("甲法", "2005-10-27")
    assert settle(*documents) == [("superseded", "甲法"), IN_FORCE, ("superseded", "甲法")]


@pytest.mark.parametrize(
    "older", ["甲办法（试行）", "甲办法(2013修正)", "甲办法（2019年修订）", "《甲办法》", "甲 办法（2019年版）"]
)
def test_versions_of_a_title_are_marked_in_many_ways(older: str) -> None:
    assert settle(parsed(older, "2013-01-01"), parsed("甲办法", "2024-01-01")) == [("superseded", "甲办法"), IN_FORCE]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("甲解释（一）", "甲解释（二）"),
        ("甲规划（2018—2022年）", "甲规划（2023—2027年）"),
        ("甲修正案（2004年）", "甲修正案（2018年）"),
        ("甲意见", "甲条例"),
        ("国务院关于修改部分行政法规的决定", "国务院关于修改部分行政法规的决定"),
        ("关于做好春节期间工作的通知", "关于做好春节期间工作的通知"),
    ],
)
def test_these_are_no_versions_of_each_other(one: str, other: str) -> None:
    assert settle(parsed(one, "2018-01-01"), parsed(other, "2024-01-01")) == [UNKNOWN, UNKNOWN]


def test_parts_of_one_version_are_all_unknown_and_undated_ones_too() -> None:
    parts = parsed("甲法典", "2020-05-28", source="一.md"), parsed("甲法典", "2020-05-28", source="二.md")
    assert settle(*parts, parsed("甲法典", source="三.md")) == [UNKNOWN] * 3


def test_two_copies_of_the_newest_version_are_both_in_force() -> None:
    copies = [parsed("甲法", "2024-01-01", source=f"{place}/甲法.md") for place in "ab"]
    assert settle(*copies, parsed("甲法", "2001-01-01")) == [IN_FORCE, IN_FORCE, ("superseded", "甲法")]


def test_an_interview_about_a_regulation_is_not_the_regulation() -> None:
    old = parsed("甲条例", "2015-08-03")
    told = parsed("甲条例", "2024-02-21", kind=Kind.INTERVIEW, source="答记者问.txt")
    assert settle(old, told) == [UNKNOWN, UNKNOWN]


def test_notices_that_carry_a_rule_are_versions_of_it() -> None:
    notices = [parsed("甲厅关于印发《甲办法》的通知", day, kind=Kind.NOTICE) for day in ("2015-01-01", "2023-01-01")]
    assert settle(*notices) == [("superseded", "甲厅关于印发《甲办法》的通知"), IN_FORCE]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"level": Level.PROVINCIAL, "region": "河南"}, {"level": Level.PROVINCIAL, "region": "河北"}),
        ({"level": Level.CENTRAL}, {"level": Level.PROVINCIAL, "region": "河南"}),
        ({"level": Level.MUNICIPAL, "issuer": "甲市财政局"}, {"level": Level.MUNICIPAL, "issuer": "甲市人事局"}),
    ],
)
def test_rules_of_two_regions_or_bureaus_are_no_versions(one: dict[str, object], other: dict[str, object]) -> None:
    assert settle(parsed("考勤办法", "2015-01-01", **one), parsed("考勤办法", "2024-01-01", **other)) == [UNKNOWN] * 2


def test_a_national_rule_may_change_its_issuer() -> None:
    documents = [
        parsed("甲规定", "2003-01-01", level=Level.CENTRAL, issuer="交通部"),
        parsed("甲规定", "2019-01-01", level=Level.CENTRAL, issuer="交通运输部"),
    ]
    assert settle(*documents) == [("superseded", "甲规定"), IN_FORCE]


def test_a_repealed_title_is_superseded_by_the_document_that_repeals_it() -> None:
    new = parsed("乙条例", "2024-01-01", repeals=("甲办法", "中华人民共和国丙规定"))
    assert settle(parsed("甲办法", "1999-01-01"), parsed("丙规定"), new) == [("superseded", "乙条例")] * 2 + [UNKNOWN]


def test_a_decision_that_only_repeals_puts_nothing_in_its_place() -> None:
    decision = parsed("关于废止《甲办法》的决定", "2024-01-01", repeals=("甲办法",))
    assert settle(parsed("甲办法", "1999-01-01"), decision) == [("repealed", None), UNKNOWN]


def test_a_clause_does_not_repeal_what_came_after_it() -> None:
    clause = parsed("乙条例", "2001-01-01", repeals=("甲办法",))
    assert settle(parsed("甲办法", "2010-01-01"), clause) == [UNKNOWN, UNKNOWN]


def test_a_clause_that_names_its_own_title_means_the_former_version() -> None:
    documents = parsed("甲条例", "2024-01-01", repeals=("甲条例",)), parsed("甲条例", source="未注明日期.md")
    assert settle(*documents) == [UNKNOWN, UNKNOWN]
    assert settle(documents[0], parsed("甲条例", "1990-01-01")) == [IN_FORCE, ("superseded", "甲条例")]


def test_a_clause_may_leave_out_its_own_organ() -> None:
    court = {"issuer": "最高人民法院", "level": Level.CENTRAL}
    old = parsed("最高人民法院关于甲案件的解释", "2000-01-01", **court)
    new = parsed("最高人民法院关于乙案件的解释", "2020-01-01", repeals=("关于甲案件的解释",), **court)
    other = parsed("最高人民检察院关于甲案件的解释", "2000-01-01", issuer="最高人民检察院", level=Level.CENTRAL)
    assert settle(old, new, other) == [("superseded", "最高人民法院关于乙案件的解释"), UNKNOWN, UNKNOWN]


def test_the_newest_version_may_be_repealed_by_another_document() -> None:
    new = parsed("丁条例", "2024-01-01", repeals=("甲条例",))
    settled = settle(parsed("甲条例", "1990-01-01"), parsed("甲条例", "2010-01-01"), new)
    assert [status for status, _ in settled] == ["superseded", "superseded", "unknown"]
    assert settled[1] == ("superseded", "丁条例")


def test_a_status_that_is_given_stays() -> None:
    given_one = parsed("甲条例", "1990-01-01", status=Status.IN_FORCE)
    new = parsed("甲条例", "2024-01-01", repeals=("甲条例",))
    assert settle(given_one, new) == [IN_FORCE, IN_FORCE]


TITLES = st.sampled_from(["甲条例", "甲条例（试行）", "乙办法", "关于废止《甲条例》的决定", "丙规划（2023—2027年）"])
DATES = st.sampled_from([None, "1990-01-01", "2001-02-03", "2024-05-06"])
REPEALS = st.lists(TITLES, max_size=2).map(tuple)


@given(st.lists(st.tuples(TITLES, DATES, REPEALS, st.sampled_from(list(Kind))), max_size=7), st.randoms())
def test_order_decides_nothing_and_applying_twice_changes_nothing(
    drawn: list[tuple[str, str | None, tuple[str, ...], Kind]], rng: random.Random
) -> None:
    documents = [
        parsed(title, day, source=f"{place}.md", repeals=repeals, kind=kind)
        for place, (title, day, repeals, kind) in enumerate(drawn)
    ]
    settled = Catalogue().apply(documents)
    assert [result.document.source for result in settled] == [document.document.source for document in documents]
    assert Catalogue().apply(settled) == settled
    shuffled = list(documents)
    rng.shuffle(shuffled)
    by_source = {result.document.source: result.document for result in Catalogue().apply(shuffled)}
    assert {result.document.source: result.document for result in settled} == by_source


def test_fifteen_hundred_documents_take_well_under_two_seconds() -> None:
    documents = [
        parsed(f"第{number // 2}号办法", f"20{number % 2 + 10}-01-01", source=f"{number}.md") for number in range(1510)
    ]
    started = time.perf_counter()
    Catalogue().apply(documents)
    assert time.perf_counter() - started < 2
