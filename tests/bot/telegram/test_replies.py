from __future__ import annotations

from bot.telegram.markup import to_html, to_plain
from bot.telegram.replies import LEAD_CHARACTERS, answer_spans, clause_spans, report_spans
from knowledge.values import Status
from retrieval.values import Answer, AnswerStatus, ClauseView, IndexReport
from tests.bot.telegram.standin import CLAUSES, RULE, citation


def test_the_nearest_clauses_are_shown_in_a_line_each() -> None:
    leads = (citation(CLAUSES[0], "[1]"), citation(CLAUSES[1], "[2]", quote="（一）甲；\n（二）" + "乙" * 200))

    text = to_plain(answer_spans(Answer(question="？", status=AnswerStatus.REFUSED, text="没有查到。", leads=leads)))

    assert text.splitlines()[0] == "没有查到。"
    assert "不一定能回答" in text
    assert CLAUSES[0].text in text
    assert f"（一）甲； （二）{'乙' * (LEAD_CHARACTERS - 9)}…" in text


def test_a_clause_names_its_document_once_and_what_took_its_place() -> None:
    document = RULE.model_copy(update={"status": Status.SUPERSEDED, "superseded_by": "新办法"})
    view = ClauseView(document=document, clause=CLAUSES[1], previous=CLAUSES[0], next=CLAUSES[2])

    text = to_plain(clause_spans(view))

    assert text.count("《巡视整改办法》") == 1
    assert "上一条　第一条\n" in text
    assert "下一条　第三条\n" in text
    assert "已被替代（新办法）" in text


def test_a_report_names_a_failed_file_once() -> None:
    report = IndexReport(failed=(("a.pdf", "a.pdf：打不开"), ("b.pdf", "没有文字")))

    text = to_plain(report_spans(report))

    assert "· a.pdf：打不开\n· b.pdf：没有文字" in text


def test_nothing_in_a_document_becomes_markup() -> None:
    odd = citation(CLAUSES[0], "[1]", quote="<b>粗</b> & </blockquote>")
    answer = Answer(question="？", status=AnswerStatus.ANSWERED, text="1 < 2", citations=(odd,))

    assert "1 &lt; 2" in to_html(answer_spans(answer))
    assert "<blockquote>&lt;b&gt;粗&lt;/b&gt; &amp; &lt;/blockquote&gt;</blockquote>" in to_html(answer_spans(answer))
