"""kill -9 at every step of a reload: the old state or the new one answers, and the next start clears up."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.retrieval.killed import AFTER_SWAP, STEPS, CharacterEmbedder, database_in
from tests.retrieval.small_library import OpenIndex

ROOT = Path(__file__).resolve().parents[2]
OLD, NEW = "一小时", "两小时"

pytestmark = pytest.mark.xdist_group("crashes")


def document(value: str) -> str:
    return "# 场馆办法\n\n" + "".join(f"第{n}条 第{n}号场馆每日开放{value}。\n\n" for n in range(1, 21))


@pytest.fixture(scope="module")
def killed_in(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Gives the folder of the reloads that were killed, by where their generations are."""

    @cache
    def kill(place: str) -> Path:
        folder = tmp_path_factory.mktemp("killed")
        for name, value in (("documents", OLD), ("changed", NEW)):
            (folder / name).mkdir()
            (folder / name / "venues.md").write_text(document(value), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "tests.retrieval.killed", folder, place],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return folder

    return kill


@pytest.mark.parametrize(("place", "step"), [(place, step) for place, steps in STEPS.items() for step in steps])
def test_a_kill_leaves_one_whole_state_and_the_next_start_clears_up(
    killed_in: Callable[[str], Path], place: str, step: str
) -> None:
    value, other = (NEW, OLD) if step in AFTER_SWAP else (OLD, NEW)
    killed = killed_in(place)
    data = killed / step / "data"
    database = database_in(data) if place == "database" else None
    index = OpenIndex.open(killed / "documents", data, CharacterEmbedder(), database)
    found = [result.clause.text for result in index.search("第7号场馆每日开放多久？", 20)]
    assert len(found) == 20
    assert all(value in text and other not in text for text in found)
    assert index.generations.is_unfinished()
    assert not index.indexer.is_current(index.manifest)

    report = index.update()
    assert report.clauses == 20
    assert index.leftovers() == []
    assert index.indexer.is_current(index.manifest)
    assert all(NEW in result.clause.text for result in index.search("第7号场馆每日开放多久？", 20))
