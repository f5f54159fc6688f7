"""`catalogue.yaml`: what it corrects, and how it says what is wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.catalogue.corrections import Catalogue, parse_catalogue, read_catalogue
from knowledge.errors import CatalogueError
from knowledge.values import Kind, Level, ParsedDocument, Status
from tests.knowledge.catalogue_builders import parsed


def applied(folder: Path, text: str, *documents: ParsedDocument) -> list[ParsedDocument]:
    (folder / "catalogue.yaml").write_text(text, "utf-8")
    return read_catalogue(folder).apply(documents)


def test_a_missing_file_is_an_empty_catalogue(tmp_path: Path) -> None:
    document = parsed("甲办法")
    assert read_catalogue(tmp_path) == Catalogue()
    assert read_catalogue(tmp_path).apply([document]) == [document]


@pytest.mark.parametrize("text", ["", "# 只有注释\n", "a.md:\n"])
def test_an_empty_file_or_entry_changes_nothing(tmp_path: Path, text: str) -> None:
    document = parsed("甲办法", source="a.md")
    assert applied(tmp_path, text, document) == [document]


def test_every_field_is_corrected_and_clauses_are_relabelled(tmp_path: Path) -> None:
    text = """
甲/a.md:
  title: 甲条例
  number: 甲发〔2020〕1号
  issuer: 甲省人民政府
  level: 省级
  region: 河南省
  kind: plan
  published: 2020-01-02
  effective: 2020年3月1日
  status: 有效
  audience: [-1001, "42"]
"""
    [result] = applied(tmp_path, text, parsed("旧名", source="甲/a.md"))
    document = result.document
    assert (document.title, document.number, document.issuer) == ("甲条例", "甲发〔2020〕1号", "甲省人民政府")
    assert (document.level, document.region, document.kind) == (Level.PROVINCIAL, "河南", Kind.PLAN)
    assert (document.published, document.effective) == (date(2020, 1, 2), date(2020, 3, 1))
    assert (document.status, document.audience) == (Status.IN_FORCE, ("-1001", "42"))
    assert (result.clauses[0].title, result.clauses[0].label) == ("甲条例", "《甲条例》第一条")


def test_an_empty_value_takes_back_what_the_file_says(tmp_path: Path) -> None:
    [result] = applied(
        tmp_path, "a.md:\n  published:\n  issuer: ~\n", parsed("甲", "2020-01-01", source="a.md", issuer="乙局")
    )
    assert (result.document.published, result.document.issuer) == (None, None)


def test_a_replacement_is_named_by_title_or_by_path(tmp_path: Path) -> None:
    documents = parsed("甲办法", source="a.md"), parsed("乙办法", source="b.md"), parsed("丙", source="c.md")
    text = (
        "a.md:\n  superseded_by: c.md\nb.md:\n  superseded_by: 《丙条例》\n  status: repealed\nc.md:\n  title: 丙条例\n"
    )
    results = [result.document for result in applied(tmp_path, text, *documents)]
    assert [(document.status, document.superseded_by) for document in results] == [
        (Status.SUPERSEDED, "丙条例"),
        (Status.REPEALED, "丙条例"),
        (Status.UNKNOWN, None),
    ]


def test_the_catalogue_has_the_last_word_on_versions(tmp_path: Path) -> None:
    documents = parsed("甲法", "2001-01-01", source="old.md"), parsed("甲法", "2024-01-01", source="new.md")
    results = applied(tmp_path, "old.md:\n  status: in_force\n", *documents)
    assert [result.document.status for result in results] == [Status.IN_FORCE, Status.IN_FORCE]


def test_a_corrected_title_and_date_make_versions(tmp_path: Path) -> None:
    documents = parsed("扫描件", source="old.pdf"), parsed("甲法", "2024-01-01", source="new.md")
    results = applied(tmp_path, "old.pdf:\n  title: 甲法\n  published: 2001-01-01\n", *documents)
    assert [result.document.status for result in results] == [Status.SUPERSEDED, Status.IN_FORCE]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a.md:\n  titel: 甲\n", 2, "titel"),
        ("a.md:\n  title: 甲\n  published: 2024-13-01\n", 3, "2024-13-01"),
        ("a.md:\n  published: 2024-02\n", 2, "2024-02-21"),
        ("a.md:\n  published: 自2024年2月1日起\n", 2, "日期"),
        ("a.md:\n  level: 国际\n", 2, "central"),
        ("a.md:\n  kind: law\n", 2, "regulation"),
        ("a.md:\n  kind:\n", 2, "不能为空"),
        ("a.md:\n  title: ''\n", 2, "不能为空"),
        ("a.md:\n  status: [in_force]\n", 2, "一个值"),
        ("a.md:\n  audience: [群一]\n", 2, "群一"),
        ("a.md:\n  title:\n    name: 甲\n", 3, "分层"),
        ("a.md:\n  title: 甲\nb.md: 乙\n", 3, "字段"),
        ("- a.md\n", 1, "文件路径"),
        ("a.md:\n  title: 甲\na.md:\n  title: 乙\n", 3, "两次"),
        ("a.md:\n  title: 甲\n  title: 乙\n", 3, "两次"),
        ("a.md:\n  title: 甲\n title: 乙\n", 3, "YAML"),
        ("a.md:\n  title: '甲\n", 3, "YAML"),
        ("? [a]\n: b\n", 1, "文字"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_the_remedy(tmp_path: Path, text: str, line: int, said: str) -> None:
    (tmp_path / "catalogue.yaml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        read_catalogue(tmp_path)
    message = str(caught.value)
    assert message.startswith(f"catalogue.yaml 第 {line} 行 ")
    assert said in message
    assert "请" in message
    assert "\n" not in message


def test_a_file_in_another_encoding_is_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "catalogue.yaml").write_bytes("甲.md:\n  title: 甲\n".encode("gb18030"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        read_catalogue(tmp_path)


@given(st.text(alphabet="a.md:\n titlepubshd[]{}'\"#&*!|>-?%@,~甲0124\t\x07", max_size=60))
def test_any_text_is_read_or_refused_in_one_line(text: str) -> None:
    said = ""
    try:
        parse_catalogue(text)
    except CatalogueError as error:
        said = str(error)
    assert "\n" not in said
