"""Nothing vanishes in loading and cleaning: properties over texts of every shape, and over shared statutes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.cleaning import clean
from knowledge.loaders import load_file
from knowledge.values import Block, LoadedFile
from tests.knowledge.cleaning.builders import assert_lossless

SHARED = Path(__file__).resolve().parents[4] / "shared"

PIECES = st.sampled_from(
    [
        "第一章 总　则",
        "第一条 为了节水，制定本办法",
        "第十二条规定的",
        "（一）居民",
        "问：怎么办？",
        "答：按规定办。",
        "（上接第一版）",
        "本报讯 （记者 李大山） ",
        "水乡日报记者 李大山 陈小青",
        "（责编：王大力）",
        "——答记者问",
        "目　录",
        "- 3 -",
        "12",
        "推荐视频",
        "2023-05-06 10:00",
        "水政发〔2023〕5号",
        "水乡市码头管理办法",
        "，由市里负责。",
        " appli-",
        "cation",
        "“最后一公",
        "里”",
        " 濮某某",
        "\u200b",
        "",
    ]
)
LINES = st.lists(st.one_of(PIECES, st.text(max_size=40), st.tuples(PIECES, PIECES).map("".join)), max_size=40)
KINDS = st.sampled_from(["paragraph", "paragraph", "paragraph", "heading", "table"])


@settings(max_examples=300, deadline=None)
@given(lines=LINES, kinds=st.lists(KINDS, min_size=40, max_size=40), wrapped=st.booleans())
def test_every_character_is_kept_or_dropped(lines: list[str], kinds: list[str], wrapped: bool) -> None:
    blocks = tuple(
        Block(text, kind, 1 if kind == "heading" else 0)  # type: ignore[arg-type]
        for text, kind in zip(lines, kinds, strict=False)
    )
    loaded = LoadedFile(blocks=blocks, wrapped=wrapped)
    assert_lossless(loaded, clean(loaded))


@settings(max_examples=100, deadline=None)
@given(lines=LINES)
def test_cleaning_what_is_clean_changes_nothing(lines: list[str]) -> None:
    first = clean(LoadedFile(blocks=tuple(Block(line) for line in lines)))
    for article in first.articles:
        assert all(block.text == block.text.strip() and block.text for block in article.blocks)
        assert article.title == article.title.strip()
    assert 0 <= first.main < max(1, len(first.articles))


@settings(max_examples=150, deadline=None)
@given(text=st.lists(PIECES, max_size=30).map("\n".join), suffix=st.sampled_from([".txt", ".md", ".html"]))
def test_loaders_take_any_text(text: str, suffix: str) -> None:
    content = text if suffix != ".html" else f"<html><body><p>甲</p>{text}</body></html>"
    loaded = load_file(Path("甲" + suffix), content.encode(), source="甲")
    assert_lossless(loaded, clean(loaded))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared documents are not beside the repository")
def test_statutes_pass_through_unharmed() -> None:
    changed = total = 0
    for path in sorted(SHARED.glob("laws/**/*.md"))[::15]:
        loaded = load_file(path, path.read_bytes(), source=path.name)
        before = {"".join(block.text.split()) for block in loaded.blocks}
        after = ["".join(block.text.split()) for article in clean(loaded).articles for block in article.blocks]
        total += len(after)
        changed += sum(text not in before for text in after)
    assert total > 5000
    assert changed <= total * 0.002
