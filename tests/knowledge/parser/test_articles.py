"""Articles: sequence decides what is a heading, and an article keeps all that belongs to it."""

import pytest

from tests.knowledge.parser.reading import read


def test_a_reference_at_the_start_of_a_line_is_no_heading() -> None:
    reading = read("第一条 单位违反本办法\n第十二条规定的，依照\n第十五条第二款处理。")
    assert reading.paths == [("第一条",)]
    assert reading.texts == [reading.text]


def test_a_reference_to_the_very_next_article_is_no_heading() -> None:
    reading = read(
        "第一条 为了规范采购，制定本办法。\n第二条 违反本办法\n第三条规定的，责令改正；情节严重的，依照\n"
        "第四条 第一款处理。\n第三条 采购应当公开。\n第四条 采购人应当留存记录。"
    )
    assert reading.paths == [("第一条",), ("第二条",), ("第三条",), ("第四条",)]
    assert reading.texts[2:] == ["第三条 采购应当公开。", "第四条 采购人应当留存记录。"]


def test_a_reference_at_the_end_of_the_text_is_no_heading() -> None:
    reading = read("第一条 设备由专人保管。\n第二条 丢失设备的，按照\n第三条处理。")
    assert reading.paths == [("第一条",), ("第二条",)]


def test_articles_without_a_space_after_the_number_are_told_from_references() -> None:
    reading = read(
        "第一条为了加强档案管理，制定本办法。\n第二条本办法适用于各科室。\n第三条违反\n第二条规定的，批评教育。"
    )
    assert reading.paths == [("第一条",), ("第二条",), ("第三条",)]
    assert reading.texts[2] == "第三条违反\n第二条规定的，批评教育。"


def test_the_heading_on_a_line_of_its_own_stays_with_its_body() -> None:
    reading = read("第一条\n为了节约用水，制定本规定。\n第二条\n用水单位应当装表计量。")
    assert reading.texts == ["第一条\n为了节约用水，制定本规定。", "第二条\n用水单位应当装表计量。"]


def test_the_text_on_the_number_s_line_is_body() -> None:
    reading = read("第一条 食堂实行公示制度。\n每周公示一次。\n第二条 采购两人以上同行。")
    assert reading.texts == ["第一条 食堂实行公示制度。\n每周公示一次。", "第二条 采购两人以上同行。"]


@pytest.mark.parametrize(
    ("first", "second", "steps"),
    [
        ("第 一 条 车辆统一停放。", "第 二 条 钥匙统一保管。", ("第一条", "第二条")),
        ("第１条 车辆统一停放。", "第２条 钥匙统一保管。", ("第１条", "第２条")),
        ("第11条 车辆统一停放。", "第12条 钥匙统一保管。", ("第11条", "第12条")),
        ("第一千条 车辆统一停放。", "第一千零一条 钥匙统一保管。", ("第一千条", "第一千零一条")),
        ("第一百二十条 车辆停放。", "第一百二十条之一 钥匙保管。", ("第一百二十条", "第一百二十条之一")),
        ("第一百二十条之一 车辆停放。", "第一百二十条之二 钥匙保管。", ("第一百二十条之一", "第一百二十条之二")),
        ("第一条\u3000车辆统一停放。", "第二条\u3000\u3000钥匙统一保管。", ("第一条", "第二条")),
        ("第一条【停放】车辆统一停放。", "第二条（钥匙）钥匙统一保管。", ("第一条", "第二条")),
        ("第一条：车辆统一停放。", "第二条：钥匙统一保管。", ("第一条", "第二条")),
        ("第九十九条 车辆停放。", "第一百条 钥匙保管。", ("第九十九条", "第一百条")),
    ],
)
def test_numbers_in_every_form(first: str, second: str, steps: tuple[str, str]) -> None:
    reading = read(f"{first}\n{second}")
    assert reading.paths == [(steps[0],), (steps[1],)]
    assert reading.texts == [first, second]


def test_four_levels_give_every_article_its_whole_path() -> None:
    reading = read(
        "第一编 总则\n第一章 一般规定\n第一节 目的\n第一条 为了保护古树，制定本条例。\n第二节 范围\n"
        "第二条 本条例适用于城区。\n第二编 管护\n第一章 责任\n第一节 单位\n第三条 单位负责院内古树。"
    )
    assert reading.paths == [
        ("第一编 总则", "第一章 一般规定", "第一节 目的", "第一条"),
        ("第一编 总则", "第一章 一般规定", "第二节 范围", "第二条"),
        ("第二编 管护", "第一章 责任", "第一节 单位", "第三条"),
    ]
    assert len(reading.headings) == 7


def test_a_markdown_heading_is_never_glued_to_the_article_before_it() -> None:
    reading = read("## 第一章 总则\n第一条 为了保护古井，制定本办法。\n## 第二章 附则\n第二条 本办法自公布之日起施行。")
    assert reading.paths == [("第一章 总则", "第一条"), ("第二章 附则", "第二条")]
    assert reading.texts[0] == "第一条 为了保护古井，制定本办法。"


def test_a_chapter_s_title_on_the_next_line_belongs_to_it() -> None:
    reading = read("第一章\n总\u3000则\n第一条 为了保护古桥，制定本办法。")
    assert reading.paths == [("第一章 总 则", "第一条")]


def test_items_and_the_closing_paragraph_belong_to_the_article() -> None:
    reading = read(
        "第一条 有下列情形之一的，不予登记：\n（一）材料不全的；\n（二）逾期申请的。\n"
        "前款第二项规定的期限为三十日。\n第二条 登记不收费。"
    )
    assert reading.paths == [("第一条",), ("第二条",)]
    assert reading.texts[0].endswith("前款第二项规定的期限为三十日。")


def test_items_in_other_numerals_belong_to_the_article() -> None:
    reading = read("第一条 应当提交：\n一、申请书；\n二、证明：\n1．身份证；\n2．学历证。\n第二条 当场办结。")
    assert reading.paths == [("第一条",), ("第二条",)]


def test_a_heading_between_articles_is_told_from_an_item() -> None:
    reading = read(
        "一、登记\n第一条 登记应当及时。\n二、注销\n第二条 注销分为：\n（一）主动注销\n（二）依职权注销\n"
        "三、其他\n第三条 本规定由县局解释。\n附则\n第四条 本规定自发布之日起施行。"
    )
    assert reading.paths == [
        ("一、登记", "第一条"),
        ("二、注销", "第二条"),
        ("三、其他", "第三条"),
        ("附则", "第四条"),
    ]


def test_a_missing_article_does_not_end_the_sequence() -> None:
    reading = read("第一条 甲方负责。\n第二条 乙方负责。\n第四条 丙方负责。\n第五条 丁方负责。")
    assert [path[-1] for path in reading.paths] == ["第一条", "第二条", "第四条", "第五条"]


def test_a_misprinted_number_between_its_neighbours_is_an_article() -> None:
    reading = read("第一条 甲方负责。\n第二条 乙方负责。\n第八条 丙方负责。\n第四条 丁方负责。\n第五条 完。")
    assert [path[-1] for path in reading.paths] == ["第一条", "第二条", "第八条", "第四条", "第五条"]


def test_an_article_that_begins_like_a_reference_is_one_where_its_number_is_missing() -> None:
    reading = read(
        "第一条县政府制定规划。\n第二条规定全县范围的，由县人大批准。\n第三条规划应当公开。\n第四条规划五年一修。"
    )
    assert [path[-1] for path in reading.paths] == ["第一条", "第二条", "第三条", "第四条"]


def test_a_text_may_begin_with_any_article() -> None:
    reading = read(
        "第四百六十三条 本编规定租用。\n第四百六十四条 租用是有偿使用。\n第四百六十五条 依法成立的租用受保护。"
    )
    assert [path[-1] for path in reading.paths] == ["第四百六十三条", "第四百六十四条", "第四百六十五条"]


def test_articles_run_together_in_one_paragraph_are_told_apart() -> None:
    reading = read(
        "第一章 总则 第一条 为了管理渡口，制定本规则。 第二条 渡船应当检验。违反第一条规定的，停航。 "
        "第三条 船员应当持证。"
    )
    assert reading.paths == [("第一章 总则", "第一条"), ("第一章 总则", "第二条"), ("第一章 总则", "第三条")]
    assert reading.texts[1] == "第二条 渡船应当检验。违反第一条规定的，停航。"


def test_wording_that_a_decision_inserts_opens_no_article() -> None:
    reading = read(
        "一、将第三条修改为：“第三条 渡船每年检验一次。\n“检验不收费。”\n"
        "二、增加一条，作为第九条：“第九条 船员每年体检。”\n三、本决定自公布之日起施行。"
    )
    assert reading.paths == [("一、将第三条修改为",), ("二、",), ("三、",)]


def test_inserted_wording_without_quotes_belongs_to_the_article_that_introduces_it() -> None:
    reading = read(
        "第七条 第二章增加两条，内容如下：\n第三节 监察\n第六十一条 设监察员。\n第六十二条 监察员任期三年。\n"
        "第八条 本修正自公布之日起施行。"
    )
    assert [path[-1] for path in reading.paths] == ["第七条", "第八条"]


def test_another_regulation_attached_begins_again_at_one() -> None:
    reading = read(
        "第一条 公布两个办法。\n第二条 自下月起施行。\n附件1\n印章使用办法\n第一条 印章专人保管。\n第二条 用印登记。\n"
        "附件2：档案借阅办法\n第一条 借阅登记。\n第二条 限期归还。"
    )
    assert reading.paths == [
        ("第一条",),
        ("第二条",),
        ("附件1 印章使用办法", "第一条"),
        ("附件1 印章使用办法", "第二条"),
        ("附件2：档案借阅办法", "第一条"),
        ("附件2：档案借阅办法", "第二条"),
    ]


def test_what_follows_the_last_article_is_not_part_of_it() -> None:
    reading = read(
        "第一条 公章归办公室管。\n第二条 自印发之日起施行。\n附件：用印登记表样式\n某县人民政府办公室\n2024年3月5日"
    )
    assert reading.texts[1] == "第二条 自印发之日起施行。"
    assert reading.texts[-1] == "2024年3月5日"


def test_a_table_of_contents_is_neither_clause_nor_path() -> None:
    reading = read(
        "第一章 总则\n第二章 管理\n第三章 附则\n第一章 总则\n第一条 为了管理集市，制定本办法。\n第二章 管理\n"
        "第二条 摊位抽签。\n第三章 附则\n第三条 即日起施行。"
    )
    assert reading.paths == [("第一章 总则", "第一条"), ("第二章 管理", "第二条"), ("第三章 附则", "第三条")]
    assert len(reading.parsed.contents) == 3


def test_four_hundred_paragraphs_are_cut_into_parts_of_one_article() -> None:
    body = "\n".join(f"第{number}类物品应当单独存放，并在显著位置标明名称、数量和保管人。" for number in range(1, 401))
    reading = read(f"第一条 物品分类如下：\n{body}\n第二条 违反前条规定的，责令改正。")
    parts = [draft for draft in reading.drafts if draft.path == ("第一条",)]
    assert [draft.part for draft in parts] == list(range(1, len(parts) + 1))
    assert max(draft.end - draft.start for draft in parts) <= 450
    assert "".join("".join(reading.texts).split()) == "".join(reading.text.split())
    assert reading.drafts[-1].part is None


def test_a_sentence_longer_than_a_part_is_cut_too() -> None:
    reading = read("第一条 " + "甲乙丙丁戊己庚辛" * 400)
    assert max(draft.end - draft.start for draft in reading.drafts) <= 450
    assert "".join(reading.texts) == reading.text.replace("\n", "")


def test_in_an_interview_articles_are_only_spoken_of() -> None:
    reading = read(
        "问：办法规定了什么？\n答：主要有两条。\n第一条 讲目的。\n第二条 讲范围。\n问：何时施行？\n答：下月一日。"
    )
    assert reading.paths == [("问：办法规定了什么？",), ("问：何时施行？",)]
