"""The manifest: whole or not at all, and a clear word where it cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from retrieval.errors import IndexUnavailableError
from retrieval.manifest import FileState, Manifest, ManifestFile, stamp_of, writable

MANIFEST = Manifest(
    generation="g1",
    embedder="e",
    parser="1",
    documents_dir="/documents",
    files=(FileState(source="甲.md", stamp=(1, 2, 3), content_hash="00"),),
    clauses=1,
    created=0.0,
)


def test_what_is_swapped_in_is_read_and_its_stamp_is_another(tmp_path: Path) -> None:
    file = ManifestFile(tmp_path)
    assert file.read() is None
    assert file.stamp() is None
    file.swap(MANIFEST)
    first = file.stamp()
    assert file.read() == MANIFEST
    file.swap(MANIFEST.model_copy(update={"generation": "g2"}))
    assert file.stamp() != first
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]


def test_a_swap_that_is_cut_off_leaves_the_former(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ManifestFile(tmp_path)
    file.swap(MANIFEST)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(IndexUnavailableError, match="No space left on device"), writable(tmp_path):
            file.swap(MANIFEST.model_copy(update={"generation": "g2"}))
    assert file.read() == MANIFEST


@pytest.mark.parametrize("content", ['{"format":1,"generation":"g1"}', '{"format": 1, "gener', '{"format":1,"更多":1}'])
def test_a_damaged_one_names_the_remedy(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(IndexUnavailableError, match=r"已损坏.*index --rebuild"):
        ManifestFile(tmp_path).read()


def test_one_of_another_format_or_of_none_is_no_index(tmp_path: Path) -> None:
    for content in (b'{"format":0,"generation":"g1"}', b"", b"\xff\xfe\x00\x01"):
        (tmp_path / "manifest.json").write_bytes(content)
        assert ManifestFile(tmp_path).read() is None


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").mkdir()
    with pytest.raises(IndexUnavailableError, match="读不出"):
        ManifestFile(tmp_path).read()


def test_a_stamp_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "甲.md"
    assert stamp_of(path) is None
    path.write_text("一", encoding="utf-8")
    first = stamp_of(path)
    path.write_text("一二", encoding="utf-8")
    assert stamp_of(path) not in (None, first)
