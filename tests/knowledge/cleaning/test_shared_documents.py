"""The five shared documents: how many questions and articles, and what is dropped."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.cleaning import clean
from knowledge.loaders import load_file
from knowledge.values import CleanedFile, LoadedFile

DOCUMENTS = Path(__file__).resolve().parents[4] / "shared" / "documents"
pytestmark = pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the shared documents are not beside the repository")


def read(number: str) -> tuple[LoadedFile, CleanedFile]:
    (path,) = DOCUMENTS.glob(f"{number}_*")
    loaded = load_file(path, path.read_bytes(), source=path.name)
    return loaded, clean(loaded)


@pytest.mark.parametrize(("number", "questions"), [("000", 11), ("001", 12), ("002", 10), ("003", 13)])
def test_each_interview_holds_its_questions_whole(number: str, questions: int) -> None:
    _, file = read(number)
    blocks = [block.text for block in file.articles[file.main].blocks]
    asked = [text for text in blocks if text.startswith(("问：", "问:"))]
    assert len(asked) == questions
    assert all(text[-1] in "？?。" for text in asked)
    assert sum(text.startswith(("答：", "答:")) for text in blocks) == questions


@pytest.mark.parametrize("number", ["000", "001", "002", "003"])
def test_each_interview_has_a_title(number: str) -> None:
    _, file = read(number)
    title = file.articles[file.main].title
    assert "答记者问" in title or number == "003"
    assert 10 < len(title) < 80


def test_articles_on_the_first_page() -> None:
    _, file = read("000")
    words = [
        sum("".join(block.text for block in article.blocks).count(word) for word in ("金融", "贷款"))
        for article in file.articles
    ]
    assert len(file.articles) == 3
    assert words[2] > 50
    assert words[0] == words[1] == 0


def test_articles_on_the_newspaper_page() -> None:
    _, file = read("004")
    texts = ["".join(block.text for block in article.blocks) for article in file.articles]
    assert len(texts) == 8
    assert sum("杂技" in text for text in texts) == 1
    for word in ("志愿", "导师帮带", "党史"):
        (place,) = [n for n, text in enumerate(texts) if text.count(word) >= 4]
        assert word[:2] in file.articles[place].title
    assert all(block.text[-1] in "。！？”：；" or len(block.text) < 30 for a in file.articles for block in a.blocks)


@pytest.mark.parametrize(
    ("number", "text", "reason"),
    [
        ("002", "appendQr_wrap", "样式表"),
        ("002", "责任编辑", "编辑信息"),
        ("003", "分享让更多人看到", "页面功能"),
        ("003", "返回顶部", "页面功能"),
        ("003", "推荐视频", "推荐内容"),
        ("000", "河北日报记者", "署名"),
        ("004", "通讯员", "署名"),
        ("004", "（上接第一版）", "转版标记"),
    ],
)
def test_what_is_dropped(number: str, text: str, reason: str) -> None:
    loaded, file = read(number)
    assert reason in {entry.reason for entry in (*loaded.dropped, *file.dropped) if text in entry.text}
