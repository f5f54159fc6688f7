"""What is embedded of a clause: all of its text, under its title and path, never more than the embedder reads."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from knowledge.values import Clause
from retrieval.records import context, indexed_text, records, windows


def clause(text: str, path: tuple[str, ...] = ("第二章 巡查", "第二条"), id_: str = "c1") -> Clause:
    return Clause(
        id=id_, document_id="d1", title="河道巡查办法", path=path, label="《河道巡查办法》第二条",
        text=text, start=0, end=len(text),
    )  # fmt: skip


TEXT = st.text(alphabet="甲乙丙丁第条。！；\n 12”", min_size=1, max_size=200)


@given(text=TEXT, window=st.integers(16, 60), path=st.lists(st.text("总则办法", max_size=30), max_size=4))
def test_every_character_stands_in_a_record_and_none_is_too_long(text: str, window: int, path: list[str]) -> None:
    cut = records([clause(text, tuple(path))], window)
    assert all(len(record.text) <= window for record in cut)
    assert len({record.id for record in cut}) == len(cut)
    rest = re.sub(r"\s", "", text)
    # A piece that repeats word for word is one record.
    bodies = {re.sub(r"\s", "", record.text.split("\n", 1)[1]) for record in cut}
    while rest:
        body = max((body for body in bodies if rest.startswith(body)), key=len, default="")
        assert body, rest
        rest = rest[len(body) :]


@given(text=TEXT, longest=st.integers(1, 50))
def test_windows_joined_are_the_text(text: str, longest: int) -> None:
    cut = windows(text, longest)
    assert all(0 < len(piece) <= longest for piece in cut)
    assert re.sub(r"\s", "", "".join(cut)) == re.sub(r"\s", "", text)


def test_a_window_ends_with_a_sentence_where_it_can() -> None:
    assert windows("甲甲甲。乙乙。丙。", 7) == ["甲甲甲。乙乙。", "丙。"]
    assert windows("甲" * 10, 4) == ["甲甲甲甲", "甲甲甲甲", "甲甲"]


def test_the_path_is_in_what_is_indexed_and_not_twice() -> None:
    numbered = clause("第二条 巡查记录保存三年。")
    assert context(numbered) == "河道巡查办法 第二章 巡查"
    assert indexed_text(numbered) == "河道巡查办法 巡查\n第二条 巡查记录保存三年。"
    answer = clause("巡查记录保存三年。", ("问：记录保存多久？",))
    assert indexed_text(answer) == "河道巡查办法 问：记录保存多久？\n巡查记录保存三年。"


def test_what_every_law_says_of_itself_is_not_indexed() -> None:
    law = clause("第九条 河道由县管理。", ("第二编 河道", "第三分编 日常", "第一章 总则", "第九条"))
    law = law.model_copy(update={"title": "中华人民共和国河道法"})
    assert indexed_text(law) == "河道法 河道 日常 总则\n第九条 河道由县管理。"
    bare = clause("第九条 河道由县管理。", ("第一章",)).model_copy(update={"title": "中华人民共和国"})
    assert indexed_text(bare).startswith("中华人民共和国 第一章\n")


def test_a_record_is_known_by_clause_and_text() -> None:
    (one,) = records([clause("第二条 巡查。")], 100)
    (same,) = records([clause("第二条 巡查。")], 100)
    (other_clause,) = records([clause("第二条 巡查。", id_="c2")], 100)
    (other_title,) = records([clause("第二条 巡查。").model_copy(update={"title": "别的办法"})], 100)
    assert one == same
    assert len({one.id, other_clause.id, other_title.id}) == 3


def test_a_record_is_another_when_its_neighbour_is() -> None:
    document = [clause(f"第{n}条 巡查。", id_=f"c{n}") for n in "一二三四"]
    changed = [*document[:3], clause("第四条 核查。", id_="c5")]
    same = [one == other for one, other in zip(records(document, 100), records(changed, 100), strict=True)]
    assert same == [True, True, False, False]


def test_a_book_of_a_code_stands_for_the_code() -> None:
    article = clause("第九条 船在河里。", ("水运编", "第一章 船", "第九条"))
    code = article.model_copy(update={"title": "中华人民共和国交通法典"})
    assert indexed_text(code) == "水运编 船\n第九条 船在河里。"
    numbered = clause("第九条 船在河里。", ("第二编 水运", "第九条")).model_copy(update={"title": "交通法典"})
    assert indexed_text(numbered) == "交通法典 水运\n第九条 船在河里。"
