from __future__ import annotations

from tests.knowledge.loaders.builders import load

STATUTE = """# 某市绿地条例

2001年2月3日 某市人民代表大会常务委员会通过

2010年4月5日 某市人民代表大会常务委员会修订

<!-- INFO END -->

## 第一章 总 则

第一条 绿地\\*包括公园。
绿道也是绿地。

（一）公园；
（二）广场。

| 类别 | 面积 |
|------|:----:|
| 公园 | **两万**平方米 |

- 甲类
- 乙类

见[说明](http://127.0.0.1/a_(b).html)。
"""


def blocks(text: str) -> list[tuple[str, str, int]]:
    return [(block.text, block.kind, block.level) for block in load("甲.md", text.encode()).blocks]


def test_blocks_of_a_statute() -> None:
    assert blocks(STATUTE) == [
        ("某市绿地条例", "heading", 1),
        ("第一章 总 则", "heading", 2),
        ("第一条 绿地*包括公园。绿道也是绿地。", "paragraph", 0),
        ("（一）公园；", "paragraph", 0),
        ("（二）广场。", "paragraph", 0),
        ("类别　面积", "table", 0),
        ("公园　两万平方米", "table", 0),
        ("甲类", "paragraph", 0),
        ("乙类", "paragraph", 0),
        ("见说明。", "paragraph", 0),
    ]


def test_lines_before_info_end_are_history() -> None:
    loaded = load("甲.md", STATUTE.encode())
    assert loaded.metadata["history"] == [
        "2001年2月3日 某市人民代表大会常务委员会通过",
        "2010年4月5日 某市人民代表大会常务委员会修订",
    ]
    assert [entry.reason for entry in loaded.dropped] == ["制定和修改沿革", "制定和修改沿革", "注释"]


def test_setext_headings_and_rules() -> None:
    assert blocks("某办法\n=====\n\n正文。\n\n***\n\n完。") == [
        ("某办法", "heading", 1),
        ("正文。", "paragraph", 0),
        ("完。", "paragraph", 0),
    ]


def test_comments_are_listed() -> None:
    loaded = load("甲.md", "甲。\n<!-- 内部\n备注 -->\n乙。".encode())
    assert [block.text for block in loaded.blocks] == ["甲。", "乙。"]
    assert [entry.text for entry in loaded.dropped] == ["<!-- 内部\n备注 -->"]


def test_hash_with_a_figure_is_text() -> None:
    assert blocks("#3号楼的电梯停用。") == [("#3号楼的电梯停用。", "paragraph", 0)]


def test_bold_numbers_and_headings_without_words_leave_no_marks() -> None:
    blocks = load("甲.md", "# 办法\n\n##\n\n**第十条** 渡口应当安全。\n\n- 甲 - 乙".encode()).blocks
    assert [block.text for block in blocks] == ["办法", "第十条 渡口应当安全。", "甲 - 乙"]
