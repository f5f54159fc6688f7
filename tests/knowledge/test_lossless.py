"""Nothing is lost: the clauses' text in order, plus what is dropped, equals the body, white space aside.

Over every file of ../shared, each against its raw text as it lies on the disk, less the marks of Markdown and HTML;
and over texts made at random, through the whole reading of a file.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from knowledge.errors import UnreadableDocumentError
from knowledge.library import read_document
from knowledge.values import ParsedDocument, SourceFile
from tests.knowledge.shared import SharedFolder, needs_documents, needs_laws, on_one_worker, squeezed

HEADING_MARKS = re.compile(r"^#+", re.MULTILINE)
TABLE_RULE = re.compile(r"^\s*\|[\s|:-]+\|\s*$", re.MULTILINE)
TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")


def body_of(source: str, raw: str) -> str:
    """The words of a file, without marks that are no words: `#`, the lines of a table, and tags."""
    if source.endswith(".md"):
        return HEADING_MARKS.sub("", TABLE_RULE.sub("", raw)).replace("|", "")
    return TAGS.sub("", raw)


def assert_lossless(document: ParsedDocument, body: str) -> None:
    """Every character of the body stands in one place, and the clauses come in the body's order."""
    clauses = squeezed("".join(clause.text for clause in document.clauses))
    dropped = squeezed("".join(one.text for one in document.dropped))
    whole = squeezed(body)
    assert Counter(clauses + dropped) == Counter(whole), document.document.source
    rest = iter(whole)
    assert all(char in rest for char in clauses), document.document.source


@needs_laws
@on_one_worker
def test_no_character_of_any_law_is_lost(laws: SharedFolder) -> None:
    for source, document in laws.documents.items():
        assert_lossless(document, body_of(source, laws.raw[source]))


@needs_documents
def test_no_character_of_the_press_documents_is_lost(press: SharedFolder) -> None:
    for source, document in press.documents.items():
        assert_lossless(document, body_of(source, press.raw[source]))


LINES = st.one_of(
    st.sampled_from(
        (
            "白水县渡口办法",
            "（2019年3月4日公布）",
            "目　录",
            "第一章 总　则",
            "第一条 渡口应当安全。",
            "第十二条规定的，",
            "（一）渡船；",
            "1.1 通则",
            "问：怎么办？",
            "答：两件事。一是修船。二是补网。",
            "（上接第一版）",
            "本报讯 （记者 李大山） 渡口通航。",
            "——答记者问",
            "（责编：王大力）",
            "分享到：微信",
            "附件：渡口名录",
            "2021年3月1日",
        )
    ),
    st.text("渡口应当安全，。；：“”《》（）一二三、 \u3000", max_size=60),
    st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=30),
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, max_size=30), seed=st.integers(0, 3))
def test_no_character_of_any_text_is_lost(tmp_path: Path, lines: list[str], seed: int) -> None:
    text = ("\n", "\r\n", "\n\n", "\n　　")[seed].join(lines)
    path = tmp_path / "甲.txt"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        document = read_document(SourceFile(path, path.name))
    except UnreadableDocumentError:
        # Only what holds no words, or nothing but headings, is refused.
        assume(any("渡口应当安全。" in line for line in lines))
        raise
    clauses = "".join(clause.text for clause in document.clauses)
    dropped = "".join(one.text for one in document.dropped)
    assert Counter(squeezed(clauses + dropped)) == Counter(squeezed(text))
