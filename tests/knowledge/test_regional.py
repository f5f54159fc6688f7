"""Regional regulations as text, Markdown, web page and Word file: their articles against what they were made of.

`pytest tests/knowledge/test_regional.py -s` writes the share of articles that come out exactly: path, number, text.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from knowledge.library import read_document
from knowledge.parser.markers import Style, read_marker
from knowledge.values import ParsedDocument, SourceFile
from tests.knowledge import regional

SEEDS = range(1000, 1024)
LEAST_EXACT = 0.995

FORMATS: dict[str, Callable[[regional.Regulation, random.Random], bytes]] = {
    "txt": regional.as_txt,
    "md": regional.as_md,
    "html": regional.as_html,
    "docx": regional.as_docx,
}


def articles_of(document: ParsedDocument) -> list[tuple[tuple[str, ...], str]]:
    """Path and text of each article, the parts of a long one together, without white space."""
    texts: dict[tuple[str, ...], str] = {}
    for clause in document.clauses:
        marker = read_marker(clause.path[-1]) if clause.path else None
        if marker is not None and marker.style is Style.ARTICLE:
            texts[clause.path] = texts.get(clause.path, "") + regional.squeezed(clause.text)
    return list(texts.items())


@pytest.mark.parametrize("suffix", FORMATS)
def test_articles_come_out_as_they_were_made(tmp_path: Path, suffix: str) -> None:
    total = exact = 0
    for seed in SEEDS:
        made = regional.regulation(seed, tables=suffix == "docx" and seed % 2 == 0)
        path = tmp_path / f"{seed}.{suffix}"
        path.write_bytes(FORMATS[suffix](made, random.Random(seed)))
        document = read_document(SourceFile(path, path.name))
        found, expected = articles_of(document), made.expected()
        assert document.document.title == made.title
        assert [place for place, _ in found] == [place for place, _ in expected], seed
        total += len(expected)
        exact += sum(one == other for one, other in zip(found, expected, strict=True))
    sys.stdout.write(f"\n  {suffix}: {exact} of {total} articles exact\n")
    assert exact / total >= LEAST_EXACT


def test_what_stands_after_the_last_article_is_not_of_it(tmp_path: Path) -> None:
    path = tmp_path / "条例.txt"
    path.write_text(
        "白水县渡口条例\n第一条 为了保障渡运，制定本条例。\n第二条 本条例自公布之日起施行。\n"
        "白水县人民代表大会常务委员会\n2021年3月1日\n白水县人大常委会办公室　　2021年3月2日印发\n",
        encoding="utf-8",
    )
    document = read_document(SourceFile(path, path.name))
    assert articles_of(document)[-1][1] == "第二条本条例自公布之日起施行。"
    assert "白水县人大常委会办公室　　2021年3月2日印发" in [one.text for one in document.dropped]


def test_a_notice_number_under_the_title_is_not_part_of_it(tmp_path: Path) -> None:
    path = tmp_path / "条例.txt"
    path.write_text("白水县渡口条例\n（白水县第五届人大常委会公告第3号）\n第一条 渡口应当安全。", encoding="utf-8")
    assert read_document(SourceFile(path, path.name)).document.title == "白水县渡口条例"
