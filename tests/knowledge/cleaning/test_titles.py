from __future__ import annotations

import pytest

from knowledge.cleaning.titles import derive_title, join_title
from tests.knowledge.cleaning.builders import cleaned, reasons, texts


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (
            ["让清水流进百姓家", "——水务局负责人就修订《供水条例》答记者问"],
            "让清水流进百姓家——水务局负责人就修订《供水条例》答记者问",
        ),
        (["节约每滴水 共建好家园", "全市启动节水周"], "节约每滴水 共建好家园 全市启动节水周"),
        (
            ["水乡市人民政府办公室关于印发", "《水乡市供水应急预案》的通知"],
            "水乡市人民政府办公室关于印发《水乡市供水应急预案》的通知",
        ),
        (["水乡市水务局", "关于加强供水管理的规定"], "水乡市水务局关于加强供水管理的规定"),
        (["供水条例", "供水条例"], "供水条例"),
    ],
)
def test_lines_of_a_title(lines: list[str], title: str) -> None:
    assert join_title(lines) == title


def test_interview_without_a_title_is_named_after_its_subject() -> None:
    opening = (
        "近日，市政府印发了《内河游船管理规定（试行）》（以下简称《规定》）。日前，负责人就《规定》回答了记者提问。"
    )
    file = cleaned(f"{opening}\n问：适用于哪些船？\n答：载客的船。\n问：何时施行？\n答：下月。")
    assert file.articles[0].title == "《内河游船管理规定（试行）》答记者问"
    assert texts(file)[0] == opening


def test_no_title_is_made_up() -> None:
    assert derive_title("第一条 本办法依据《中华人民共和国水法》制定。") == ""


def test_document_number_and_date_under_the_title() -> None:
    file = cleaned("关于做好防汛工作的通知\n水政发〔2023〕5号\n\n各镇人民政府：\n请做好防汛工作。")
    assert file.articles[0].title == "关于做好防汛工作的通知"
    assert reasons(file)["水政发〔2023〕5号"] == "文号"
    assert texts(file) == ["各镇人民政府：", "请做好防汛工作。"]


def test_chapter_at_the_top_is_no_title() -> None:
    file = cleaned("节水条例\n总 则\n第一条 居民应当节约用水。\n")
    assert file.articles[0].title == "节水条例"
    assert texts(file) == ["总则", "第一条 居民应当节约用水。"]


def test_regulation_brought_by_a_notice_is_an_article_of_its_own() -> None:
    notice = "水乡市人民政府关于印发《水乡市码头管理办法》的通知\n各镇人民政府：\n现将办法印发给你们，请照此执行。\n"
    signature = "水乡市人民政府\n2023年5月6日\n\n"
    regulation = "水乡市码头管理办法\n第一章 总则\n第一条 制定本办法。\n第二条 适用于码头。\n第三条 施行。"
    file = cleaned(notice + signature + regulation)
    assert [article.title for article in file.articles] == [
        "水乡市人民政府关于印发《水乡市码头管理办法》的通知",
        "水乡市码头管理办法",
    ]
    assert file.main == 1
    assert texts(file, 0)[-2:] == ["水乡市人民政府", "2023年5月6日"]


def test_contents_are_dropped() -> None:
    contents = "目　录\n第一章 总则\n第二章 罚则…………3\n附则\n"
    file = cleaned(f"码头管理条例\n{contents}第一章 总则\n第一条 甲。\n第二章 罚则\n第二条 乙。\n附则\n第三条 丙。")
    assert texts(file) == ["第一章 总则", "第一条 甲。", "第二章 罚则", "第二条 乙。", "附则", "第三条 丙。"]
    assert [entry.text for entry in file.dropped if entry.reason == "目录"] == [
        "目　录",
        "第一章 总则",
        "第二章 罚则…………3",
        "附则",
    ]


def test_letterhead_and_order_number_are_no_title() -> None:
    head = "水乡市人民政府文件\n特急\n水政发〔2023〕5号\n关于做好防汛工作的通知\n"
    file = cleaned(head + "各镇人民政府：\n请做好防汛工作。")
    assert file.articles[0].title == "关于做好防汛工作的通知"
    assert reasons(file)["水乡市人民政府文件"] == "发文机关标志"


def test_list_of_short_lines_is_no_title_of_many_lines() -> None:
    names = ["值班安排", "周一 陈小青", "周二 李大山", "周三 王大力", "周四 孙晓", "周五 周全"]
    file = cleaned("\n".join(names) + "\n请按时到岗。")
    assert file.articles[0].title == "值班安排"
    assert texts(file)[0] == "周一 陈小青"


def test_a_title_longer_than_a_headline_is_one() -> None:
    title = "白水县人民代表大会常务委员会关于修改《白水县渡口管理条例》《白水县渔港条例》《养殖条例》等五十件法规的决定"
    for name, mark in (("甲.md", "# "), ("甲.txt", "")):
        file = cleaned(f"{mark}{title}\n\n为了依法行政，作出下列修改。\n\n本决定自公布之日起施行。", name)
        assert file.articles[0].title == title
        assert texts(file) == ["为了依法行政，作出下列修改。", "本决定自公布之日起施行。"]
