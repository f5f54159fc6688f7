"""Plans, notices, opinions: 一、 （一） 1. （1） ①, decimals, headings without a number."""

from tests.knowledge.parser.reading import read


def test_sections_with_a_title_of_their_own() -> None:
    reading = read(
        "各镇人民政府：\n为了做好防汛工作，现通知如下：\n一、总体要求\n坚持预防为主。\n二、重点任务\n"
        "（一）加强领导。各镇要成立专班。专班每周会商。\n（二）备足物资。按人口储备沙袋。\n1．沙袋每人两条。\n2．雨衣每户一件。\n"
        "三、工作要求\n（一）严肃纪律。擅离职守的，通报批评。"
    )
    assert reading.paths == [
        (),
        (),
        ("一、总体要求",),
        ("二、重点任务", "（一）加强领导"),
        ("二、重点任务", "（二）备足物资"),
        ("二、重点任务", "（二）备足物资", "1．"),
        ("二、重点任务", "（二）备足物资", "2．"),
        ("三、工作要求", "（一）严肃纪律"),
    ]
    assert reading.drafts[5].parent == 4
    assert reading.headings == ["二、重点任务", "三、工作要求"]
    assert reading.under("一、总体要求") == ["一、总体要求\n坚持预防为主。"]


def test_items_of_a_sentence_stay_with_it() -> None:
    reading = read(
        "一、申请救助应当提交下列材料：\n（一）申请书；\n（二）户口簿；\n（三）收入证明。\n二、受理时限为五日。"
    )
    assert reading.paths == [("一、申请救助应当提交下列材料",), ("二、",)]
    assert reading.texts[0].endswith("（三）收入证明。")


def test_items_of_an_unnumbered_paragraph_stay_with_it() -> None:
    reading = read("参加评选应当具备以下条件：\n（一）热爱本职；\n（二）连续工作三年。\n评选每年一次。")
    assert reading.texts == ["参加评选应当具备以下条件：\n（一）热爱本职；\n（二）连续工作三年。", "评选每年一次。"]


def test_a_second_paragraph_belongs_to_the_section() -> None:
    reading = read("一、加强巡查。每日两次。\n巡查应当记录。\n二、及时上报。险情即报。")
    assert reading.texts == ["一、加强巡查。每日两次。\n巡查应当记录。", "二、及时上报。险情即报。"]


def test_numbers_that_go_on_over_headings() -> None:
    reading = read("一、受理\n1．窗口受理申请。\n2．当场登记。\n二、办理\n3．三日内办结。\n4．结果公开。")
    assert reading.paths == [("一、受理", "1．"), ("一、受理", "2．"), ("二、办理", "3．"), ("二、办理", "4．")]


def test_brackets_under_arabic_numbers() -> None:
    reading = read(
        "1．范围\n（一）本镇各村。村委会负责。\n（二）镇属企业。企业负责。\n2．时间\n（一）上半年摸底。摸清底数。\n（二）下半年整治。见到实效。"
    )
    assert [path[0] for path in reading.paths] == ["1．范围", "1．范围", "2．时间", "2．时间"]


def test_parts_chapters_and_sections() -> None:
    reading = read(
        "第一部分 总体情况\n一、成绩\n水质好转。\n二、问题\n管网老化。\n第二部分 下一步打算\n一、修管网\n年内完成。"
    )
    assert reading.paths == [
        ("第一部分 总体情况", "一、成绩"),
        ("第一部分 总体情况", "二、问题"),
        ("第二部分 下一步打算", "一、修管网"),
    ]


def test_decimal_numbers_and_references_to_them() -> None:
    reading = read(
        "11.5.14.1 通则\n11.5.14.2规定的试验适用于成品，\n11.5.14.3、11.5.14.4所列项目除外。\n"
        "11.5.14.2 试样\n试样取三件。"
    )
    assert reading.texts == [
        "11.5.14.1 通则\n11.5.14.2规定的试验适用于成品，\n11.5.14.3、11.5.14.4所列项目除外。",
        "11.5.14.2 试样\n试样取三件。",
    ]
    assert reading.paths == [("11.5.14.1 通则",), ("11.5.14.2 试样",)]


def test_decimal_levels_nest() -> None:
    reading = read("1.1 总则\n1.1.1 本规程适用于桥梁。\n1.1.2 桥梁每年检查。\n1.2 检查\n1.2.1 检查应当记录。")
    assert reading.paths == [
        ("1.1 总则", "1.1.1"),
        ("1.1 总则", "1.1.2"),
        ("1.2 检查", "1.2.1"),
    ]


def test_standards_number_their_chapters_with_a_figure() -> None:
    reading = read(
        "1 范围\n本规程适用于桥梁。\n2 检查\n2.1 一般规定\n2.1.1 每年检查一次。\n2.2 记录\n3 附则\n本规程自五月起实施。"
    )
    assert reading.paths == [
        ("1 范围",),
        ("2 检查", "2.1 一般规定", "2.1.1"),
        ("2 检查", "2.2 记录"),
        ("3 附则",),
    ]


def test_a_figure_before_a_name_is_no_number_elsewhere() -> None:
    assert read("矿种目录如下。\n1 煤\n2 石油").paths == [(), (), ()]


def test_a_figure_with_its_unit_is_no_number() -> None:
    reading = read("全年完成投资如下，比上年多，\n1.5倍以上的项目有三个。\n3.2万元的项目有两个。")
    assert [path for path in reading.paths if path] == []


def test_headings_that_the_format_marks() -> None:
    reading = read(
        "# 防汛预案\n## 组织\n设指挥部。\n### 分工\n水利站负责调度。\n## 保障\n经费列入预算。", title="防汛预案"
    )
    assert reading.paths == [("组织",), ("组织", "分工"), ("保障",)]
    assert reading.headings[0] == "防汛预案"


def test_headings_without_any_mark() -> None:
    reading = read(
        "全县水利工作会议今天召开，会议总结了去年的工作，并对今年的任务作出安排。\n聚焦重点 补齐短板\n"
        "会议强调，要把病险水库除险加固作为头等大事，逐库明确责任人，倒排工期，确保主汛期前全部完工并通过验收。"
    )
    assert reading.paths == [(), ("聚焦重点 补齐短板",)]


def test_a_numbered_line_without_text_below_is_a_clause() -> None:
    reading = read("重点抓好三件事。\n一、修渠\n二、清淤\n三、植树")
    assert reading.texts == ["重点抓好三件事。", "一、修渠", "二、清淤", "三、植树"]


def test_the_end_of_a_notice_belongs_to_no_section() -> None:
    reading = read(
        "一、按时报送。每月五日前报送。\n二、专人负责。名单报县局。\n特此通知。\n附件：1．报表\n2．说明\n某县水利局\n2023年5月6日"
    )
    assert reading.texts[1] == "二、专人负责。名单报县局。"
    assert reading.under() == ["特此通知。", "附件：1．报表\n2．说明", "某县水利局", "2023年5月6日"]


def test_rows_of_a_table_are_one_clause_in_its_place() -> None:
    reading = read("## 标准\n标准见下表。\n| 等级 | 金额 |\n| 甲 | 300元 |\n表中金额每年调整。")
    assert reading.under("标准") == ["标准见下表。", "| 等级 | 金额 |\n| 甲 | 300元 |", "表中金额每年调整。"]


def test_a_table_in_an_article_belongs_to_it() -> None:
    reading = read("第一条 收费标准如下：\n| 等级 | 金额 |\n| 甲 | 300元 |\n第二条 收费公示。")
    assert reading.texts[0].endswith("| 甲 | 300元 |")
