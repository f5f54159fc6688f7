from __future__ import annotations

import pytest

from tests.knowledge.cleaning.builders import cleaned, reasons, texts

PAGE = """水乡网
水乡网>>政务频道>>解读

{title}

2023年06月14日16:09 | 来源:水乡网
小字号

水乡网水乡6月14日电 (陈小青)近日,市政府印发《内河游船管理规定》。

问:规定适用于哪些船?

答:适用于载客十二人以上的船。

问:船员要培训吗?

答:要,每年一次。

(责编:王大力、李小二)

分享让更多人看到

推荐视频
  • 夜游内河新航线02:47
  • 一分钟看懂游船新规01:30
返回顶部
"""


def test_page_copied_as_text() -> None:
    file = cleaned(PAGE.format(title="水乡市:让内河游船更安全"))
    assert file.articles[0].title == "水乡市:让内河游船更安全"
    assert texts(file)[0] == "近日,市政府印发《内河游船管理规定》。"
    assert texts(file)[-1] == "答:要,每年一次。"
    assert reasons(file) == {
        "水乡网": "网站导航",
        "水乡网>>政务频道>>解读": "网站导航",
        "水乡市:让内河游船更安全": "标题",
        "2023年06月14日16:09 | 来源:水乡网": "日期和来源",
        "小字号": "页面功能",
        "水乡网水乡6月14日电 (陈小青)": "电头",
        "(责编:王大力、李小二)": "编辑信息",
        "分享让更多人看到": "页面功能",
        "推荐视频": "推荐内容",
        "• 夜游内河新航线02:47": "推荐内容",
        "• 一分钟看懂游船新规01:30": "推荐内容",
        "返回顶部": "页面功能",
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("当前位置：首页 > 政策 > 解读", "网站导航"),
        ("发布时间：2023-05-06 来源：市水务局 浏览次数：102", "日期和来源"),
        ("【字体：大 中 小】", "页面功能"),
        ("扫一扫在手机打开当前页", "页面功能"),
        ("上一篇：关于停水的通知", "页面功能"),
        ("责任编辑：孙晓", "编辑信息"),
    ],
)
def test_lines_of_the_site(line: str, reason: str) -> None:
    file = cleaned(f"{line}\n节水办法\n\n第一条 居民应当节约用水。\n第二条 施行。\n{line}")
    assert reasons(file)[line] == reason
    assert texts(file) == ["第一条 居民应当节约用水。", "第二条 施行。"]


def test_signature_and_date_of_a_notice_stay() -> None:
    file = cleaned("关于停水的通知\n\n各单位：\n定于下周停水检修，请做好准备。\n水乡市水务局\n2023年5月6日")
    assert texts(file)[-2:] == ["水乡市水务局", "2023年5月6日"]


def test_single_figure_is_no_page_number() -> None:
    file = cleaned("节水办法\n第一条 每户配发节水龙头：\n2\n第二条 施行。")
    assert "2" in texts(file)


def test_running_header_between_the_halves_of_sentences() -> None:
    header = "水乡市志愿服务促进办法汇编"
    halves = [
        ("第一条 志愿者服务满一百小", "时的可以优先享受服务。"),
        ("第二条 志愿服务组织应当如实记", "录服务时间。"),
    ]
    halves += [("第三条 鼓励学校开设志愿服", "务课程。")]
    file = cleaned("志愿服务办法\n" + "\n".join(f"{first}\n{header}\n{second}" for first, second in halves))
    assert texts(file) == [first + second for first, second in halves]
    assert [entry.reason for entry in file.dropped if entry.text == header] == ["页眉页脚"] * 3


def test_record_at_the_head_of_a_government_page() -> None:
    record = ["索引号：015/2023-00012", "发文机关：水乡市人民政府", "成文日期：2023年5月6日"]
    file = cleaned("\n".join(record) + "\n节水办法\n第一条 居民应当节约用水。")
    assert file.articles[0].title == "节水办法"
    assert [entry.text for entry in file.dropped if entry.reason == "文件登记信息"] == record


@pytest.mark.parametrize(
    "line", ["水乡日报 2023年5月6日 星期六 责编：王大力", "▲图为果农在疏花。 李大山 摄", "第3版：要闻"]
)
def test_remains_of_a_newspaper_page(line: str) -> None:
    file = cleaned(f"节水办法\n第一条 居民应当节约用水。\n{line}\n第二条 施行。")
    assert texts(file) == ["第一条 居民应当节约用水。", "第二条 施行。"]
    assert line in reasons(file)
