from __future__ import annotations

import pytest

from knowledge.cleaning import clean
from knowledge.errors import UnreadableDocumentError
from tests.knowledge.loaders.builders import load

PAGE = """<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>某市公厕管理办法_某市人民政府网</title><meta name="PubDate" content="2023-05-06"><style>.a{color:red}</style>
<script>var a = "<p>广告</p>";</script></head><body>
<div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li></ul></div>
<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a>政策</a></div>
<div class="article"><h1>某市公厕管理办法</h1>
<div class="info">发布时间：2023-05-06 10:00　来源：某市政府办公室　<span>字体：<a>大</a><a>小</a></span></div>
<div id="zoom"><h2>第一章　总则</h2>
<p>　　第一条　为了规范公厕的管理，方便群众，制定本办法。</p>
<p>　　第二条　下列公厕，适用<a href="#">本办法</a>：<br>　　（一）街巷公厕；<br>　　（二）景区公厕。</p>
<table><tr><th>类别</th><th>保洁</th></tr><tr><td>街巷</td><td>每日四次</td></tr></table>
<ol><li>随脏随扫；</li><li>每周消毒。</li></ol>
<figure><img src="a.jpg"><figcaption>图为保洁现场。</figcaption></figure>
<p style="display:none">看不见的字</p>
<p>　　第三条　本办法自印发之日起施行。</p></div>
<div class="bdsharebuttonbox">分享到：<a>微信</a><a>微博</a></div><p class="article-editor">责任编辑：李四</p></div>
<div class="related"><h3>相关文章</h3><ul><li><a href="1">某市召开会议，部署冬季工作。</a></li></ul></div>
<div class="footer">版权所有 某市人民政府 <a>网站地图</a></div></body></html>"""


def test_main_text_without_what_stands_around_it() -> None:
    (article,) = clean(load("公厕.html", PAGE.encode("gb18030"))).articles
    assert article.title == "某市公厕管理办法"
    assert [(block.text, block.kind) for block in article.blocks] == [
        ("第一章 总则", "heading"),
        ("第一条 为了规范公厕的管理，方便群众，制定本办法。", "paragraph"),
        ("第二条 下列公厕，适用本办法：", "paragraph"),
        ("（一）街巷公厕；", "paragraph"),
        ("（二）景区公厕。", "paragraph"),
        ("类别　保洁", "table"),
        ("街巷　每日四次", "table"),
        ("1. 随脏随扫；", "paragraph"),
        ("2. 每周消毒。", "paragraph"),
        ("第三条 本办法自印发之日起施行。", "paragraph"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("政务公开", "网站导航"),
        ("color:red", "样式表"),
        ("广告", "脚本"),
        ("分享到", "页面功能"),
        ("责任编辑", "编辑信息"),
        ("图为保洁现场。", "图片说明"),
        ("看不见的字", "隐藏内容"),
        ("相关文章", "推荐内容"),
        ("版权所有", "页脚"),
    ],
)
def test_what_is_left_out_is_listed_with_a_reason(text: str, reason: str) -> None:
    dropped = load("公厕.html", PAGE.encode("gb18030")).dropped
    assert [entry.reason for entry in dropped if text in entry.text] == [reason]


def test_metadata_of_the_head() -> None:
    metadata = load("公厕.html", PAGE.encode("gb18030")).metadata
    assert metadata["title"] == "某市公厕管理办法_某市人民政府网"
    assert metadata["pubdate"] == "2023-05-06"


@pytest.mark.parametrize(
    "page",
    ["", "<html></html>", "<html><body><script>run()</script><nav><a>首页</a></nav></body></html>", "<!-- 空 -->"],
)
def test_page_without_text_is_one_clear_line(page: str) -> None:
    with pytest.raises(UnreadableDocumentError, match="网页里没有正文") as caught:
        load("空 页.html", page.encode())
    assert "\n" not in str(caught.value)


def test_class_names_never_take_the_prose() -> None:
    prose = "".join(f"<p>第{n}条 商户应当保持门前整洁，做好垃圾分类，配合检查。</p>" for n in range(1, 6))
    loaded = load("甲.html", f"<html><body><div class='sidebar nav share'>{prose}</div></body></html>".encode())
    assert len(loaded.blocks) == 5


def test_layout_table_is_walked_through() -> None:
    cell = "<p>第一条 商户应当保持门前整洁。</p><p>第二条 商户应当分类投放垃圾。</p>"
    loaded = load("甲.html", f"<html><body><table><tr><td>{cell}</td></tr></table></body></html>".encode())
    assert [block.text for block in loaded.blocks] == ["第一条 商户应当保持门前整洁。", "第二条 商户应当分类投放垃圾。"]


def test_declared_xml_encoding_is_no_obstacle() -> None:
    page = '<?xml version="1.0" encoding="utf-8"?><html><body><p>第一条 夜间不得鸣笛。</p></body></html>'
    assert load("甲.htm", page.encode()).blocks[0].text == "第一条 夜间不得鸣笛。"


def test_page_whose_text_stands_in_many_elements_with_misleading_names() -> None:
    pieces = "".join(f"<div class='nav'>第{n}条 商户应当保持门前整洁，做好分类。</div>" for n in range(1, 9))
    assert len(load("甲.html", f"<html><body>{pieces}</body></html>".encode()).blocks) == 8


def test_tags_that_are_never_closed_lose_nothing() -> None:
    page = "<html><body>" + "<font>" * 600 + "第一条 商户应当保持门前整洁。</body></html>"
    assert load("甲.html", page.encode()).blocks[0].text == "第一条 商户应当保持门前整洁。"
