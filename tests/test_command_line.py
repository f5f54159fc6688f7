"""The command line as the contract that other programs read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.commands import CommandLine, json_lines, one_line
from tests.retrieval.small_library import RIVERS

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "河道巡查记录保存多久？"
UNRELATED = "火星探测器的发射窗口是哪天？"

CITATION = {"marker", "label", "title", "path", "quote", "source", "clause_id", "status"}
DOCUMENT = {"id", "title", "kind", "issuer", "level", "region", "published", "status", "source"}


# ── shapes ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ask_answers_with_citations(line: CommandLine) -> None:
    ended = line.run("ask", QUESTION, "--json")
    assert ended.code == 0
    answer = ended.json()
    assert {"id", "question", "status", "answer", "notes", "citations", "elapsed_ms"} <= answer.keys()
    assert (answer["id"], answer["question"], answer["status"]) == ("1", QUESTION, "answered")
    assert "三年" in answer["answer"]
    (citation,) = answer["citations"]
    assert citation.keys() >= CITATION
    assert citation["path"] == ["第二章 巡查", "第二条"]
    assert citation["source"] == "rivers.md"
    assert citation["quote"] in RIVERS
    assert citation["label"] == "《青禾县河道巡查办法》第二章第二条"
    assert citation["marker"] == "[1]"
    assert isinstance(answer["elapsed_ms"], float)
    assert answer["notes"] == []


def test_a_refusal_is_an_answer(line: CommandLine) -> None:
    ended = line.run("ask", UNRELATED, "--json")
    assert ended.code == 0
    assert ended.json()["status"] == "refused"
    assert ended.json()["citations"] == []
    assert ended.json()["answer"]


def test_search_gives_ranks_and_scores(line: CommandLine) -> None:
    ended = line.run("search", QUESTION, "-k", "2", "--json")
    assert ended.code == 0
    found = ended.json()
    assert found.keys() == {"id", "question", "results", "elapsed_ms"}
    assert len(found["results"]) == 2
    first, second = found["results"]
    assert first.keys() == {"clause_id", "title", "path", "label", "text", "source", "score", "ranks"}
    assert first["ranks"].keys() == {"dense", "keyword"}
    assert "三年" in first["text"]
    assert first["score"] >= second["score"]


def test_clauses_need_no_index(line: CommandLine) -> None:
    ended = line.run("clauses", "--json")
    assert ended.code == 0
    assert not line.data.exists()
    canteens, rivers = ended.rows()
    assert rivers.keys() == {"document", "clauses", "dropped"}
    assert rivers["document"].keys() >= DOCUMENT
    assert rivers["clauses"][0].keys() >= {"clause_id", "path", "label", "text", "parent"}
    assert [clause["path"][-1] for clause in rivers["clauses"]] == ["第一条", "第二条", "第三条"]
    assert all(dropped.keys() == {"text", "reason"} for dropped in rivers["dropped"])

    by_path, by_id = (
        line.run("clauses", "canteens.md", "--json"),
        line.run("clauses", canteens["document"]["id"], "--json"),
    )
    assert by_path.json() == by_id.json() == canteens


def test_documents_say_what_is_known_of_them(line: CommandLine) -> None:
    ended = line.run("documents", "--json")
    assert ended.code == 0
    canteens, rivers = ended.json()
    assert rivers.keys() >= DOCUMENT | {"clauses"}
    assert rivers["title"] == "青禾县河道巡查办法"
    assert rivers["issuer"] == "青禾县水务局"
    assert rivers["published"] == "2024-03-01"
    assert (canteens["clauses"], rivers["clauses"]) == (2, 3)


def test_index_counts_what_changed(line: CommandLine) -> None:
    first = line.run("index", "--json")
    assert first.code == 0
    report = first.json()
    assert report.pop("elapsed_ms") > 0
    assert report == {"added": 2, "changed": 0, "unchanged": 0, "removed": 0, "failed": [], "clauses": 5}
    (line.documents / "rivers.md").write_text(RIVERS.replace("三年", "五年"), encoding="utf-8")
    (line.documents / "canteens.md").unlink()
    (line.documents / "bad.txt").write_bytes(os.urandom(3000))
    report = line.run("index", "--json").json()
    assert (report["added"], report["changed"], report["removed"], report["clauses"]) == (0, 1, 1, 3)
    (failed,) = report["failed"]
    assert failed.keys() == {"source", "error"}
    assert failed["source"] == "bad.txt"
    assert line.run("index", "--rebuild", "--json").json()["clauses"] == 3


def test_ask_brings_the_index_up_to_date_and_says_what_failed_on_standard_error(line: CommandLine) -> None:
    assert "三年" in line.run("ask", QUESTION, "--json").json()["answer"]
    (line.documents / "rivers.md").write_text(RIVERS.replace("三年", "五年"), encoding="utf-8")
    (line.documents / "bad.txt").write_bytes(os.urandom(3000))
    ended = line.run("ask", QUESTION, "--json")
    assert "五年" in ended.json()["answer"]
    assert "bad.txt" in ended.err
    assert "Traceback" not in ended.err


# ── files of questions ─────────────────────────────────────────────────────────────────────────────────────────────


def test_json_lines_keep_their_ids_and_order(line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    rows = [
        {"id": "乙", "question": QUESTION},
        {"id": 7, "question": UNRELATED, "more": 1},
        {"question": "食堂账目多久公布？"},
    ]
    file.write_text("\ufeff" + json_lines(rows[:2]) + "\n" + json_lines(rows[2:]), encoding="utf-8")
    ended = line.run("ask", "--file", str(file), "--json")
    assert ended.code == 0
    assert [row["id"] for row in ended.rows()] == ["乙", 7, "4"]
    assert [row["question"] for row in ended.rows()] == [row["question"] for row in rows]
    assert [row["status"] for row in ended.rows()] == ["answered", "refused", "answered"]


def test_plain_lines_are_numbered_and_blank_ones_passed_over(line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "questions.txt"
    file.write_text(f"{QUESTION}\r\n\r\n食堂账目多久公布？\r\n", encoding="utf-8")
    for command in ("ask", "search"):
        rows = line.run(command, "--file", str(file), "--json").rows()
        assert [(row["id"], row["question"]) for row in rows] == [("1", QUESTION), ("3", "食堂账目多久公布？")]


def test_a_question_that_cannot_be_taken_does_not_end_the_others(line: CommandLine, tmp_path: Path) -> None:
    odd = ["", "巡" * 5000, "🙂", "河道\0巡查", "\ud800", "How long are inspection records kept?", "\n\t", QUESTION]
    file = tmp_path / "questions.jsonl"
    file.write_text(json_lines([{"id": n, "question": question} for n, question in enumerate(odd)]), encoding="utf-8")
    ended = line.run("ask", "--file", str(file), "--json")
    assert ended.code == 0
    rows = ended.rows()
    assert [row["id"] for row in rows] == list(range(len(odd)))
    assert [row["status"] for row in (rows[0], rows[1], rows[2], rows[4], rows[6])] == ["refused"] * 5
    assert all(row["answer"] for row in rows)
    assert "5000" in rows[1]["answer"]
    assert "三年" in rows[-1]["answer"]

    found = line.run("search", "--file", str(file), "--json")
    assert found.code == 0
    assert [row["id"] for row in found.rows()] == list(range(len(odd)))
    assert found.rows()[0]["results"] == []
    assert found.rows()[-1]["results"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (QUESTION.encode("gb18030"), "UTF-8"),
        (b'{"question": "a"}\n{"question"\n', "第 2 行"),
        (b'{"id": "x", "text": "a"}\n', "question"),
        (b'{"id": [1], "question": "a"}\n', "id"),
        (None, "打不开"),
    ],
)
def test_a_file_that_is_no_list_of_questions_is_one_line(
    line: CommandLine, tmp_path: Path, content: bytes | None, told: str
) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)
    ended = line.run("ask", "--file", str(file), "--json")
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended.err)
    assert told in ended.err


def test_standard_input_is_asked_line_by_line(line: CommandLine) -> None:
    ended = line.run("ask", "--json", stdin=f"{QUESTION}\n\n{UNRELATED}".encode())
    assert ended.code == 0
    assert [(row["id"], row["status"]) for row in ended.rows()] == [("1", "answered"), ("3", "refused")]


def test_bytes_that_are_no_text_do_not_end_standard_input(line: CommandLine) -> None:
    ended = line.run("ask", "--json", stdin=b"\xff\xfe\xc4\n" + QUESTION.encode())
    assert ended.code == 0
    assert [row["status"] for row in ended.rows()] == ["refused", "answered"]


# ── wrong usage and wrong settings ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["ask", "--colour"], "没有选项 --colour"),
        (["answer"], "没有命令 answer"),
        (["ask", "一句", "两句"], "多出参数 两句"),
        (["search", "-k", "abc", "x"], "-k 的值应为整数"),
        (["search", "-k", "0", "x"], "-k 的值最小为 1"),
        (["search", "-k", "1001", "x"], "-k 的值最大为 1000"),
        (["ask", "--file"], "选项 --file 后面缺少值"),
        (["ask", "一句", "--file", "questions.txt"], "只能给一个"),
        (["clauses", "nobody.md"], "nobody.md"),
        (["ask", ""], "空"),
        (["ask", "  \0 "], "空"),
        (["search", ""], "空"),
        (["ask", "巡" * 5000], "5000"),
        (["telegram"], "TELEGRAM_BOT_TOKEN"),
    ],
)
def test_wrong_usage_is_one_line_and_2(line: CommandLine, arguments: list[str], told: str) -> None:
    ended = line.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended.err)
    assert told in ended.err


@pytest.mark.parametrize("command", ["ask x", "index", "documents", "clauses", "search x", "chat"])
def test_a_missing_folder_is_one_line_and_2(line: CommandLine, tmp_path: Path, command: str) -> None:
    missing = str(tmp_path / "nowhere")
    ended = line.bare("--documents", missing, "--data", str(line.data), *command.split(" "))
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended.err)
    assert missing in ended.err


def test_a_folder_that_is_a_file_is_one_line_and_2(line: CommandLine) -> None:
    ended = line.bare("--documents", str(line.documents / "rivers.md"), "documents")
    assert ended.code == 2
    assert "不是文件夹" in ended.err


def test_a_wrong_setting_is_one_line_and_2(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWEN_ADMIN_IDS", "张三")
    ended = line.run("documents")
    assert ended.code == 2
    assert one_line(ended.err)
    assert "ZHENGWEN_ADMIN_IDS" in ended.err


def test_a_failure_is_one_line_and_1(line: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = line.bare("--documents", str(line.documents), "--data", str(tmp_path / "file" / "data"), "ask", "x")
    assert ended.code == 1
    assert one_line(ended.err)
    assert "无法写入" in ended.err

    (line.documents / "catalogue.yaml").write_text("rivers.md:\n  titel: 甲\n", encoding="utf-8")
    for command in ("index", "documents", "clauses"):
        ended = line.run(command, "--json")
        assert (ended.code, ended.out) == (1, "")
        assert one_line(ended.err)
        assert "第 2 行" in ended.err


def test_unreadable_files_do_not_hide_the_good_ones(line: CommandLine) -> None:
    (line.documents / "bad.txt").write_bytes(os.urandom(3000))
    for command in ("documents", "clauses"):
        ended = line.run(command, "--json")
        assert ended.code == 0
        assert ended.rows()
        assert "bad.txt" in ended.err
    for name in ("rivers.md", "canteens.md"):
        (line.documents / name).unlink()
    assert line.run("documents", "--json").code == 1


def test_options_are_variables_too(line: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENGWEN_DOCUMENTS_DIR", str(line.documents))
    monkeypatch.setenv("ZHENGWEN_DATA_DIR", str(line.data))
    assert len(line.bare("documents", "--json").json()) == 2


# ── for people ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_people_read_the_answer_first_and_the_quote_under_it(line: CommandLine) -> None:
    ended = line.run("ask", QUESTION)
    assert ended.code == 0
    assert ended.out.index("三年") < ended.out.index("《青禾县河道巡查办法》第二章第二条")
    assert "第二条 河道巡查人员每月巡查不少于两次，巡查记录保存三年。" in ended.out
    for command, words in (
        ("documents", "青禾县水务局"),
        ("clauses", "第三条"),
        ("index", "共 5 条"),
        ("search x", "名次"),
    ):
        shown = line.run(*command.split())
        assert shown.code == 0
        assert words in shown.out


def test_a_piped_chat_answers_line_by_line_and_ends(line: CommandLine) -> None:
    lines = [QUESTION, "/source 1", "/documents", "/reset", "/help", "/exit", "nobody asks this"]
    for arguments in ([], ["chat"]):
        ended = line.run(*arguments, stdin="\n".join(lines).encode())
        assert ended.code == 0
        assert f"问：{QUESTION}" in ended.out
        assert "发现违法建筑的" in ended.out
        assert "共 2 份文件" in ended.out
        assert "nobody asks this" not in ended.out
    failed = line.run("chat", stdin=("巡" * 2000 + f"\n{QUESTION}\n").encode())
    assert failed.code == 1
    assert "上限" in failed.out
    assert "三年" in failed.out
