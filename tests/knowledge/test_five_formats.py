"""The same text in five formats gives the same clauses: regulations made at random, a plan, an interview."""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from knowledge.library import read_document
from knowledge.numerals import format_numeral
from knowledge.values import SourceFile
from tests.knowledge.loaders import builders

Heading = tuple[str, int]
"""A line with its depth as a heading; 0 for a paragraph."""

SENTENCES = (
    "渔船应当每{count}个月检验一次，检验结果记入船舶档案。",
    "违反本办法{reference}规定的，责令限期改正；逾期不改正的，处五百元以上{count}千元以下罚款。",
    "县渔业主管部门应当自收到申请之日起{count}个工作日内作出决定，并书面告知申请人。",
    "任何单位和个人发现违法捕捞的，有权在{count}日内向县渔业主管部门举报。",
    "依照{reference}第二款处理的，应当在{count}日内抄送乡镇人民政府。",
    "禁渔期由县人民政府确定，并提前{count}日公告。",
)
ITEMS = ("证书已经过期的", "没有按照规定标明船名的", "私自改装渔船，影响航行安全的", "法律、法规规定的其他情形")
CHAPTER_NAMES = ("总则", "登记与检验", "捕捞管理", "监督检查", "法律责任", "附则")
SECTION_NAMES = ("一般规定", "特别规定")


def regulation(seed: int) -> list[Heading]:
    """Chapters, some with sections; articles of one to three paragraphs, some with items and a closing paragraph."""
    chance = random.Random(seed)
    lines: list[Heading] = []
    article = count = 0

    def sentence() -> str:
        nonlocal count
        count += 1
        reference = f"第{format_numeral(chance.randint(1, article + 3))}条"
        return chance.choice(SENTENCES).format(reference=reference, count=format_numeral(count))

    for chapter, name in enumerate(CHAPTER_NAMES, 1):
        lines.append((f"第{format_numeral(chapter)}章 {name}", 2))
        sections = chance.choice((0, 0, 2))
        for section in range(1, max(1, sections) + 1):
            if sections:
                lines.append((f"第{format_numeral(section)}节 {SECTION_NAMES[section - 1]}", 3))
            for _ in range(chance.randint(1, 4)):
                article += 1
                lines.append((f"第{format_numeral(article)}条 {sentence()}", 0))
                lines += [(sentence(), 0) for _ in range(chance.randint(0, 2))]
                if chance.random() < 0.4:
                    lines.append(("有下列情形之一的，不予登记：", 0))
                    count = chance.randint(2, len(ITEMS))
                    lines += [
                        (f"（{format_numeral(place)}）{item}{'。' if place == count else '；'}", 0)
                        for place, item in enumerate(ITEMS[:count], 1)
                    ]
                    if chance.random() < 0.5:
                        lines.append((sentence(), 0))
    return lines


PLAN: list[Heading] = [
    ("为了做好今年的渔业安全工作，结合本县实际，制定本方案。", 0),
    ("一、总体要求", 2),
    ("坚持安全第一、预防为主，确保全年不发生较大以上渔船安全事故。", 0),
    ("二、重点任务", 2),
    ("（一）全面排查。对所有在册渔船逐船登记造册。四月底前完成。", 0),
    ("（二）集中整治。对排查出的问题建立台账，逐项销号：", 0),
    ("1．证件不全的，停航补办；", 0),
    ("2．设备老化的，限期更换。", 0),
    ("（三）巩固提升。总结经验，形成长效机制。各乡镇每季度开展一次回头看。", 0),
    ("三、工作要求", 2),
    ("各乡镇要高度重视，明确专人负责，每月五日前报送进展情况。", 0),
]
INTERVIEW: list[Heading] = [
    ("近日，县里印发了《渔船检验办法》，县渔业局负责人就有关问题回答了记者提问。", 0),
    ("问：请介绍一下办法出台的背景。", 0),
    ("答：渔船检验关系渔民生命安全。近年来，部分渔船设备老化，出台办法很有必要。", 0),
    ("问：办法在检验方面有哪些规定？", 0),
    (
        "答：办法从三个方面作出规定：一是明确检验周期。每年检验一次。二是明确检验内容，重点检查救生设备；"
        "三是明确检验费用由财政承担。这些规定都很具体。",
        0,
    ),
    ("问：办法什么时候开始施行？", 0),
    ("答：自今年五月一日起施行。", 0),
]
TITLES = {
    "regulation": "青山县渔船检验管理办法",
    "plan": "青山县渔业安全专项整治方案",
    "interview": "县渔业局负责人就《渔船检验办法》答记者问",
}


def as_txt(title: str, lines: list[Heading]) -> bytes:
    return "\n".join([title, "", *(text if depth else f"　　{text}" for text, depth in lines)]).encode()


def as_md(title: str, lines: list[Heading]) -> bytes:
    return "\n\n".join([f"# {title}", *(f"{'#' * depth} {text}" if depth else text for text, depth in lines)]).encode()


def as_html(title: str, lines: list[Heading]) -> bytes:
    body = "".join(
        f"<h{depth}>{html.escape(text)}</h{depth}>" if depth else f"<p>　　{html.escape(text)}</p>"
        for text, depth in lines
    )
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><div class='nav'><a href='/'>首页</a>"
        f"<a href='/x'>政务公开</a></div><div class='content'><h1>{title}</h1>{body}</div></body></html>"
    ).encode()


def as_docx(title: str, lines: list[Heading]) -> bytes:
    document = docx.Document()
    document.add_heading(title, 0)
    for text, depth in lines:
        if depth:
            document.add_heading(text, depth - 1)
        else:
            document.add_paragraph(text)
    return builders.saved(document)


def as_pdf(title: str, lines: list[Heading]) -> bytes:
    return builders.pdf_of([(title, True), *((text, depth == 2) for text, depth in lines)], "青山县人民政府公报", 24)


FORMATS: dict[str, Callable[[str, list[Heading]], bytes]] = {
    "txt": as_txt,
    "md": as_md,
    "html": as_html,
    "docx": as_docx,
    "pdf": as_pdf,
}


def clauses(folder: Path, suffix: str, title: str, lines: list[Heading]) -> list[tuple[tuple[str, ...], str, str]]:
    path = folder / f"文件.{suffix}"
    path.write_bytes(FORMATS[suffix](title, lines))
    parsed = read_document(SourceFile(path, path.name))
    return [(clause.path, clause.label, clause.text) for clause in parsed.clauses]


def expected_articles(lines: list[Heading]) -> list[tuple[tuple[str, ...], str]]:
    """What the regulation was made of, kept apart from the parser's rules."""
    found: list[tuple[tuple[str, ...], str]] = []
    levels: list[Heading] = []
    for text, depth in lines:
        if depth:
            levels = [level for level in levels if level[1] < depth] + [(text, depth)]
        elif text.startswith("第"):
            found.append(((*(level[0] for level in levels), text.split(" ")[0]), text))
        else:
            path, article = found.pop()
            found.append((path, f"{article}\n{text}"))
    return found


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("seed", range(6))
def test_a_regulation_gives_its_articles_in_every_format(tmp_path: Path, suffix: str, seed: int) -> None:
    lines = regulation(seed)
    found = clauses(tmp_path, suffix, TITLES["regulation"], lines)
    assert [(path, text) for path, _, text in found] == expected_articles(lines)
    assert all(label.startswith("《青山县渔船检验管理办法》第") for _, label, _ in found)


def test_a_regulation_gives_its_articles_from_pages_of_every_width(tmp_path: Path) -> None:
    """Lines of 16 to 36 characters, and gaps of every kind in the headings, which are centred between them."""
    exact = total = 0
    for seed in range(100, 130):
        chance = random.Random(seed)
        lines, gap = regulation(seed), chance.choice((" ", "  ", "\u3000", "\u3000\u3000"))
        set_lines = [(text.replace(" ", gap, 1) if depth else text, bool(depth)) for text, depth in lines]
        title = chance.choice((TITLES["regulation"], "青山县渔船办法"))
        path = tmp_path / "文件.pdf"
        path.write_bytes(builders.pdf_of([(title, True), *set_lines], "青山县人民政府公报", chance.randint(16, 36)))
        found = [(clause.path, clause.text) for clause in read_document(SourceFile(path, path.name)).clauses]
        expected = expected_articles(lines)
        assert [place for place, _ in found] == [place for place, _ in expected], seed
        exact += sum(one == other for one, other in zip(found, expected, strict=True))
        total += len(expected)
    # Where no line of a page shows how wide its column is, a paragraph may part at a line's end.
    assert exact / total >= 0.995


@pytest.mark.parametrize("suffix", ["md", "html", "docx", "pdf"])
@pytest.mark.parametrize(("kind", "lines"), [("plan", PLAN), ("interview", INTERVIEW)])
def test_a_plan_and_an_interview_give_the_same_clauses(
    tmp_path: Path, suffix: str, kind: str, lines: list[Heading]
) -> None:
    assert clauses(tmp_path, suffix, TITLES[kind], lines) == clauses(tmp_path, "txt", TITLES[kind], lines)


def test_the_plan_and_the_interview_are_read_as_they_are(tmp_path: Path) -> None:
    plan = [path for path, _, _ in clauses(tmp_path, "txt", TITLES["plan"], PLAN)]
    assert plan == [
        (),
        ("一、总体要求",),
        ("二、重点任务", "（一）全面排查"),
        ("二、重点任务", "（二）集中整治"),
        ("二、重点任务", "（三）巩固提升"),
        ("三、工作要求",),
    ]
    interview = [label for _, label, _ in clauses(tmp_path, "txt", TITLES["interview"], INTERVIEW)]
    assert interview[1:] == [
        "《渔船检验办法》答记者问·问1",
        "《渔船检验办法》答记者问·问2",
        "《渔船检验办法》答记者问·问2·第一",
        "《渔船检验办法》答记者问·问2·第二",
        "《渔船检验办法》答记者问·问2·第三",
        "《渔船检验办法》答记者问·问3",
    ]
