"""The program as other programs run it: a process of its own, its output a file or a pipe."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import CommandLine, environment, one_line
from tests.conftest import WriteFolder
from tests.retrieval.small_library import RIVERS

ROOT = Path(__file__).resolve().parents[1]
QUESTION = "河道巡查记录保存多久？"


def test_the_real_program_from_another_folder(write_folder: WriteFolder, tmp_path: Path) -> None:
    """The real embedder, a locale that is not Chinese, standard output a file."""
    folder = write_folder({"rivers.md": RIVERS})
    place = ["--documents", folder, "--data", tmp_path / "data"]
    done = subprocess.run(
        [sys.executable, ROOT / "run_bot.py", *place, "ask", QUESTION, "--json"],
        cwd=tmp_path,
        env=environment() | {"LC_ALL": "C"},
        capture_output=True,
        check=True,
    )
    answer = json.loads(done.stdout.decode())
    assert "三年" in answer["answer"]
    assert answer["question"] == QUESTION
    assert done.stderr == b""


def test_a_full_disk_is_one_line_and_what_was_indexed_stays(line: CommandLine) -> None:
    """The real program may write no file longer than twenty kilobytes."""
    assert line.run("index").code == 0
    before = {path.name: path.read_bytes() for path in line.data.glob("manifest.json")}
    (line.documents / "rivers.md").write_text(RIVERS.replace("三年", "五年"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, ROOT / "run_bot.py", "--documents", line.documents, "--data", line.data, "index"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert one_line(done.stderr)
    assert "磁盘" in done.stderr
    assert {path.name: path.read_bytes() for path in line.data.glob("manifest.json")} == before
    assert "五年" in line.run("ask", QUESTION, "--json").json()["answer"]


@pytest.mark.parametrize("json_option", [["--json"], []])
def test_a_reader_that_has_seen_enough_is_no_error(write_folder: WriteFolder, json_option: list[str]) -> None:
    folder = write_folder({f"{n}.md": RIVERS * 40 for n in range(12)})
    process = subprocess.Popen(
        [sys.executable, ROOT / "run_bot.py", "--documents", folder, "clauses", *json_option],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    errors = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(30) == 0, errors
    assert errors == ""
