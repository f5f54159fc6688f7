"""Laws in Markdown, cut into articles under their headings."""

from __future__ import annotations

from training.articles import split_law

LAW = """# 集市管理条例

2020年1月1日 公布

第一条写在正文之前的说明不算条文

<!-- INFO END -->

## 第一章 总则

第一条 为了管理集市，制定本条例。

第二条 集市每日开放。

逢雨停市。

## 第二章 摊位

### 第一节 申领

第十条之一 摊位须申领：

（一）填写表格；

（二）缴纳押金。
"""


def test_articles_carry_their_headings_and_all_their_paragraphs() -> None:
    articles = split_law("行政法规/集市管理条例(2020-01-01).md", LAW)
    assert [article.number for article in articles] == ["第一条", "第二条", "第十条之一"]
    assert {article.title for article in articles} == {"集市管理条例"}
    assert articles[1].text == "第二条 集市每日开放。\n逢雨停市。"
    assert articles[2].path == ("第二章 摊位", "第一节 申领", "第十条之一")
    assert articles[2].indexed.startswith("集市管理条例 摊位 申领\n第十条之一 摊位须申领")
    assert articles[2].indexed.endswith("（二）缴纳押金。")
