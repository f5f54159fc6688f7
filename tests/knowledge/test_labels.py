import pytest

from knowledge.labels import Place, clause_label, locate, paragraph_at, title_label


@pytest.mark.parametrize(
    ("title", "label"),
    [
        ("某县用水管理办法", "《某县用水管理办法》"),
        ("《某县用水管理办法》", "《某县用水管理办法》"),
        ("关于印发《某县用水管理办法》的通知", "《关于印发〈某县用水管理办法〉的通知》"),
        ("县水利局负责人就修订《用水条例》答记者问", "《用水条例》答记者问"),
        ("让水更清——县水利局负责人就《用水条例》答记者问", "《用水条例》答记者问"),
        ("县水利局负责人答记者问", "《县水利局负责人答记者问》"),
    ],
)
def test_titles(title: str, label: str) -> None:
    assert title_label(title) == label


@pytest.mark.parametrize(
    ("path", "part", "place", "label"),
    [
        (("第三章 工作程序", "第二十八条"), None, None, "《用水办法》第三章第二十八条"),
        (("第一编 总则", "第二章 用水", "第一节 计划", "第９条"), None, None, "《用水办法》第一编第二章第一节第９条"),
        (("第一条",), 2, None, "《用水办法》第一条（第2部分）"),
        (("二、重点任务", "（一）加强领导"), None, None, "《用水办法》二、（一）"),
        (("十二、",), None, None, "《用水办法》十二"),
        (("1.1 总则", "1.1.2"), None, None, "《用水办法》1.1.2"),
        (("附件1：用水定额表", "一、"), None, None, "《用水办法》·附件1·一"),
        (("附件 用水定额表", "第二条"), None, None, "《用水办法》·附件·第二条"),
        ((), None, Place(paragraph=3), "《用水办法》·第3段"),
        (("抓好落实",), None, Place(paragraph=1), "《用水办法》·抓好落实·第1段"),
    ],
)
def test_clauses(path: tuple[str, ...], part: int | None, place: Place | None, label: str) -> None:
    assert clause_label("用水办法", path, part, place) == label


def test_questions_and_their_items_go_by_their_numbers() -> None:
    title = "县水利局负责人就修订《用水条例》答记者问"
    path = ("问：如何节水？", "三是查漏")
    assert clause_label(title, path[:1], None, Place(question=9)) == "《用水条例》答记者问·问9"
    assert clause_label(title, path, None, Place(question=9, item=3)) == "《用水条例》答记者问·问9·第三"
    assert clause_label(title, ("关于落实", *path), None, Place(question=2, item=1)).endswith("·关于落实·问2·第一")


ARTICLE = """第二十八条 用水单位应当装表。
有下列情形之一的，责令改正：
（一）未装表的；
（二）私自改装，包括：
1．倒装水表；
2．拆除铅封。
前款规定的期限为十日。"""


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("装表。", "第一款"),
        ("有下列情形之一的", "第二款"),
        ("（一）未装表的", "第二款第（一）项"),
        ("倒装水表", "第二款第（二）项第1目"),
        ("未装表的；\n（二）私自改装", "第二款"),
        ("前款规定的期限", "第三款"),
        ("装表。\n有下列情形", ""),
    ],
)
def test_a_quote_is_located_by_paragraph_and_item(quote: str, place: str) -> None:
    start = ARTICLE.index(quote)
    assert locate(ARTICLE, start, start + len(quote)) == place


def test_an_article_of_one_paragraph_names_the_item_alone() -> None:
    text = "第三条 下列用水免费：\n（一）消防；\n（二）防疫。"
    assert locate(text, text.index("防疫"), text.index("防疫") + 2) == "第（二）项"
    assert locate(text, 0, 8) == ""
    assert locate(text, 0, len(text)) == ""


def test_a_number_on_a_line_of_its_own_is_no_paragraph() -> None:
    text = "第三条\n用水应当计量。\n计量应当准确。"
    assert locate(text, text.index("准确"), len(text)) == "第二款"
    assert paragraph_at(text, text.index("用水")) == 1


def test_nothing_quoted_is_nowhere() -> None:
    assert locate("", 0, 0) == ""
