"""`evaluate` on a question file of one's own: the table, the JSON, the report, and files that are none."""

from __future__ import annotations

import os
from html.parser import HTMLParser
from pathlib import Path

import pytest

from retrieval.embedders import Embedder
from tests.commands import CommandLine, json_lines, one_line
from tests.conftest import WriteFolder
from tests.retrieval.small_library import CANTEENS, RIVERS

GOOD = {
    "id": "q1",
    "question": "河道巡查记录保存多久？",
    "kind": "deadline",
    "answer_must_contain": [["三年", "3年"]],
    "documents": ["rivers"],
}
WRONG = GOOD | {"id": 2, "kind": "number", "answer_must_contain": [["<b>九年</b>"]]}
UNANSWERABLE = {"id": "q3", "question": "火星探测器的发射窗口是哪天？", "kind": "unanswerable"}
STATUTE = {
    "id": "s1",
    "question": "河道巡查每月几次？",
    "gold": [{"law": "青禾县河道巡查办法", "article": "第二条"}],
}
STRANGE_STATUTE = STATUTE | {"id": "s2", "gold": [{"law": "水法", "article": "第一条"}]}


@pytest.fixture
def line(
    write_folder: WriteFolder,
    tmp_path: Path,
    embedder: Embedder,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> CommandLine:
    for name in [name for name in os.environ if name.startswith("ZHENGWEN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("retrieval.assistant.load_embedder", lambda _name: embedder)
    return CommandLine(
        write_folder({"rivers.md": RIVERS, "canteens.md": CANTEENS}), tmp_path / "data", monkeypatch, capsys
    )


def written(folder: Path, *rows: object) -> str:
    path = folder / "questions.jsonl"
    path.write_text(json_lines(rows), encoding="utf-8")
    return str(path)


def test_answers_are_scored_as_json(line: CommandLine, tmp_path: Path) -> None:
    ended = line.run("evaluate", written(tmp_path, GOOD, WRONG, UNANSWERABLE), "--json")
    assert ended.code == 0
    figures = ended.json()
    latency = figures.pop("latency_ms")
    assert 0 < latency["median"] <= latency["p95"]
    kinds = figures.pop("kinds")
    (failure,) = figures.pop("failures")
    assert figures == {
        "questions": 3,
        "recall@5": [2, 2],
        "recall@10": [2, 2],
        "correct": [1, 2],
        "cited": [2, 2],
        "full": [1, 2],
        "refused": [1, 1],
    }
    assert list(kinds) == ["deadline", "number", "unanswerable"]
    assert (kinds["deadline"]["full"], kinds["number"]["full"]) == ([1, 1], [0, 1])
    assert kinds["unanswerable"]["refused"] == [1, 1]
    assert failure.keys() == {"id", "question", "reason", "answer"}
    assert (failure["id"], failure["question"]) == (2, GOOD["question"])
    assert "九年" in failure["reason"]
    assert "三年" in failure["answer"]


def test_statutes_are_scored_as_json(line: CommandLine, tmp_path: Path) -> None:
    figures = line.run("evaluate", written(tmp_path, STATUTE, STRANGE_STATUTE), "--json").json()
    assert figures.pop("latency_ms").keys() == {"median", "p95"}
    (failure,) = figures.pop("failures")
    assert failure["id"] == "s2"
    assert failure["answer"].startswith("《青禾县河道巡查办法》")
    assert figures.pop("questions") == 2
    assert figures == dict.fromkeys(("hit@1", "MRR@10", "recall@1", "recall@5", "recall@10", "recall@20"), 0.5)


def test_people_read_a_table_and_the_failures(line: CommandLine, tmp_path: Path) -> None:
    ended = line.run("evaluate", written(tmp_path, GOOD, WRONG, UNANSWERABLE))
    assert ended.code == 0
    assert "deadline" in ended.out
    assert "失败 1 题" in ended.out
    assert "九年" in ended.out
    assert "没有失败的题" in line.run("evaluate", written(tmp_path, GOOD)).out
    assert "召回@20" in line.run("evaluate", written(tmp_path, STATUTE)).out


class _Page(HTMLParser):
    """The tags, the addresses and the words of a page."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str | None] = []
        self.words = ""
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value for name, value in attrs if name in ("src", "href")]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize("rows", [(GOOD, WRONG, UNANSWERABLE), (STATUTE, STRANGE_STATUTE)])
def test_the_report_is_one_escaped_page_that_loads_nothing(
    line: CommandLine, tmp_path: Path, rows: tuple[dict[str, object], ...]
) -> None:
    report = tmp_path / "report.html"
    marked = rows[0] | {"question": "<script>alert(1)</script>河道巡查记录保存多久？"}
    ended = line.run("evaluate", written(tmp_path, marked, *rows[1:]), "--report", str(report), "--json")
    assert ended.code == 0
    assert ended.json()["questions"] == len(rows)
    content = report.read_text(encoding="utf-8")
    page = _Page(content)
    assert page.addresses == []
    assert not {"script", "link", "img", "b2"} & set(page.tags)
    assert "url(" not in content
    assert "<script>alert(1)</script>" in page.words
    assert page.tags.count("details") == len(rows)
    # The failure stands first, opened.
    assert content.index("<details open>") < content.index("<details>")
    assert "失败 1 题" in page.words


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "空"),
        ("plain words\n", "第 1 行"),
        ("[1]\n", "第 1 行"),
        (json_lines([GOOD, {"id": 1, "question": "问"}]), "第 2 行缺少 kind"),
        (json_lines([GOOD | {"answer_must_contain": "三年"}]), "answer_must_contain"),
        (json_lines([GOOD | {"answer_must_contain": []}]), "unanswerable"),
        (json_lines([GOOD | {"documents": []}]), "documents"),
        (json_lines([GOOD, GOOD]), "第 2 行"),
        (json_lines([GOOD, UNANSWERABLE, STATUTE]), "第 3 行"),
        (json_lines([STATUTE | {"gold": []}]), "gold"),
        (json_lines([STATUTE | {"gold": [{"law": "水法"}]}]), "gold"),
        ('{"id": ' + "[" * 5000 + "\n", "第 1 行"),
    ],
)
def test_a_file_of_another_form_is_one_line_and_2(line: CommandLine, tmp_path: Path, content: str, told: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(content, encoding="utf-8")
    ended = line.run("evaluate", str(file), "--json")
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended.err)
    assert told in ended.err
    assert not line.data.exists()


def test_wrong_places_are_one_line_and_2(line: CommandLine, tmp_path: Path) -> None:
    questions = written(tmp_path, GOOD)
    for arguments in (
        [],
        [str(tmp_path / "nowhere.jsonl")],
        [questions, "--report", str(tmp_path / "nowhere" / "report.html")],
        [questions, "--report", str(tmp_path)],
    ):
        ended = line.run("evaluate", *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert one_line(ended.err)


def test_a_question_that_cannot_be_taken_is_a_failure_and_the_others_are_scored(
    line: CommandLine, tmp_path: Path
) -> None:
    odd = [GOOD | {"id": n, "question": question} for n, question in enumerate(("巡" * 5000, "\ud800", "\0"))]
    report = tmp_path / "report.html"
    figures = line.run("evaluate", written(tmp_path, *odd, GOOD), "--json", "--report", str(report)).json()
    assert figures["full"] == [1, 4]
    assert "5000" in figures["failures"][0]["answer"]
    assert report.exists()
