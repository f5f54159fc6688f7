from __future__ import annotations

from knowledge.cleaning import clean
from tests.knowledge.loaders.builders import load

PAGE = """
---
title: '某局负责人就《夜间施工办法》答记者问'
date: 2023-05-06
---
<div><p>问：夜间施工要不要申请？</p><p>答：要。提前三日申请。</p><p>问：找谁申请？</p><p>答：找街道。</p>
<style>.a{color:red}</style><div class="share">分享到微信</div></div>
"""


def test_page_saved_as_text_is_read_as_a_page() -> None:
    loaded = load("答问.txt", PAGE.encode())
    assert loaded.metadata["title"] == "某局负责人就《夜间施工办法》答记者问"
    assert [block.text for block in loaded.blocks] == [
        "问：夜间施工要不要申请？",
        "答：要。提前三日申请。",
        "问：找谁申请？",
        "答：找街道。",
    ]
    reasons = {entry.reason for entry in loaded.dropped}
    assert {"样式表", "页面功能", "文件头信息"} <= reasons
    assert clean(loaded).articles[0].title == "某局负责人就《夜间施工办法》答记者问"


def test_front_matter_makes_a_text_file_markdown() -> None:
    loaded = load("通知.txt", "---\ntitle: 通知\n---\n# 通知\n\n一、按时报送。\n".encode())
    assert [(block.text, block.level) for block in loaded.blocks] == [("通知", 1), ("一、按时报送。", 0)]


def test_angle_brackets_in_a_sentence_do_not_make_a_page() -> None:
    loaded = load("说明.txt", "网页里用<p>表示段落，用<div>表示区块。".encode())
    assert [block.text for block in loaded.blocks] == ["网页里用<p>表示段落，用<div>表示区块。"]


def test_broken_front_matter_stays_in_the_text() -> None:
    loaded = load("通知.md", "---\ntitle: [\n---\n正文。\n".encode())
    assert "title: [" in "".join(block.text for block in loaded.blocks)
