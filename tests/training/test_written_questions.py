"""The questions written by hand: their form, and that a broken line is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.knowledge.shared import SHARED, needs_laws
from training.corpus import read_corpus
from training.evaluation import article_key, exact_title
from training.written_questions import CASE, read_cases, read_written_questions


def test_every_question_is_one_once_and_asks() -> None:
    texts = [question.text for question in read_written_questions()]
    assert len(texts) == len(set(texts)) > 9000
    assert all(text.endswith("？") and 5 <= len(text) <= 80 for text in texts)


def test_every_case_is_one_once_and_has_its_articles() -> None:
    cases = read_cases()
    assert len({case.text for case in cases}) == len(cases) > 4000
    assert not {case.text for case in cases} & {question.text for question in read_written_questions()}
    assert sum(len(case.named) for case in cases) > 1.5 * len(cases)


@pytest.mark.parametrize(
    "line", ["摆摊要交钱吗？", "摆摊要交钱吗？\t集市条例", "摆摊？\t集市条例|第一条;", "\t集市条例|第一条"]
)
def test_a_case_without_its_articles_is_told(tmp_path: Path, line: str) -> None:
    path = tmp_path / "cases.tsv"
    path.write_text(f"摊位归谁管？\t集市条例|第一条;民法典|第二条\n{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2 is not a question"):
        read_cases(path)


def test_a_line_without_three_fields_is_told(tmp_path: Path) -> None:
    path = tmp_path / "written.tsv"
    path.write_text("集市条例\t第一条\t摆摊要交钱吗？\n集市条例\t第二条\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2 holds 2 fields"):
        read_written_questions(path)


@needs_laws
def test_every_question_is_about_an_article_that_is_there() -> None:
    corpus = read_corpus(SHARED)
    there = {article_key(article) for article in corpus.articles}
    exactly = {(exact_title(article.title), article.number) for article in corpus.articles}
    assert [question.id for question in corpus.written if not question.gold <= there] == []
    assert [case.id for case in corpus.written if case.id.startswith(CASE) and not case.named <= exactly] == []
