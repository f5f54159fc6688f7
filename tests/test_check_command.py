"""The command `check`: pairs in, verdicts out, no index and nothing slow to import."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import CommandLine, environment, json_lines, one_line

ROOT = Path(__file__).resolve().parents[1]
CLAUSE = {
    "key": "k1",
    "title": "青禾县河道巡查办法",
    "path": ["第二章 巡查", "第二条"],
    "text": "第二条 巡查记录保存三年。",
    "status": "in_force",
}
OTHER = CLAUSE | {"key": "k2", "path": ["第二章 巡查", "第九条"], "text": "第九条 巡查员每年培训一次。"}


def pair(id_: str | int, sentence: str, **changed: object) -> dict[str, object]:
    return {"id": id_, "sentence": sentence, "clauses": [CLAUSE | changed]}


PAIRS = [
    pair("a", "巡查记录保存三年[k1]。"),
    pair(2, "巡查记录保存五年[k1]。"),
    {"id": "c", "sentence": "巡查记录保存三年[k2]。", "clauses": [CLAUSE, OTHER]},
    pair("d", "巡查记录保存三年[k1]。", status="已废止"),
    pair("e", "您好！"),
    pair("f", "第十二条规定，巡查记录保存三年[k1]。"),
]
VERDICTS = ["supported", "unsupported", "wrong_clause", "superseded", "nothing_to_check", "unsupported"]


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "pairs.jsonl"
    path.write_text(json_lines(PAIRS), encoding="utf-8")
    return path


def test_one_verdict_a_line_in_order_without_an_index(line: CommandLine, pairs: Path) -> None:
    ended = line.run("check", "--file", str(pairs), "--json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.rows() == [{"id": p["id"], "verdict": v} for p, v in zip(PAIRS, VERDICTS, strict=True)]
    assert not line.data.exists()


def test_people_read_the_verdict_the_reason_and_a_total(line: CommandLine, pairs: Path) -> None:
    ended = line.run("check", "--file", str(pairs))
    assert ended.code == 0
    for words in ("有依据", "无依据", "条款不对", "条款已失效", "无须核对", "期限“5年”不在条款中", "共 6 句"):
        assert words in ended.out


def test_fields_that_are_not_known_may_be_left_out(line: CommandLine, tmp_path: Path) -> None:
    path = tmp_path / "sparse.jsonl"
    rows = [
        {"sentence": "记录保存三年[1]。", "clauses": [{"key": 1, "text": "记录保存三年。"}], "source": "x"},
        {"id": "b", "sentence": "记录保存三年。", "clauses": [{"text": "记录保存三年。", "title": None, "path": None}]},
        {"id": "c", "sentence": "您好！"},
        {"id": "d", "sentence": "记录保存三年。", "clauses": []},
        {
            "id": "e",
            "sentence": "第二条规定，记录保存三年。",
            "clauses": [{"text": "记录保存三年。", "path": "第二条"}],
        },
    ]
    path.write_text("\ufeff" + json_lines(rows) + "\n\n", encoding="utf-8")
    ended = line.run("check", "--file", str(path), "--json")
    assert ended.code == 0
    verdicts = ["supported", "supported", "nothing_to_check", "unsupported", "supported"]
    assert ended.rows() == [{"id": i, "verdict": v} for i, v in zip([1, "b", "c", "d", "e"], verdicts, strict=True)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (json_lines([PAIRS[0]]) + "{broken\n", "第 2 行不是合法的 JSON"),
        ('{"id": "a"}\n', "第 1 行的 sentence"),
        ('{"id": "a", "sentence": 5}\n', "第 1 行的 sentence"),
        ('{"id": "a", "sentence": "x", "clauses": [{"key": "k1"}]}\n', "clauses.0.text"),
        ('{"id": "a", "sentence": "x", "clauses": "k1"}\n', "第 1 行的 clauses"),
        ("[1, 2]\n", "第 1 行的 对象"),
        ("\n", "是空的"),
    ],
)
def test_a_bad_line_is_one_line_and_2(line: CommandLine, tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(content, encoding="utf-8")
    ended = line.run("check", "--file", str(path), "--json")
    assert (ended.code, ended.out) == (2, "")
    assert one_line(ended.err)
    assert told in ended.err


def test_a_missing_file_or_option_is_one_line_and_2(line: CommandLine, tmp_path: Path) -> None:
    for arguments, told in ((["--file", str(tmp_path / "none")], "打不开"), ([], "缺少选项 --file")):
        ended = line.run("check", *arguments)
        assert (ended.code, ended.out) == (2, "")
        assert one_line(ended.err)
        assert told in ended.err


def test_the_vector_store_and_the_embedder_are_not_loaded(pairs: Path) -> None:
    script = (
        "import sys\n"
        f"sys.argv = ['run_bot.py', 'check', '--file', {str(pairs)!r}, '--json']\n"
        "import run_bot\n"
        "try:\n    run_bot.main()\nexcept SystemExit:\n    pass\n"
        "print(sorted({'chromadb', 'onnxruntime', 'langchain_core', 'telegram'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment(), capture_output=True, text=True, check=True
    )
    *rows, loaded = done.stdout.splitlines()
    assert [json.loads(row)["verdict"] for row in rows] == VERDICTS
    assert loaded == "[]"
