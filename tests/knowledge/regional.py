"""Regional regulations made at random, in the shapes that their files have, with the articles they were made of.

Titles, histories, contents, chapters with sections, articles with items, closing paragraphs and tables, and what
stands after the last article: a signature, a date, an attachment.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.numerals import format_numeral
from tests.knowledge.loaders import builders

PLACES = ("青山市", "白水县", "云台自治州", "东岭省", "石桥经济特区")
MATTERS = ("物业管理", "饮用水水源保护", "电动自行车管理", "文明行为促进", "养老服务", "城市绿化", "志愿服务")
KINDS = ("条例", "办法", "若干规定", "实施细则", "条例（试行）")
CHAPTERS = ("总则", "规划与建设", "服务和保障", "监督管理", "法律责任", "附则")
SECTIONS = ("一般规定", "特别规定", "应急处置")
GAPS = (" ", "  ", "\u3000", "\u3000\u3000", "\t")
PARAGRAPHS = (
    "为了规范{matter}工作，根据有关法律、行政法规，结合本{level}实际，制定本{kind}。",
    "本{level}行政区域内的{matter}及其监督管理，适用本{kind}。法律、行政法规另有规定的，从其规定。",
    "{level}人民政府应当将{matter}纳入国民经济和社会发展规划，所需经费列入本级财政预算，每{number}年评估一次。",
    "违反本{kind}第{article}条第一款规定的，由{level}人民政府有关部门责令限期改正，处{number}千元以上{more}万元以下罚款；"
    "情节严重的，处5万元以上10万元以下罚款。",
    "依照本{kind}第{article}条、第{other}条和第{another}条至第{last}条规定给予处罚的，应当自决定作出之日起{number}个工作日内公开。",
    "任何单位和个人有权对违反本{kind}的行为进行投诉、举报。受理单位应当在7个工作日内答复；需要延期的，最长不超过15日。",
    "本{kind}所称主管部门，是指负责{matter}的“专门机关”。第{article}条所称设施，包括水、电、气等设施。",
    "前款规定的期限，自收到材料之日起计算；{number}日内未答复的，视为同意。",
)
OPENING = ("有下列情形之一的，不予受理：", "{level}有关部门应当履行下列职责：", "禁止下列行为：")
ITEMS = (
    "材料不齐全或者不符合法定形式",
    "依照本{kind}第{article}条第二款应当回避而未回避",
    "擅自占用、毁坏公共设施，或者改变其用途",
    "在第{article}条规定的区域内堆放物品",
    "隐瞒真实情况，骗取补贴2000元以上",
    "法律、法规规定的其他情形",
)
CLOSINGS = ("前款第二项规定的情形，经批准可以除外。", "具体办法由{level}人民政府另行制定，并在六个月内公布。")
TABLE = (("等级", "面积", "限额"), ("一级", "500平方米以上", "3万元"), ("二级", "不足500平方米", "1万元"))


@dataclass
class Article:
    """An article: its path of chapter and section, its number, and its paragraphs; a table stands as its rows."""

    path: tuple[str, ...]
    number: str
    paragraphs: list[str] = field(default_factory=list)
    has_items: bool = False
    has_table: bool = False

    @property
    def rows(self) -> list[str]:
        return ["".join(row) for row in TABLE] if self.has_table else []


@dataclass
class Regulation:
    """A regulation: its title, the note on how it came about, its articles, and the lines after the last one."""

    title: str
    history: str
    articles: list[Article]
    has_contents: bool
    gap: str
    tail: list[str]

    def expected(self) -> list[tuple[tuple[str, ...], str]]:
        """Path and text of each article, the text without white space."""
        return [((*a.path, a.number), squeezed("".join([a.number, *a.paragraphs, *a.rows]))) for a in self.articles]

    def headings(self) -> list[str]:
        return list(dict.fromkeys(step for article in self.articles for step in article.path))


def squeezed(text: str) -> str:
    return "".join(text.split())


def regulation(seed: int, *, tables: bool = False) -> Regulation:
    """Make a regulation of twenty to sixty articles."""
    chance = random.Random(seed)
    place, matter, kind = chance.choice(PLACES), chance.choice(MATTERS), chance.choice(KINDS)
    level = next(suffix for suffix in ("自治州", "经济特区", "市", "县", "省") if place.endswith(suffix))
    articles = [
        _article(chance, path, at, {"matter": matter, "kind": kind[:2], "level": level})
        for at, path in enumerate(_paths(chance), 1)
    ]
    if tables:
        chance.choice([article for article in articles if not article.has_items]).has_table = True
    history = (
        f"（2019年3月4日{place}第十五届人民代表大会常务委员会第{format_numeral(chance.randint(2, 40))}次会议通过　"
        f"根据2021年11月25日{place}第十六届人民代表大会常务委员会第五次会议《关于修改部分地方性法规的决定》修正）"
    )
    tails = (
        [],
        [f"{place}人民代表大会常务委员会", "2021年11月25日"],
        [f"附件：{matter}事项目录"],
        ["（此件公开发布）"],
    )
    return Regulation(
        f"{place}{matter}{kind}", history, articles, chance.random() < 0.5, chance.choice(GAPS), chance.choice(tails)
    )


def _paths(chance: random.Random) -> list[tuple[str, ...]]:
    """The chapter and section of each article; a short regulation has none."""
    if chance.random() < 0.2:
        return [()] * chance.randint(6, 20)
    paths: list[tuple[str, ...]] = []
    for place, name in enumerate(CHAPTERS, 1):
        chapter = f"第{format_numeral(place)}章 {name}"
        sections = chance.choice((0, 0, 0, 2, 3)) if 1 < place < len(CHAPTERS) else 0
        for section in range(max(1, sections)):
            heading = (f"第{format_numeral(section + 1)}节 {SECTIONS[section]}",) if sections else ()
            paths += [(chapter, *heading)] * chance.randint(1, 7)
    return paths


def _article(chance: random.Random, path: tuple[str, ...], place: int, words: dict[str, str]) -> Article:
    def written(template: str) -> str:
        numbers = {name: format_numeral(chance.randint(1, place + 9)) for name in ("article", "other", "another")}
        return template.format(
            **words, **numbers, number=format_numeral(chance.randint(2, 30)), more="三", last=format_numeral(place + 12)
        )

    article = Article(path, f"第{format_numeral(place)}条", [written(chance.choice(PARAGRAPHS))])
    article.paragraphs += [written(chance.choice(PARAGRAPHS)) for _ in range(chance.choice((0, 0, 1, 2)))]
    if chance.random() < 0.3:
        article.has_items = True
        count = chance.randint(2, len(ITEMS))
        article.paragraphs.append(written(chance.choice(OPENING)))
        article.paragraphs += [
            f"（{format_numeral(at)}）{written(item)}{'。' if at == count else '；'}"
            for at, item in enumerate(ITEMS[:count], 1)
        ]
        if chance.random() < 0.5:
            article.paragraphs.append(written(chance.choice(CLOSINGS)))
    return article


# ── text, Markdown, web page ────────────────────────────────────────────────────────────────────────────────────────


def _lines(made: Regulation) -> list[tuple[str, str]]:
    """Every line in order with what it is: title, history, contents, heading, body or tail."""
    lines = [("title", made.title), ("history", made.history)]
    if made.has_contents and made.headings():
        lines += [("contents", "目　录"), *(("contents", heading) for heading in made.headings())]
    path: tuple[str, ...] = ()
    for article in made.articles:
        new = [step for place, step in enumerate(article.path) if article.path[: place + 1] != path[: place + 1]]
        lines += [("heading", step.replace(" ", made.gap)) for step in new]
        path = article.path
        first, *rest = article.paragraphs
        lines += [("body", f"{article.number}{made.gap}{first}"), *(("body", text) for text in rest)]
        lines += [("row", "|".join(row)) for row in TABLE] if article.has_table else []
    return [*lines, *(("tail", text) for text in made.tail)]


def as_txt(made: Regulation, chance: random.Random) -> bytes:
    indent, end = chance.choice(("　　", "", "    ")), chance.choice(("\n", "\r\n", "\n\n"))
    text = end.join(f"{indent}{line}" if kind == "body" else line for kind, line in _lines(made))
    return text.encode(chance.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")))


def as_md(made: Regulation, chance: random.Random) -> bytes:
    marks = {"title": "# ", "heading": chance.choice(("## ", "### ", "**")), "body": chance.choice(("", "　　"))}
    lines = []
    for kind, line in _lines(made):
        number = line.split(made.gap)[0]
        bold = kind == "body" and line.startswith("第") and chance.random() < 0.2
        text = line.replace(number, f"**{number}**", 1) if bold else line
        mark = marks.get(kind, "")
        lines.append(f"**{text}**" if mark == "**" else mark + text)
    return "\n\n".join(lines).encode()


def as_html(made: Regulation, chance: random.Random) -> bytes:
    by_break = chance.random() < 0.3
    lines = []
    for kind, line in _lines(made):
        text = html.escape(line).replace("\u3000", chance.choice(("&emsp;", "\u3000"))).replace("  ", "&nbsp;&nbsp;")
        if kind == "body":
            number = line.split(made.gap)[0]
            text = "　　" + (text.replace(number, f"<strong>{number}</strong>", 1) if line[0] == "第" else text)
        centred = "" if kind == "body" else ' style="text-align:center"'
        lines.append(f"{text}<br>" if by_break else f"<p{centred}>{text}</p>")
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>{made.title}_政府信息公开</title>"
        "<style>.a{color:red}</style></head><body><div class='header'><ul><li><a href='/'>首页</a></li>"
        "<li><a href='/f'>法规</a></li></ul></div><div id='zoom' class='article-content'>"
        f"{''.join(lines)}</div><div class='share'>分享到：微信 微博</div>"
        "<div class='footer'>版权所有 备案号：00000001</div><script>var a=1;</script></body></html>"
    ).encode()


# ── Word ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class DocxShape:
    """How a Word file is set: what is a heading style, what Word numbers itself, how paragraphs part."""

    heading_styles: bool
    numbered: str | None
    """Word's number format of 第%1条, None where the number is typed."""
    soft_breaks: bool
    bold_numbers: bool
    text_box: bool


def docx_shape(chance: random.Random) -> DocxShape:
    numbered = chance.choice((None, None, "chineseCountingThousand", "chineseCounting", "japaneseCounting"))
    return DocxShape(
        heading_styles=chance.random() < 0.5,
        numbered=numbered,
        soft_breaks=chance.random() < 0.3,
        bold_numbers=chance.random() < 0.5,
        text_box=chance.random() < 0.3,
    )


def as_docx(made: Regulation, chance: random.Random, shape: DocxShape | None = None) -> bytes:
    shape = shape or docx_shape(chance)
    document = docx.Document()
    _heading(document, made.title, 0, styled=shape.heading_styles)
    document.add_paragraph(made.history).alignment = WD_ALIGN_PARAGRAPH.CENTER
    if shape.text_box:
        _add_text_box(document, "内部资料，注意保存")
    if made.has_contents and made.headings():
        document.add_paragraph("目　录")
        for heading in made.headings():
            document.add_paragraph(heading)
    counted = _lists(document, shape) if shape.numbered else None
    path: tuple[str, ...] = ()
    for article in made.articles:
        for place, step in enumerate(article.path):
            if article.path[: place + 1] != path[: place + 1]:
                _heading(document, step.replace(" ", made.gap), place + 1, styled=shape.heading_styles)
        path = article.path
        _add_article(document, article, made.gap, shape, counted)
    for text in made.tail:
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return builders.saved(document)


def _lists(document: Document, shape: DocxShape) -> tuple[int, Callable[[], int]]:
    """The list that counts articles, and a way to a new list of items that begins at one."""
    articles = builders.add_list(document, [(shape.numbered or "", "第%1条")])
    return articles, lambda: builders.add_list(document, [("chineseCounting", "（%1）")])


def _heading(document: Document, text: str, level: int, *, styled: bool) -> None:
    if styled:
        document.add_heading(text, level)
        return
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.add_run(text).bold = True


def _add_article(
    document: Document,
    article: Article,
    gap: str,
    shape: DocxShape,
    counted: tuple[int, Callable[[], int]] | None,
) -> None:
    first, *rest = article.paragraphs
    paragraph = document.add_paragraph()
    if counted is not None:
        builders.number(paragraph, counted[0])
    elif shape.bold_numbers:
        # Word cuts runs where it likes.
        for piece in (article.number[:1], article.number[1:-1], article.number[-1:]):
            paragraph.add_run(piece).bold = True
        paragraph.add_run(gap)
    else:
        paragraph.add_run(article.number + gap)
    paragraph.add_run(first)
    items = counted[1]() if counted is not None and article.has_items else None
    for text in rest:
        if items is not None and text.startswith("（"):
            builders.number(item := document.add_paragraph(), items)
            item.add_run(text.partition("）")[2])
        elif shape.soft_breaks and items is None:
            paragraph.add_run().add_break()
            paragraph.add_run(text)
        else:
            document.add_paragraph(text)
    if article.has_table:
        table = document.add_table(len(TABLE), len(TABLE[0]))
        for place, row in enumerate(TABLE):
            for at, cell in enumerate(row):
                table.cell(place, at).text = cell


def _add_text_box(document: Document, text: str) -> None:
    drawn = (
        f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox>'
        f"<w:txbxContent><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )
    document.add_paragraph()._p.append(parse_xml(drawn))
