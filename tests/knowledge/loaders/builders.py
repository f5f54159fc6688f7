"""Files of every format, made for a test: the same regulation, a Word list, a PDF with furniture."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence
from pathlib import Path

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from knowledge.loaders import load_file
from knowledge.values import LoadedFile

TITLE = "青山市食堂明厨亮灶管理办法"
HISTORY = "（2019年3月4日青山市人民政府令第8号公布　根据2022年6月1日《关于修改部分规章的决定》修正）"
CHAPTERS = frozenset({"第一章 总则", "第二章 日常管理", "第三章 附则"})
PARAGRAPHS = (
    "第一章 总则",
    "第一条 为了让就餐的人看得见后厨、吃得放心，规范食堂的日常管理，根据有关规定，结合本市实际，制定本办法。",
    "第二条 本市行政区域内机关、学校、医院、养老机构的食堂，适用本办法。",
    "流动餐车的管理，依照本办法第六条第二款的规定执行，不适用第三条的规定。",
    "第二章 日常管理",
    "第三条 食堂应当做到下列事项：",
    "（一）后厨安装摄像设备，画面在就餐区实时显示，录像至少保存三十日，供监管部门和就餐的人随时查看；",
    "（二）每日公示食材的来源、数量和检验结果；",
    "（三）法律、法规规定的其他事项。",
    "前款第一项的设备费用，由主办单位承担。",
    "第四条 市场监督管理部门每季度至少检查一次，检查结果自作出之日起5个工作日内向社会公布。",
    "第五条 违反本办法第三条规定的，由市场监督管理部门责令限期改正；逾期不改正的，处2000元以上1万元以下罚款。",
    "第六条 承包经营的食堂由承包人负责，主办单位承担管理责任。",
    "流动餐车由车主负责。",
    "第三章 附则",
    "第七条 本办法自2019年5月1日起施行。",
)

pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))


def load(name: str, content: bytes) -> LoadedFile:
    return load_file(Path(name), content, source=name)


def as_txt(encoding: str = "utf-8") -> bytes:
    return "\n".join([TITLE, HISTORY, *(f"　　{text}" for text in PARAGRAPHS)]).encode(encoding)


def as_markdown() -> bytes:
    lines = [f"# {TITLE}", HISTORY, *(f"## {text}" if text in CHAPTERS else text for text in PARAGRAPHS)]
    return "\n\n".join(lines).encode()


def as_html() -> bytes:
    body = "".join(f"<h2>{text}</h2>" if text in CHAPTERS else f"<p>　　{html.escape(text)}</p>" for text in PARAGRAPHS)
    return (
        f"<html><head><meta charset='utf-8'><title>{TITLE}_青山市人民政府网</title></head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/zw'>政务公开</a></div>"
        f"<div class='content'><h1>{TITLE}</h1><p>{HISTORY}</p>{body}</div>"
        "<div class='footer'>主办：青山市人民政府办公室</div></body></html>"
    ).encode()


def as_docx() -> bytes:
    document = docx.Document()
    document.add_heading(TITLE, 0)
    document.add_paragraph(HISTORY)
    for text in PARAGRAPHS:
        if text in CHAPTERS:
            document.add_heading(text, 1)
        else:
            document.add_paragraph(text)
    return saved(document)


def as_pdf(*, header: str = "青山市规章汇编", columns: int = 24) -> bytes:
    return pdf_of(
        [(TITLE, True), (HISTORY, False), *((text, text in CHAPTERS) for text in PARAGRAPHS)], header, columns
    )


def saved(document: docx.document.Document) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def add_list(document: docx.document.Document, levels: Sequence[tuple[str, str]]) -> int:
    """Add an automatic list; each level is its number format and its text, such as ("chineseCounting", "第%1条")."""
    root = document.part.numbering_part.element
    list_id = 900 + len(root)
    written = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for place, (style, text) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{written}</w:abstractNum>')
    root.insert(0, abstract)
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'),
    )
    return list_id


def number(paragraph: Paragraph, list_id: int, level: int = 0) -> None:
    properties = paragraph._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", list_id)):
        element = OxmlElement(name)
        element.set(qn("w:val"), str(value))
        numbering.append(element)
    properties.append(numbering)


def pdf_of(paragraphs: Sequence[tuple[str, bool]], header: str, columns: int, *, password: str | None = None) -> bytes:
    """Typeset paragraphs, each with whether it is centred, on small pages with a header and a page number."""
    stream = io.BytesIO()
    size, top, bottom, left = 14.0, 700.0, 420.0, 90.0
    encryption = StandardEncryption(password) if password else None
    page = canvas.Canvas(stream, pagesize=A4, encrypt=encryption)
    y, number_ = top, 1

    def furniture() -> None:
        page.setFont("STSong-Light", 9)
        page.drawCentredString(297, 800, header)
        page.drawCentredString(297, 40, f"— {number_} —")
        page.setFont("STSong-Light", size)

    furniture()
    for text, is_centred in paragraphs:
        rest, is_first = text, not is_centred
        while rest:
            if y < bottom:
                page.showPage()
                y, number_ = top, number_ + 1
                furniture()
            piece, rest = _fitting(rest, columns - 2 if is_first else columns)
            x = 297 - len(piece) * size / 2 if is_centred else left + (2 * size if is_first else 0)
            page.drawString(x, y, piece)
            y -= 1.5 * size
            is_first = False
    page.save()
    return stream.getvalue()


def image_pdf(pages: int = 1) -> bytes:
    """Pages that show a picture and hold no text."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    stream = io.BytesIO()
    page = canvas.Canvas(stream, pagesize=A4)
    for _ in range(pages):
        page.drawImage(ImageReader(Image.new("RGB", (40, 40), "grey")), 100, 400, 300, 300)
        page.showPage()
    page.save()
    return stream.getvalue()


def _fitting(text: str, columns: int) -> tuple[str, str]:
    """Cut a line of so many Chinese characters; closing punctuation may not begin a line."""
    cells = end = 0
    while end < len(text) and (cells := cells + (1 if text[end] < "\u2000" else 2)) <= 2 * columns:
        end += 1
    while end < len(text) and text[end] in "，。；：、）":
        end += 1
    return text[:end], text[end:]
