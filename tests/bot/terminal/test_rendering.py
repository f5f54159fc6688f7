"""What is drawn is what the documents say, whatever characters they use."""

from __future__ import annotations

import io
from datetime import date

import pytest
from rich.cells import cell_len
from rich.console import Console, RenderableType

from bot.terminal.console import terminal_console
from bot.terminal.progress import indexing_progress
from bot.terminal.rendering import (
    answer_view,
    clauses_view,
    documents_view,
    print_error,
    report_view,
    results_view,
    shorten,
)
from knowledge.values import Clause, Document, Dropped, Kind, Level, ParsedDocument, Status
from retrieval.values import Answer, AnswerStatus, Citation, IndexReport, Ranks, SearchResult

ODD = "第一条 [bold]不是[/bold]标记，:smile: 也不是，[/] 亦然。"


def drawn(view: RenderableType) -> str:
    console = Console(file=io.StringIO(), width=200)
    console.print(view)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def citation(status: Status = Status.IN_FORCE) -> Citation:
    return Citation(
        marker="[1]", label="《甲办法》第一条", title="甲办法", path=("第一条",), quote=ODD, source="a.md",
        clause_id="c1", status=status, number="甲发〔2024〕5号", date="2024-03-01",
    )  # fmt: skip


def test_a_quote_is_drawn_word_for_word() -> None:
    answer = Answer(
        question="?", status=AnswerStatus.ANSWERED, text=ODD, notes=("此前为[三]年",), citations=(citation(),)
    )
    shown = drawn(answer_view(answer))
    assert shown.count(ODD) == 2
    assert "注意：此前为[三]年" in shown
    assert "[1] 《甲办法》第一条" in shown
    assert "甲发〔2024〕5号　2024-03-01　现行有效" in shown


def test_a_quote_keeps_its_margin_and_is_not_filled_up() -> None:
    quoted = citation().model_copy(update={"quote": "问：多久？\n答：" + "三个月，" * 60 + "不含假日。"})
    answer = Answer(question="?", status=AnswerStatus.ANSWERED, text="答", citations=(quoted,))
    lines = drawn(answer_view(answer)).splitlines()
    assert lines == [line.rstrip() for line in lines]
    body = lines[lines.index("    问：多久？") :]
    assert len(body) > 2
    assert all(line.startswith("    ") and cell_len(line) <= 200 for line in body)


@pytest.mark.parametrize(("status", "said"), [(Status.SUPERSEDED, "已被替代"), (Status.REPEALED, "已废止")])
def test_what_is_no_longer_in_force_says_so(status: Status, said: str) -> None:
    answer = Answer(question="?", status=AnswerStatus.ANSWERED, text="答", citations=(citation(status),))
    assert said in drawn(answer_view(answer))


def test_a_refusal_shows_where_to_look_and_no_quote() -> None:
    answer = Answer(question="?", status=AnswerStatus.REFUSED, text="没有找到。", leads=(citation(),))
    shown = drawn(answer_view(answer))
    assert "不能作为答案" in shown
    assert "《甲办法》第一条" in shown
    assert ODD not in shown


def clause(id_: str, text: str, *path: str, parent: str | None = None) -> Clause:
    return Clause(
        id=id_, document_id="d1", title="甲办法", path=("第一章", *path), label="", text=text, start=0, end=len(text),
        parent=parent,
    )  # fmt: skip


def test_clauses_are_a_tree_and_what_was_dropped_is_under_it() -> None:
    document = Document(id="d1", title="甲办法", kind=Kind.NOTICE, source="a.md", content_hash="0")
    clauses = (
        clause("c1", ODD, "第一条"),
        clause("c2", ODD.replace("第一条", "（一）"), "第一条", "（一）", parent="c1"),
    )
    dropped = (Dropped(text="[分享]", reason="菜单"),)
    parsed = ParsedDocument(document=document, text=ODD, clauses=clauses, dropped=dropped)
    lines = drawn(clauses_view(parsed)).splitlines()
    depth = [line.index(words) for line, words in zip(lines, ("甲办法", "第一章", "第一条", "（一）"), strict=False)]
    assert depth == sorted(set(depth))
    assert "[bold]不是[/bold]" in lines[2]
    assert "[菜单] [分享]" in lines[-1]


@pytest.mark.parametrize("width", [80, 120])
def test_every_clause_is_one_line_of_the_terminal_with_its_id(width: int) -> None:
    document = Document(id="d1", title="甲办法", kind=Kind.NOTICE, source="a.md", content_hash="0")
    clauses = tuple(clause(f"{n:024x}", f"第{n}条 " + "渡口应当安全，" * 20 + "\n第二款。", f"第{n}条") for n in (1, 2))
    parsed = ParsedDocument(document=document, text="", clauses=clauses)
    console = Console(file=io.StringIO(), width=width)
    console.print(clauses_view(parsed))
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert len(lines) == 4
    assert max(cell_len(line) for line in lines) <= width
    assert [line.split()[-1] for line in lines[2:]] == [one.id for one in clauses]
    assert all(f"第{n}条 渡口应当安全" in lines[n + 1] for n in (1, 2))


@pytest.mark.parametrize("width", [80, 120])
def test_the_table_of_documents_has_room_for_titles(width: int) -> None:
    title = "白水县人民政府关于加强渡口安全管理工作的若干意见"
    document = Document(
        id="d1", title=title, kind=Kind.NOTICE, issuer="白水县人民政府", level=Level.COUNTY, region="白水",
        published=date(2024, 5, 1), source="a.md", content_hash="0",
    )  # fmt: skip
    console = Console(file=io.StringIO(), width=width)
    console.print(documents_view([(document, 12)]))
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert max(cell_len(line) for line in lines) <= width
    shown = "\n".join(lines)
    for words in (title[:20], "白水县人民政府", "通知", "县级", "白水", "2024-05-01", "12", "a.md"):
        assert words in shown


def test_a_report_names_each_failure() -> None:
    report = IndexReport(added=("a.md",), failed=(("b.txt", "b.txt：不是文本[文件]"),), clauses=3, elapsed_ms=1500)
    assert drawn(report_view(report)).splitlines() == [
        "新增 1，更新 0，未变 0，移除 0，失败 1；共 3 条，用时 1.5 秒",
        "失败：b.txt：不是文本[文件]",
    ]


def test_long_text_is_shortened_to_a_line() -> None:
    assert shorten("一\n二  三", 10) == "一 二 三"
    assert shorten("一二三四五", 4) == "一二三…"


def test_an_error_is_one_line_however_long() -> None:
    console = Console(file=io.StringIO(), width=20)
    print_error(console, "很长的一句话" * 20)
    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue().count("\n") == 1


def test_nothing_is_drawn_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    with indexing_progress(terminal_console(stderr=True)) as progress:
        progress(1, 2, "a.md")
        progress(2, 2, "embedding")
    assert capsys.readouterr() == ("", "")


def test_both_bars_are_drawn_for_a_person() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    with indexing_progress(console) as progress:
        progress(2, 2, "a.md")
        progress(16, 32, "embedding")
    assert isinstance(console.file, io.StringIO)
    assert "读取文件" in console.file.getvalue()
    assert "编制索引" in console.file.getvalue()


def test_a_clause_that_only_another_refers_to_says_so() -> None:
    document = Document(id="d1", title="甲办法", kind=Kind.REGULATION, source="a.md", content_hash="0")
    ranked = SearchResult(
        clause=clause("c1", "第一条 字", "第一条"), document=document, score=1.0, ranks=Ranks(dense=2)
    )
    referred_to = SearchResult(clause=clause("c1", "第一条 字", "第一条"), document=document, score=0.5, ranks=Ranks())
    first, second = drawn(results_view([ranked, referred_to])).splitlines()[1:]
    assert "2/-" in first
    assert "被引用" in second
