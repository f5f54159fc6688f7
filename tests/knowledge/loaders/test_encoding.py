from __future__ import annotations

import random

import pytest

from knowledge.errors import UnreadableDocumentError
from knowledge.loaders.encoding import decode

SENTENCE = "社区食堂由街道负责管理，每月公布一次账目。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32", "gb18030", "big5"])
def test_round_trip(encoding: str) -> None:
    text = SENTENCE * 5 if encoding != "big5" else "社區食堂由街道負責管理，每月公布一次賬目。" * 5
    assert decode(text.encode(encoding), source="甲.txt") == text


def test_line_ends_become_line_feeds() -> None:
    assert decode("甲\r\n乙\r丙\n".encode(), source="甲.txt") == "甲\n乙\n丙\n"


def test_rare_characters_of_gb18030() -> None:
    assert decode("㐀㛃𠮷：名字里的字".encode("gb18030"), source="甲.txt") == "㐀㛃𠮷：名字里的字"


def test_random_bytes_are_refused_in_one_line() -> None:
    noise = random.Random(7).randbytes(5000)
    with pytest.raises(UnreadableDocumentError, match="不是文本文件") as caught:
        decode(noise, source='坏 "文件".txt')
    assert str(caught.value).startswith('坏 "文件".txt：')
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("magic", [b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", rb"{\rtf1"])
def test_other_formats_under_a_text_suffix_are_named(magic: bytes) -> None:
    with pytest.raises(UnreadableDocumentError, match="后缀"):
        decode(magic + b"x" * 50, source="甲.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_character_cut_in_half_at_the_end_costs_that_character_only(encoding: str) -> None:
    text = SENTENCE * 20
    read = decode((text + "止").encode(encoding)[:-1], source="甲.txt")
    assert read.startswith(text)
    assert len(read) <= len(text) + 2
