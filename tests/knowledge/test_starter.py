"""The starter documents: each fact stands in the press document it is taken from, and the checker can fail."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml

from tests.knowledge.starter_facts import (
    EVIDENCE,
    SOURCES,
    STARTER,
    Digest,
    Sources,
    check,
    facts,
    read_digest,
    read_evidence,
    read_sources,
)

DIGESTS = sorted(STARTER.glob("*.md"))
REQUIRED = {"title", "issuer", "level", "region", "published", "kind", "status", "source"}
OPINION = "巡视整改和成果运用意见要点.md"
PUYANG = "濮阳市委巡察工作做法.md"

needs_sources = pytest.mark.skipif(
    not SOURCES.is_dir(),
    reason="the press documents are not here: they stand beside the repository, in shared/documents",
)


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(SOURCES)


def checked(digest: Digest, sources: Sources) -> list[str]:
    return check(digest, read_evidence()[digest.name], sources)


def doctored(name: str, number: str, old: str, new: str) -> Digest:
    digest = read_digest(STARTER / name)
    old, new = (unicodedata.normalize("NFKC", text) for text in (old, new))
    assert old in digest.clauses[number]
    return replace(digest, clauses={**digest.clauses, number: digest.clauses[number].replace(old, new, 1)})


def test_there_is_a_digest_for_each_press_document() -> None:
    assert len(DIGESTS) >= 5
    assert {read_evidence()[path.name]["sources"][0] for path in DIGESTS} == {"000", "001", "002", "003", "004"}


@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_digest_is_described_numbered_and_named_a_digest(path: Path) -> None:
    digest = read_digest(path)
    assert digest.front.keys() >= REQUIRED
    assert isinstance(digest.front["published"], date | None)
    assert "摘编" in str(digest.front["title"])
    assert "不是" in digest.body.split("\n>")[1]
    assert "为准" in digest.body.split("\n>")[1]
    numerals = "一二三四五六七八九"
    tens = ["", "十", "二十"]
    expected = [tens[n // 10] + (numerals[n % 10 - 1] if n % 10 else "") for n in range(1, len(digest.clauses) + 1)]
    assert list(digest.clauses) == expected


@needs_sources
@pytest.mark.parametrize("path", DIGESTS, ids=lambda path: path.stem)
def test_every_fact_stands_in_the_source(path: Path, sources: Sources) -> None:
    assert checked(read_digest(path), sources) == []


@needs_sources
@pytest.mark.parametrize(
    ("name", "number", "old", "new"),
    [
        pytest.param("巡视工作条例修订要点.md", "十四", "6个月", "3个月", id="a wrong period"),
        pytest.param("巡视工作条例修订要点.md", "四", "8项", "6项", id="a figure that stands elsewhere"),
        pytest.param("中央巡视工作规划要点.md", "一", "2027", "2026", id="a wrong year"),
        pytest.param("中央巡视工作规划要点.md", "二", "围绕中心", "围绕大局", id="a wrong principle"),
        pytest.param(OPINION, "十一", "1个月", "3个月", id="a period of another clause"),
        pytest.param(OPINION, "八", "同级纪检监察机关", "组织部门", id="a wrong organ"),
        pytest.param("黑龙江省委巡视工作规划要点.md", "五", "市（地）13个", "市（地）125个", id="figures exchanged"),
        pytest.param(PUYANG, "八", "95%", "96.4%", id="a rate of another clause"),
        pytest.param(PUYANG, "七", "市委组织部", "市委宣传部", id="an unnamed organ"),
    ],
)
def test_a_doctored_clause_is_found(name: str, number: str, old: str, new: str, sources: Sources) -> None:
    wrong = checked(doctored(name, number, old, new), sources)
    assert any(f"第{number}条" in line for line in wrong)


@needs_sources
def test_organs_exchanged_are_found(sources: Sources) -> None:
    digest = doctored(OPINION, "八", "组织部门和巡视办", "纪检监察机关和巡视办")
    digest = replace(
        digest, clauses={**digest.clauses, "八": digest.clauses["八"].replace("同级纪检监察机关", "组织部门", 1)}
    )
    assert any("第八条" in line for line in checked(digest, sources))


@needs_sources
def test_evidence_doctored_along_with_the_clause_is_found_in_the_source(sources: Sources) -> None:
    digest = doctored(OPINION, "十一", "1个月", "3个月")
    told = yaml.safe_load(EVIDENCE.read_text("utf-8").replace("审核 + 1个月", "审核 + 3个月"))[OPINION]
    assert told["clauses"]["十一"] != read_evidence()[OPINION]["clauses"]["十一"]
    assert any("no source sentence" in line for line in check(digest, told, sources))


@needs_sources
@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("issuer", "吉林省委办公厅"),
        ("region", "吉林"),
        ("published", date(2022, 6, 15)),
        ("title", "规划（2021—2026年）"),
    ],
)
def test_doctored_front_matter_is_found(key: str, value: object, sources: Sources) -> None:
    digest = read_digest(STARTER / "黑龙江省委巡视工作规划要点.md")
    assert checked(replace(digest, front={**digest.front, key: value}), sources) != []


@needs_sources
def test_a_copied_sentence_is_found(sources: Sources) -> None:
    sentence = max(sources.sentences["003"], key=len)[:60]
    digest = read_digest(STARTER / PUYANG)
    wrong = checked(replace(digest, body=f"{digest.body}\n{sentence}"), sources)
    assert any("copied" in line for line in wrong)


def test_facts_of_a_clause_in_their_order() -> None:
    clause = "巡视办应当在3个月内报送：\n（一）三轮评估的情况；\n（二）整改率95%，参照《甲办法》。"
    assert facts(clause) == ["巡视办", "3个月", "报送", "“三轮评估的情况”", "整改率", "95%", "《甲办法》"]
