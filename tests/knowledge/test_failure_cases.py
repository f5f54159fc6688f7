"""The shapes of input that other systems fail on, each from a file to its clauses.

The fifteen splitting cases of the list of failure cases, one test each, in the list's order and by its numbers:

1. a reference at the start of a line; 2. decimal numbers; 3. a heading on a line of its own; 4. 第N条 with its body;
5. numerals in every form; 6. four levels; 7. items and a closing paragraph; 8. an article of 400 paragraphs;
9. 问 and 答; 10. a sentence over a page break; 11. five formats; 12. tables in Word; 13. nothing lost;
14. two articles on one page; 15. what is no policy.

More of each kind: `parser/`, `cleaning/`, `loaders/`, `test_five_formats.py`, `test_lossless.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from knowledge.library import read_document
from knowledge.values import Clause, ParsedDocument, SourceFile
from tests.knowledge.loaders import builders
from tests.knowledge.shared import squeezed

Read = Callable[[str, str | bytes], ParsedDocument]

LONGEST_PART = 450
"""Characters of a clause that the smallest embedder reads whole."""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Writes a file by name and content, and reads it."""

    def written(name: str, content: str | bytes) -> ParsedDocument:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_document(SourceFile(path, name))

    return written


def shown(document: ParsedDocument) -> list[tuple[tuple[str, ...], str]]:
    return [(clause.path, clause.text) for clause in document.clauses]


def test_case_1_a_reference_at_the_start_of_a_line_is_no_heading(read: Read) -> None:
    text = (
        "渡口办法\n第一条 违反本办法\n第四条规定的，依照\n第五条第二款处理；依照\n第二条\n规定办理。\n第二条 渡船。\n"
    )
    assert [path for path, _ in shown(read("a.txt", text))] == [("第一条",), ("第二条",)]


def test_case_2_decimal_numbers_and_references_to_them(read: Read) -> None:
    text = (
        "渡船检验规程\n11.5.14.1 通则\n11.5.14.2规定的试验适用于渡船，试验不少于两次。\n11.5.14.2 试验\n"
        "11.5.14.3、11.5.14.4所列项目由船厂完成。\n11.5.14.3 记录\n试验应当记录。\n"
    )
    assert shown(read("a.txt", text)) == [
        (("11.5.14.1 通则",), "11.5.14.1 通则\n11.5.14.2规定的试验适用于渡船，试验不少于两次。"),
        (("11.5.14.2 试验",), "11.5.14.2 试验\n11.5.14.3、11.5.14.4所列项目由船厂完成。"),
        (("11.5.14.3 记录",), "11.5.14.3 记录\n试验应当记录。"),
    ]


def test_case_3_a_heading_on_a_line_of_its_own_stays_with_its_body(read: Read) -> None:
    text = "# 渡口办法\n\n### 第一条\n\n渡口应当安全。\n\n### 第二条 检验\n\n渡船应当检验。\n"
    assert [text for _, text in shown(read("a.md", text))] == ["第一条\n渡口应当安全。", "第二条 检验\n渡船应当检验。"]


def test_case_4_the_text_after_the_number_is_the_body(read: Read) -> None:
    document = read("a.md", "# 渡口办法\n\n## 第一条 渡口应当安全。\n\n## 第二条 渡船应当检验，费用由县里承担。\n")
    assert [text for _, text in shown(document)] == ["第一条 渡口应当安全。", "第二条 渡船应当检验，费用由县里承担。"]


@pytest.mark.parametrize(
    ("before", "number", "step"),
    [
        ("第零条", "第 一 条　", "第一条"),
        ("第１条　", "第２条　", "第２条"),
        ("第11条 ", "第12条 ", "第12条"),
        ("第一千条　", "第一千零一条　", "第一千零一条"),
        ("第一百二十条　", "第一百二十条之一　", "第一百二十条之一"),
        ("第一百零四条　　", "第一百零五条　　", "第一百零五条"),
    ],
)
def test_case_5_numerals_in_every_form(read: Read, before: str, number: str, step: str) -> None:
    document = read("a.txt", f"渡口办法\n{before}渡口应当安全。\n{number}渡船应当检验。\n")
    assert document.clauses[-1].path == (step,)
    assert document.clauses[-1].label == f"《渡口办法》{step}"
    assert squeezed(document.clauses[-1].text) == f"{step}渡船应当检验。"


def test_case_6_four_levels_and_a_markdown_heading(read: Read) -> None:
    text = (
        "# 渡口法典\n\n# 第一编 总则\n\n## 第一章 渡口\n\n### 第一节 设置\n\n第一条 渡口由县里设置。\n\n"
        "## 第二章 附则\n\n第二条 本法自公布之日起施行。\n"
    )
    assert shown(read("a.md", text)) == [
        (("第一编 总则", "第一章 渡口", "第一节 设置", "第一条"), "第一条 渡口由县里设置。"),
        (("第一编 总则", "第二章 附则", "第二条"), "第二条 本法自公布之日起施行。"),
    ]


def test_case_7_items_and_the_closing_paragraph_belong_to_the_article(read: Read) -> None:
    article = "第一条 渡船应当具备：\n（一）证书；\n（二）救生衣。\n前款第二项的费用由县里承担。"
    assert shown(read("a.txt", f"渡口办法\n{article}\n第二条 渡船应当检验。\n"))[0] == (("第一条",), article)


def test_case_8_an_article_of_400_paragraphs_is_cut_into_parts_that_are_read_whole(read: Read) -> None:
    paragraphs = [f"渡口{number}由镇里负责巡查，每月{number}次，巡查情况记入档案。" for number in range(1, 401)]
    article = "第一条 下列渡口应当巡查。\n" + "\n".join(paragraphs)
    document = read("a.txt", f"渡口办法\n{article}\n第二条 渡船应当检验。\n")
    *parts, last = document.clauses
    assert {part.path for part in parts} == {("第一条",)}
    assert [part.label for part in parts] == [f"《渡口办法》第一条（第{n}部分）" for n in range(1, len(parts) + 1)]
    assert max(len(part.text) for part in parts) <= LONGEST_PART
    assert squeezed("".join(part.text for part in parts)) == squeezed(article)
    assert last.path == ("第二条",)


def test_case_9_question_and_answer_stay_together_with_the_answer_s_items(read: Read) -> None:
    text = (
        "就《渡口办法》答记者问\n问：为什么修订？\n答：旧办法已有十年。\n"
        "问：有哪些规定？\n答：有两项规定：一是渡船每年检验。二是渡工持证上岗。\n"
    )
    first, second, *items = read("a.txt", text).clauses
    assert first.text == "问：为什么修订？\n答：旧办法已有十年。"
    assert second.path == ("问：有哪些规定？",)
    assert second.text == "问：有哪些规定？\n答：有两项规定："
    assert [item.text for item in items] == ["一是渡船每年检验。", "二是渡工持证上岗。"]
    assert {item.parent for item in items} == {second.id}


def test_case_10_a_sentence_over_a_page_break_is_one(read: Read) -> None:
    sentence = "渡口所在地的镇人民政府应当每月检查渡船和渡工的证书，并将检查结果在渡口公示，接受乘客监督。"
    articles = [f"第{numeral}条 {sentence}" for numeral in "一二三四五六七八九"]
    content = builders.pdf_of([("白水县渡口办法", True), *((text, False) for text in articles)], "白水县公报", 17)
    document = read("a.pdf", content)
    assert [text for _, text in shown(document)] == articles
    assert {"白水县公报", "— 2 —"} <= {one.text for one in document.dropped}


def test_case_11_the_same_text_in_five_formats_gives_the_same_clauses(read: Read) -> None:
    files = {
        "a.txt": builders.as_txt(),
        "a.md": builders.as_markdown(),
        "a.html": builders.as_html(),
        "a.docx": builders.as_docx(),
        "a.pdf": builders.as_pdf(),
    }
    texts, *others = [shown(read(name, content)) for name, content in files.items()]
    assert len(texts) == 7
    assert all(other == texts for other in others)


def test_case_12_tables_in_word_are_kept_in_their_place(read: Read) -> None:
    document = docx.Document()
    document.add_heading("渡口办法", 0)
    document.add_paragraph("第一条 渡船分为两级：")
    table = document.add_table(2, 2)
    for place, cell in enumerate(("甲级", "十二客以上", "乙级", "不足十二客")):
        table.cell(place // 2, place % 2).text = cell
    document.add_paragraph("具体标准由县里制定。")
    document.add_paragraph("第二条 渡船应当检验。")
    first, second = read("a.docx", builders.saved(document)).clauses
    lines = ["第一条 渡船分为两级：", "甲级\u3000十二客以上", "乙级\u3000不足十二客", "具体标准由县里制定。"]
    assert first.text == "\n".join(lines)
    assert second.text == "第二条 渡船应当检验。"


def test_case_13_every_character_stands_in_one_clause_or_among_the_dropped(read: Read) -> None:
    text = (
        "首页 > 法规\n渡口办法\n（2019年3月4日公布）\n目　录\n第一章 总则\n第二章 附则\n第一章 总则\n"
        "第一条 渡口应当安全。\n（一）渡船；\n第二章 附则\n第二条 自公布之日起施行。\n- 3 -\n"
        "（责编：王大力）\n分享到：微信\n"
    )
    document = read("a.txt", text)
    pieces = [clause.text for clause in document.clauses] + [one.text for one in document.dropped]
    assert Counter(squeezed("".join(pieces))) == Counter(squeezed(text))
    assert all(one.reason for one in document.dropped)


NEWS = {
    "渡口安全检查全面展开": (
        "本报讯 （记者 李大山）县交通局三月起对全县渡口开展安全检查，重点检查渡船、渡工和救生设备。",
        "检查组在白水渡口登上渡船，逐一查看救生衣和灭火器，要求渡工当场整改。",
    ),
    "小学图书馆迎来新书": (
        "本报讯 （记者 陈小青）县图书馆向山区小学捐赠图书三千册，孩子们有了自己的阅览室。",
        "校长说，新书包括童话、科普和诗歌，每个班级每周有两节阅读课。",
    ),
}


def test_case_14_two_articles_on_one_page_carry_their_own_titles(read: Read) -> None:
    lines = [line for title, paragraphs in NEWS.items() for line in (title, *paragraphs)]
    document = read("a.txt", "\n\n".join(lines))
    titles = {clause.text: clause.title for clause in document.clauses}
    for title, (_, second) in NEWS.items():
        assert titles[second] == title
    clause: Clause = next(clause for clause in document.clauses if "阅读课" in clause.text)
    assert clause.label.startswith("《小学图书馆迎来新书》")


def test_case_14_an_article_that_goes_on_between_two_others_is_told_apart(read: Read) -> None:
    (first, ferry), (second, books) = NEWS.items()
    lines = [
        first,
        ferry[0],
        second,
        *books,
        "（上接第一版）",
        ferry[1],
        "渡工们表示，渡船上的救生衣和灭火器今后每周检查。",
    ]
    titles = {clause.text: clause.title for clause in read("a.txt", "\n\n".join(lines)).clauses}
    assert titles[books[1]] == second
    assert titles[ferry[1]] != second


def test_case_15_what_belongs_to_the_page_is_no_policy(read: Read) -> None:
    page = (
        "---\nlayout: post\n---\n<html><head><style>.a{color:red}</style><script>var share = 1;</script></head><body>"
        "<ul class='nav'><li><a href='/'>首页</a></li></ul><div class='content'><h1>渡口办法</h1>"
        "<p>第一条 渡口应当安全。</p><p>图为渡口。李大山 摄</p><p>第二条 渡船应当检验。</p></div>"
        "<p>分享到：微信 微博</p><p>返回顶部</p><p>责任编辑：王大力</p></body></html>"
    )
    document = read("a.html", page)
    assert [text for _, text in shown(document)] == ["第一条 渡口应当安全。", "第二条 渡船应当检验。"]
    dropped = "\n".join(one.text for one in document.dropped)
    for words in ("layout: post", "color:red", "var share", "首页", "图为渡口", "分享到", "返回顶部", "责任编辑"):
        assert words in dropped
