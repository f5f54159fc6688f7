from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from knowledge.errors import UnreadableDocumentError
from knowledge.loaders.docx_numbering import write_number
from tests.knowledge.loaders.builders import add_list, as_docx, load, number, saved


def texts(document: docx.document.Document) -> list[str]:
    return [block.text for block in load("甲.docx", saved(document)).blocks]


def test_automatic_numbers_are_shown_as_word_shows_them() -> None:
    document = docx.Document()
    articles = add_list(
        document, [("chineseCountingThousand", "第%1条"), ("chineseCounting", "（%2）"), ("decimal", "%3.")]
    )
    for text, level in [("甲。", 0), ("乙：", 0), ("丙；", 1), ("丁；", 1), ("戊。", 2), ("己。", 0), ("庚。", 1)]:
        number(document.add_paragraph(text), articles, level)
    assert texts(document) == [
        "第一条 甲。",
        "第二条 乙：",
        "（一）丙；",
        "（二）丁；",
        "1. 戊。",
        "第三条 己。",
        "（一）庚。",
    ]


def test_numbers_of_two_lists_do_not_mix_and_prose_between_does_not_stop_them() -> None:
    document = docx.Document()
    first, second = add_list(document, [("decimal", "%1、")]), add_list(document, [("chineseCounting", "%1、")])
    number(document.add_paragraph("甲"), first)
    number(document.add_paragraph("乙"), second)
    document.add_paragraph("说明")
    number(document.add_paragraph("丙"), first)
    assert texts(document) == ["1、甲", "一、乙", "说明", "2、丙"]


def test_tables_stand_in_their_place() -> None:
    document = docx.Document()
    document.add_paragraph("第一条 收费如下：")
    table = document.add_table(2, 2)
    for row, column, text in [(0, 0, "项目"), (0, 1, "金额"), (1, 0, "押金"), (1, 1, "五十元")]:
        table.cell(row, column).text = text
    document.add_paragraph("第二条 押金可退。")
    loaded = load("甲.docx", saved(document))
    assert [(block.text, block.kind) for block in loaded.blocks] == [
        ("第一条 收费如下：", "paragraph"),
        ("项目　金额", "table"),
        ("押金　五十元", "table"),
        ("第二条 押金可退。", "paragraph"),
    ]


def test_insertions_stay_and_deletions_go() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("期限为")
    paragraph._p.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t>三十</w:t></w:r></w:ins>'))
    paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>十</w:delText></w:r></w:del>'))
    paragraph.add_run("日。")
    assert texts(document) == ["期限为三十日。"]


def test_content_controls_are_read() -> None:
    document = docx.Document()
    body = document.element.body
    body.insert(
        0,
        parse_xml(
            f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>控件里的字。</w:t></w:r></w:p></w:sdtContent></w:sdt>"
        ),
    )
    assert texts(document) == ["控件里的字。"]


def test_headers_and_contents_are_dropped() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("第一章 总则 1", style="toc 1")
    document.add_paragraph("第一条 甲。")
    loaded = load("甲.docx", saved(document))
    assert [block.text for block in loaded.blocks] == ["第一条 甲。"]
    assert {(entry.text, entry.reason) for entry in loaded.dropped} == {
        ("第一章 总则 1", "目录"),
        ("内部资料", "页眉页脚"),
    }


@pytest.mark.parametrize(
    ("value", "style", "shown"),
    [
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (1001, "chineseCountingThousand", "一千零一"),
        (110, "japaneseCounting", "一百一十"),
        (105, "chineseCounting", "一〇五"),
        (4, "decimalEnclosedCircleChinese", "④"),
        (12, "decimalFullWidth", "１２"),
        (3, "upperRoman", "III"),
        (27, "lowerLetter", "aa"),
        (7, "decimalZero", "07"),
    ],
)
def test_number_formats(value: int, style: str, shown: str) -> None:
    assert write_number(value, style) == shown


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_file_is_one_clear_line(share: float) -> None:
    content = as_docx()
    with pytest.raises(UnreadableDocumentError, match="已损坏") as caught:
        load('缺 "页".docx', content[: int(len(content) * share)])
    assert "\n" not in str(caught.value)


def test_old_or_protected_word_file_is_named() -> None:
    with pytest.raises(UnreadableDocumentError, match="密码"):
        load("甲.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))


def test_zip_without_a_document_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "甲")
    with pytest.raises(UnreadableDocumentError, match="已损坏"):
        load("甲.docx", stream.getvalue())


def test_document_without_text_is_refused() -> None:
    with pytest.raises(UnreadableDocumentError, match="没有文字"):
        load("甲.docx", saved(docx.Document()))


def test_articles_count_on_over_chapters_where_their_level_never_starts_anew() -> None:
    document = docx.Document()
    root = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>{restart}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (text, restart) in enumerate(
            [("第%1章", ""), ("第%2条", '<w:lvlRestart w:val="0"/>'), ("（%3）", "")]
        )
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    root.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for text, level in [("总则", 0), ("甲", 1), ("乙", 2), ("监督", 0), ("丙", 1), ("丁", 2)]:
        number(document.add_paragraph(text), 77, level)
    blocks = load("甲.docx", saved(document)).blocks
    assert [block.text for block in blocks] == [
        "第一章 总则",
        "第一条 甲",
        "（一）乙",
        "第二章 监督",
        "第二条 丙",
        "（一）丁",
    ]


def test_a_note_in_a_text_box_is_no_title_and_sentences_in_one_are_kept() -> None:
    document = docx.Document()
    document.add_paragraph("白水县渡口条例")
    for text in ("内部资料", "渡口由县里负责。"):
        box = (
            f'<w:r {nsdecls("w")}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
            f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
        )
        document.add_paragraph()._p.append(parse_xml(box))
    loaded = load("甲.docx", saved(document))
    assert [block.text for block in loaded.blocks] == ["白水县渡口条例", "渡口由县里负责。"]
    assert [(one.text, one.reason) for one in loaded.dropped] == [("内部资料", "文本框")]
