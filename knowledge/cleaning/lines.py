"""A line on its way through cleaning, and the questions that every step asks of one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from knowledge.cleaning.reasons import Reason
from knowledge.numerals import NUMERAL
from knowledge.values import Block

HAN = "\u3400-\u4dbf\u4e00-\u9fff〇"
"""Chinese characters, for a regular expression's class."""

COUNTED = "年月日时分个项条万亿千百余多人次名家户元岁周位份场部件款天届轮批种所座公平米吨亩"
"""Characters that follow a figure as its unit, so that 403 次 is no numbered heading."""

_CLOSERS = "”’」』）)》〉】］]\"'"
_TERMINALS = frozenset("。！？!?；;：:…")
_STRUCTURE = re.compile(
    rf"""第\s*{NUMERAL}\s*(?:编|分编|章|节|条|部分)
    |{NUMERAL}\s*、
    |[（(]\s*{NUMERAL}\s*[）)]
    |[0-9０-９]{{1,3}}(?:[.．][0-9０-９]{{1,3}})*(?:[.．](?!\d)|[\s　](?=[{HAN}《“])(?![{COUNTED}]))
    |[①-⑳⑴-⒇⒈-⒛㈠-㈩]
    |(?:问|答)\s*[：:]
    |附\s*(?:件|表|则|录)?\s*(?:{NUMERAL})?\s*[：:]
    |[（(](?:上接|下转|紧接)
    |[•·●○■◆★▲►▪–]\s*
    |—{{2,}}(?!.*—)|―{{2,}}
    """,
    re.VERBOSE,
)
_REFERENCE = re.compile(
    rf"第\s*{NUMERAL}\s*(?:编|章|节|条)(?:之{NUMERAL})?"
    rf"(?:第|规定|所列|所规|所称|之规定|和|至|到|、|或|及|与|以及|中|的|，|,|）|》|”|修改|之[^一二三四五六七八九十])"
    rf"|[（(]\s*{NUMERAL}\s*[）)]\s*项|[0-9.]+(?:规定|所列|的)"
)
_DOCUMENT_NUMBER = re.compile(
    r"[^。，；：\s]{0,14}\s*[〔\[［【（(﹝]\s*(?:19|20)\d{2}\s*[〕\]］】）)﹞]\s*第?\s*\d{1,5}\s*号"
)
_DOCUMENT_KIND = re.compile(
    r"(?:条例|规定|办法|细则|规则|准则|方案|意见|解释|决定|通知|规程|章程|批复|公告|规划|纲要|法)(?:[（(][^（）()]{1,12}[）)])?\Z"
)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f]")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, later one paragraph; `reason` is set where it is dropped."""

    text: str
    kind: Literal["paragraph", "heading", "table"] = "paragraph"
    level: int = 0
    indented: bool = False
    """Stands further to the right than a line of running text."""
    after_blank: bool = False
    """A blank line or the top of a page stands before it."""
    measure: int = 0
    """Width of its column in half-width cells, 0 where the line is not part of one."""
    reason: Reason | None = None

    @property
    def is_body(self) -> bool:
        """Whether the line stays in a clause and is running text."""
        return self.reason is None and self.kind == "paragraph"


def lines_of(blocks: tuple[Block, ...]) -> list[Line]:
    """Make lines of blocks; an empty block is a blank line, leading white space an indent."""
    lines: list[Line] = []
    blank = False
    for block in blocks:
        text = block.text.strip()
        if not text.isprintable() and (hidden := "".join(_INVISIBLE.findall(text))):
            text = _INVISIBLE.sub("", text).strip()
            lines.append(Line(hidden, reason=Reason.INVISIBLE))
        if not text:
            blank = True
            continue
        indented = block.kind == "paragraph" and block.text[0] in " \u3000\t"
        lines.append(Line(text, block.kind, block.level, indented, blank))
        blank = False
    return lines


def is_document_number(text: str) -> bool:
    """Whether the whole line is a document number, such as 国办发〔2024〕5号."""
    return len(text) <= 40 and _DOCUMENT_NUMBER.fullmatch(text) is not None


def names_document(text: str) -> bool:
    """Whether a line ends as the title of a document does, without a clause in it: 某市…办法（试行）."""
    return "，" not in text and is_loose(text) and _DOCUMENT_KIND.search(text) is not None


def is_terminal(text: str) -> bool:
    """Whether a sentence, or what introduces a list, ends with this line."""
    last = text[-1:]
    return last in _TERMINALS or (last in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _TERMINALS)


def is_structure(text: str) -> bool:
    """Whether the line begins as a numbered heading, an item or a question does."""
    return _STRUCTURE.match(text) is not None


def is_reference(text: str) -> bool:
    """Whether the line begins with the number of a clause that is spoken of, as in 第十二条规定的."""
    return _REFERENCE.match(text) is not None


def is_loose(text: str) -> bool:
    """Whether the line reads as a title: short, no sentence in it, no number before it."""
    return 2 <= len(text) <= 60 and not is_terminal(text) and "。" not in text and not is_structure(text)


def width(text: str) -> int:
    """Width in half-width cells; a run of spaces counts as one cell."""
    return sum(1 if char < "\u2000" else 2 for char in _SPACE.sub(" ", text))


def squeeze(text: str) -> str:
    """The text without white space."""
    return _SPACE.sub("", text)
