from __future__ import annotations

import pytest

from tests.knowledge.cleaning.builders import cleaned, reasons, texts

COLUMN = """各村卫生室要按照统一的标准配齐常
用药品，建立药品进出台账，做到账
物相符，每月由镇卫生院派人核对一

次，核对结果在村务公开栏公布。
乡村医生每年参加不少于两周的脱产
培训，培训经费由县财政承担，
考核不合格的不得上岗 ，三年内两次
不合格的解除聘用合同，并向社会公
告。"""


def test_lines_of_a_column_are_joined_over_blank_lines() -> None:
    file = cleaned(COLUMN)
    assert texts(file) == [
        "各村卫生室要按照统一的标准配齐常用药品，建立药品进出台账，做到账物相符，每月由镇卫生院派人核对一次，"
        "核对结果在村务公开栏公布。",
        "乡村医生每年参加不少于两周的脱产培训，培训经费由县财政承担，考核不合格的不得上岗，三年内两次不合格的"
        "解除聘用合同，并向社会公告。",
    ]


def test_reference_at_the_start_of_a_line_is_no_article() -> None:
    file = cleaned("第一条 违反本办法\n第十二条规定的，依照\n第十五条第二款处理。\n第二条 本办法自公布之日起施行。")
    assert texts(file) == [
        "第一条 违反本办法第十二条规定的，依照第十五条第二款处理。",
        "第二条 本办法自公布之日起施行。",
    ]


def test_question_broken_over_a_blank_line() -> None:
    file = cleaned(
        "问：《办法》对村干部的主体责\n\n任有哪些规定？\n\n答：规定了三项责任。\n\n问：何时施行？\n\n答：下月。"
    )
    assert texts(file) == [
        "问：《办法》对村干部的主体责任有哪些规定？",
        "答：规定了三项责任。",
        "问：何时施行？",
        "答：下月。",
    ]


@pytest.mark.parametrize("footer", ["- 3 -", "— 3 —", "第 3 页 共 10 页", "3/10", "第三页"])
def test_page_number_between_the_halves_of_a_sentence(footer: str) -> None:
    file = cleaned(
        f"第一条 用水单位应当每月向水务部门报告用水\n\n{footer}\n\n量，不得瞒报。\n第二条 报告可以在网上提交。"
    )
    assert texts(file) == ["第一条 用水单位应当每月向水务部门报告用水量，不得瞒报。", "第二条 报告可以在网上提交。"]
    assert reasons(file)[footer] == "页码"


def test_quotation_left_open_goes_on() -> None:
    file = cleaned("会议要求打通服务群众“最后一公\n\n里”\n\n各单位要逐项落实。")
    assert texts(file)[0].startswith("各单位")
    assert file.articles[0].title == "会议要求打通服务群众“最后一公里”"


def test_word_cut_in_two_is_made_whole() -> None:
    file = cleaned("第一条 县级以上人民政府应当把公共图书馆建设纳入国民经\n\n济和社会发展规划，保障经费。")
    assert texts(file) == ["第一条 县级以上人民政府应当把公共图书馆建设纳入国民经济和社会发展规划，保障经费。"]


def test_list_of_titles_is_not_run_together() -> None:
    titles = ["某市养犬管理条例实施情况报告", "某市供热管理办法修订说明材料", "某市公园条例执法检查报告书"]
    lines = ["附件：", *titles, "某市物业管理条例问答读本全", "某市停车场管理办法解读材料"]
    file = cleaned("关于报送材料的说明\n\n现将有关材料报上，请审阅。\n" + "\n".join(lines))
    assert set(titles) <= set(texts(file))


def test_headings_without_a_full_stop_stay_apart() -> None:
    file = cleaned("第一章 总则\n第一条 制定本办法。\n第二章 附则\n第二条 本办法自公布之日起施行。")
    assert texts(file) == ["第一章 总则", "第一条 制定本办法。", "第二章 附则", "第二条 本办法自公布之日起施行。"]


def test_statute_in_markdown_is_not_joined() -> None:
    items = ["（一）姓名", "（二）住址", "（三）联系电话"]
    file = cleaned("# 登记办法\n\n第一条 登记下列事项：\n\n" + "\n\n".join(items) + "\n\n第二条 施行。", "甲.md")
    assert texts(file) == ["第一条 登记下列事项：", *items, "第二条 施行。"]


def test_latin_word_broken_by_a_hyphen() -> None:
    file = cleaned("第一条 数据接口采用统一的标准，即 appli-\ncation 接口，由市里统一发布。")
    assert texts(file) == ["第一条 数据接口采用统一的标准，即application接口，由市里统一发布。"]
    assert reasons(file)["-"] == "行末连字符"
