"""Scoring by hand-made answers and rankings, and the same figures as the shared scorers give for them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from bot.terminal.evaluation_questions import read_question_set
from bot.terminal.payloads import answer_payload
from knowledge.values import Clause, Document, Kind, Status
from retrieval.evaluation import (
    AnswerQuestion,
    GoldArticle,
    StatuteQuestion,
    Tally,
    answer_figures,
    article_number,
    figures_by_kind,
    law_name,
    percentile,
    score_answer,
    score_statute,
    squeeze,
    statute_figures,
)
from retrieval.values import Answer, AnswerStatus, Citation, Ranks, SearchResult
from tests.commands import json_lines

SHARED = Path(__file__).resolve().parents[3] / "shared"
EVALUATION = SHARED / "evaluation"
needs_shared = pytest.mark.skipif(
    not EVALUATION.exists(), reason="the shared questions and scorers are not beside this checkout"
)

QUESTION = AnswerQuestion("q1", "记录保存多久？", "deadline", (("三年", "3年"), ("巡查",)), ("rivers",))


def said(text: str, source: str = "a/rivers.md", status: AnswerStatus = AnswerStatus.ANSWERED) -> Answer:
    citation = Citation(
        marker="[1]", label="", title="", path=(), quote=text, source=source, clause_id="c", status=Status.IN_FORCE
    )
    citations = (citation,) if source and status is AnswerStatus.ANSWERED else ()
    return Answer(question="", status=status, text=text, citations=citations, elapsed_ms=7.0)


def found(title: str, path: Sequence[str] = (), source: str = "rivers.md") -> SearchResult:
    document = Document(id="d", title=title, kind=Kind.REGULATION, source=source, content_hash="0")
    clause = Clause(
        id="c", document_id="d", title=title, path=tuple(path), label=title, text="文", start=0, end=1, parent=None
    )
    return SearchResult(clause=clause, document=document, score=1.0, ranks=Ranks())


@pytest.mark.parametrize(
    ("answer", "correct", "cited", "reason"),
    [
        (said("巡查记录保存 3 年。"), True, True, ""),
        (said("巡查记录保存３年。"), True, True, ""),
        (said("记录保存三年。"), False, True, "缺少：巡查"),
        (said("巡查记录保存三年。", "canteens.md"), True, False, "canteens.md"),
        (said("巡查记录保存三年。", ""), True, False, "没有出处"),
        (said("巡查记录保存三年。" + "长" * 500), False, True, "上限 500"),
        (said("巡查记录保存三年。", status=AnswerStatus.REFUSED), False, False, "被拒答"),
    ],
)
def test_an_answer_is_scored_by_its_words_its_length_and_its_first_citation(
    answer: Answer, correct: bool, cited: bool, reason: str
) -> None:
    scored = score_answer(QUESTION, answer, ())
    assert (scored.correct, scored.cited) == (correct, cited)
    assert reason in scored.reason
    assert bool(scored.reason) is not (correct and cited)


def test_what_has_no_answer_has_to_be_refused() -> None:
    question = AnswerQuestion("q2", "火星上呢？", "unanswerable")
    assert score_answer(question, said("三年"), ()).reason
    assert not score_answer(question, said("没有", status=AnswerStatus.REFUSED), ()).reason


def test_figures_count_answerable_and_unanswerable_questions_apart() -> None:
    nothing = AnswerQuestion("q2", "火星上呢？", "unanswerable")
    results = [found("别的", source="b/other.md")] * 5 + [found("河道", source="b/rivers.md")]
    scored = [
        score_answer(QUESTION, said("巡查三年"), results),
        score_answer(QUESTION, said("不知道"), ()),
        score_answer(nothing, said("没有", status=AnswerStatus.REFUSED), results),
    ]
    figures = answer_figures(scored)
    assert figures.questions == 3
    assert figures.recall == {5: Tally(0, 2), 10: Tally(1, 2)}
    assert (figures.correct, figures.cited, figures.full) == (Tally(1, 2), Tally(2, 2), Tally(1, 2))
    assert figures.refused == Tally(1, 1)
    assert (figures.median_ms, figures.p95_ms) == (7.0, 7.0)
    by_kind = figures_by_kind(scored)
    assert list(by_kind) == ["deadline", "unanswerable"]
    assert by_kind["deadline"].refused == Tally(0, 0)


def test_a_ranking_is_scored_by_law_and_article() -> None:
    question = StatuteQuestion("s", "？", (GoldArticle("刑法", "第二条"), GoldArticle("民法典", "第三条")))
    results = [
        found("中华人民共和国刑法（2023年修正）", ["第一章", "第一条"]),
        found("中华人民共和国刑法", ["第一章", "第一条"]),
        found("《中华人民共和国刑法》", ["第一章", "第二条 名称", "第一款"]),
        found("继承编", ["第三条"]),
    ]
    scored = score_statute(question, results, 4.0)
    # Both versions of one article take the first place together.
    assert scored.places == (2, 3)
    figures = statute_figures([scored, score_statute(question, results[2:], 6.0), score_statute(question, (), 8.0)])
    assert (figures.questions, figures.median_ms) == (3, 6.0)
    assert figures.hit == pytest.approx(1 / 3)
    assert figures.reciprocal == pytest.approx((1 / 2 + 1) / 3)
    assert figures.recall == pytest.approx({1: 0.5 / 3, 5: 2 / 3, 10: 2 / 3, 20: 2 / 3})


def test_no_questions_are_no_error() -> None:
    assert statute_figures(()).hit == 0
    assert answer_figures(()).full == Tally(0, 0)


def test_names_numbers_and_words_in_their_bare_form() -> None:
    assert law_name("《中华人民共和国水法》") == law_name("水法(2016年修正)") == "水法"
    assert law_name("中华人民共和国民法典") == law_name("婚姻家庭") == "民法典"
    assert article_number(["第三章 第一节", "第 十 条之一 内容", "第二款"]) == "第十条之一"
    assert article_number(["一、总则"]) == ""
    assert squeeze(" 2020—2024年 “五年”\n") == "2020-2024年五年"


def test_percentiles_are_interpolated() -> None:
    assert percentile([], 95) == 0
    assert percentile([3.0], 95) == 3
    assert percentile([1.0, 2.0, 3.0], 50) == 2
    assert percentile([float(n) for n in range(101)], 95) == pytest.approx(95)


# ── the shared scorers ─────────────────────────────────────────────────────────────────────────────────────────────


def shared_figures(*arguments: Path | str) -> Any:
    """What a shared scorer prints."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments), "--json"], stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


@needs_shared
def test_answers_get_the_figures_of_the_shared_scorer(tmp_path: Path) -> None:
    file = EVALUATION / "questions.jsonl"
    questions = read_question_set(file).answers
    answers = [_one_of_six(n, question) for n, question in enumerate(questions)]
    rows = [answer_payload(one.id, answer) for one, answer in zip(questions, answers, strict=True)]
    (tmp_path / "answers.jsonl").write_text(json_lines(rows), encoding="utf-8")
    theirs = shared_figures(EVALUATION / "score_answers.py", file, tmp_path / "answers.jsonl", SHARED / "documents")
    scored = [score_answer(question, answer, ()) for question, answer in zip(questions, answers, strict=True)]
    ours = answer_figures(scored)
    for name, tally in (
        ("correct", ours.correct), ("cited", ours.cited), ("full", ours.full), ("refused", ours.refused),
    ):  # fmt: skip
        assert [tally.hits, tally.of] == theirs[name], name
        assert 0 < tally.hits < tally.of, "the answers are to differ"
    kinds = {
        kind: [(f.refused if kind == "unanswerable" else f.full).hits, f.questions]
        for kind, f in figures_by_kind(scored).items()
    }
    assert kinds == theirs["kinds"]


def _one_of_six(number: int, question: AnswerQuestion) -> Answer:
    """A right answer, or one that is wrong in one of several ways."""
    words = " ".join(group[-1] for group in question.answer_must_contain)
    source = f"{question.documents[0]}.txt" if question.documents else "none.txt"
    match number % 6:
        case 0 | 1:
            return said(f"“{words}”", source)
        case 2:
            return said(words + "长" * 600, source)
        case 3:
            return said(words, "elsewhere.txt")
        case 4:
            return said(words, source, AnswerStatus.REFUSED)
        case _:
            return said("别的", source)


@needs_shared
def test_rankings_get_the_figures_of_the_shared_scorer(tmp_path: Path) -> None:
    file = EVALUATION / "quick_statute_questions.jsonl"
    questions = read_question_set(file).statutes
    strangers = [found(f"中华人民共和国某{n}法", ["第一章", f"第{'一二三四五六七八九'[n % 9]}条"]) for n in range(24)]
    depths = cycle((0, 0, 1, 3, 7, 12, 19, 23, 24))
    rankings = []
    for question, depth in zip(questions, depths, strict=False):
        gold = [found(f"中华人民共和国{pair.law}（2020年修正）", [pair.article]) for pair in question.gold]
        rankings.append((strangers[:depth] + gold + gold[:1] + strangers[depth:])[:20])
    rows = [
        {"id": one.id, "results": [{"title": r.clause.title, "path": r.clause.path} for r in ranking]}
        for one, ranking in zip(questions, rankings, strict=True)
    ]
    (tmp_path / "results.jsonl").write_text(json_lines(rows), encoding="utf-8")
    theirs = shared_figures(EVALUATION / "score_statutes.py", file, tmp_path / "results.jsonl")
    ours = statute_figures([score_statute(q, ranking, 0.0) for q, ranking in zip(questions, rankings, strict=True)])
    figures = {"hit@1": ours.hit, "MRR@10": ours.reciprocal} | {f"recall@{k}": v for k, v in ours.recall.items()}
    assert {name: theirs[name] for name in figures} == {name: round(value, 4) for name, value in figures.items()}
    assert ours.questions == theirs["questions"]
    assert 0 < ours.hit < 1
