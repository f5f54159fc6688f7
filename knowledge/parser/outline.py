"""Lines → headings, articles, questions, numbered sections and paragraphs, each with its path.

A stack holds the levels that are open. A line opens a level, a clause, or goes on with the clause that is open:

1. A chapter's heading, an attachment and a heading that the format marks close what is open and take their place.
2. An article or a question takes every line up to the next one: its paragraphs, its items, its closing paragraph.
3. A numbered line outside them is a section of its own, the heading of sections, or an item of the sentence before it;
   the style it is numbered in, its number and its neighbours tell which.
4. Any other line is a paragraph of its own, or goes on with the numbered section that is open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.parser import enumerations, headings
from knowledge.parser.lines import Line
from knowledge.parser.markers import DEPTH, LIST_STYLES, Style
from knowledge.values import ClauseDraft, ParsedArticle

LONGEST_STEP = 25
"""Characters of a path's step that a section's first words give; longer ones are shortened to the number."""

LONGEST_SUBHEADING = 15
"""Characters of a heading without a number between two articles, such as 附则."""

_FIRST_WORDS = re.compile(r"[^。！？：；!?:;]+")

Role = Literal["article", "section", "question", "item", "paragraph"]


@dataclass(slots=True)
class _Step:
    text: str
    style: Style | None = None
    number: tuple[int, ...] = ()
    level: int = 0
    bare: bool = False
    attachment: bool = False
    draft: int | None = None


@dataclass(slots=True)
class _Draft:
    path: tuple[str, ...]
    start: int
    end: int
    parent: int | None
    role: Role
    table: bool = False


@dataclass(slots=True)
class Outline:
    """What is known before the walk: the lines, and which of them open an article or a question."""

    lines: Sequence[Line]
    articles: frozenset[int]
    questions: frozenset[int]
    contents: frozenset[int]
    title_lines: int
    stack: list[_Step] = field(default_factory=list)
    drafts: list[_Draft] = field(default_factory=list)
    headings: list[tuple[int, int]] = field(default_factory=list)
    open: int | None = None
    reached: dict[Style, tuple[int, ...]] = field(default_factory=dict)
    listed_until: int = 0
    skip: int = 0

    def build(self) -> ParsedArticle:
        """Walk through the lines once."""
        body_ends = headings.body_ends(self.lines, self.articles)
        contents = []
        for index, line in enumerate(self.lines):
            if index < self.skip:
                continue
            if index in self.contents:
                contents.append((line.start, line.end))
            elif index < self.title_lines:
                self.headings.append((line.start, line.end))
            elif index >= body_ends[index] and headings.is_closing(self.lines, index):
                self._close_body(line)
            else:
                self._place(index, line)
        drafts = tuple(
            ClauseDraft(draft.path, draft.start, draft.end, draft.parent, role=draft.role) for draft in self.drafts
        )
        return ParsedArticle(drafts, tuple(self.headings), tuple(contents))

    def _place(self, index: int, line: Line) -> None:
        if index in self.questions:
            self._open_clause(line, headings.heading_text(line.text), "question")
        elif index in self.articles:
            self._open_clause(line, line.marker.text if line.marker else line.text, "article")
        elif headings.is_chapter(line) and self._accepts_chapter(index):
            self._open_chapter(index, line)
        elif headings.is_attachment(line) and self._has_text_below(index):
            self._open_attachment(index, line)
        elif line.kind == "heading" and not line.ends_sentence and self._open_role() != "question":
            self._open_formatted_heading(line)
        elif index < self.listed_until:
            self._extend(line)
        elif self._open_role() in ("article", "question"):
            self._inside_unit(index, line)
        elif line.marker and line.marker.style in LIST_STYLES:
            self._enumerated(index, line)
        else:
            self._text(index, line)

    # ── clauses ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _open_role(self) -> Role | None:
        return self.drafts[self.open].role if self.open is not None else None

    def _path(self) -> tuple[str, ...]:
        return tuple(step.text for step in self.stack)

    def _open_clause(self, line: Line, step: str, role: Role) -> None:
        while self.stack and (self.stack[-1].bare or self.stack[-1].draft is not None):
            self.stack.pop()
        self.drafts.append(_Draft((*self._path(), step), line.start, line.end, None, role))
        self.open = len(self.drafts) - 1

    def _extend(self, line: Line) -> None:
        if self.open is None:
            self._paragraph(line)
        else:
            self.drafts[self.open].end = line.end

    def _paragraph(self, line: Line) -> None:
        last = self.drafts[-1] if self.drafts else None
        if line.kind == "table" and last and last.table and self.open == len(self.drafts) - 1:
            last.end = line.end
            return
        parent = next((step.draft for step in reversed(self.stack) if step.draft is not None), None)
        self.drafts.append(_Draft(self._path(), line.start, line.end, parent, "paragraph", line.kind == "table"))
        self.open = len(self.drafts) - 1

    def _close_body(self, line: Line) -> None:
        while self.stack and not self.stack[-1].attachment:
            self.stack.pop()
        self.open = None
        self._paragraph(line)

    # ── headings ────────────────────────────────────────────────────────────────────────────────────────────────

    def _push_heading(self, step: _Step, *lines: Line) -> None:
        self.open = None
        self.stack.append(step)
        self.headings += [(line.start, line.end) for line in lines]

    def _accepts_chapter(self, index: int) -> bool:
        line = self.lines[index]
        marker = line.marker
        if line.kind == "heading" or self._leads_to_article(index):
            return True
        if marker is None or self._open_role() == "question":
            return False
        before = self.lines[index - 1] if index else None
        if before is not None and not (before.ends_sentence or headings.is_chapter(before) or before.kind == "heading"):
            return False
        last = next((step.number[0] for step in reversed(self.stack) if step.style is marker.style), 0)
        return marker.number[0] in (1, last + 1) and not (before is not None and before.introduces and last == 0)

    def _leads_to_article(self, index: int) -> bool:
        for place in range(index + 1, min(index + 5, len(self.lines))):
            if place in self.articles:
                return True
            line = self.lines[place]
            if not headings.is_chapter(line) and (len(line.text) > LONGEST_STEP or line.ends_sentence):
                return False
        return False

    def _open_chapter(self, index: int, line: Line) -> None:
        assert line.marker is not None
        lines = [line]
        following = self.lines[index + 1] if index + 1 < len(self.lines) else None
        if line.marker.end == len(line.text) and following and self._is_title(index + 1):
            lines.append(following)
            self.skip = index + 2
        depth = DEPTH[line.marker.style]
        kept = [step for step in self.stack if self._holds_chapter(step, depth, line.level)]
        self.stack = kept
        text = headings.heading_text(" ".join(piece.text for piece in lines))
        self._push_heading(_Step(text, line.marker.style, line.marker.number, line.level), *lines)

    def _holds_chapter(self, step: _Step, depth: int, level: int) -> bool:
        if step.attachment:
            return True
        if step.style is None:
            return 0 < step.level < level
        return DEPTH[step.style] < depth

    def _is_title(self, index: int) -> bool:
        line = self.lines[index]
        return (
            line.marker is None
            and line.kind != "table"
            and index not in self.articles
            and index not in self.questions
            and len(line.text) <= headings.LONGEST_BARE_HEADING
            and not line.ends_sentence
            and index + 1 < len(self.lines)
        )

    def _has_text_below(self, index: int) -> bool:
        below = index + 1
        if below >= len(self.lines):
            return False
        line = self.lines[below]
        return not headings.is_attachment(line) and not headings.is_closing(self.lines, below)

    def _open_attachment(self, index: int, line: Line) -> None:
        lines = [line]
        if headings.attachment_title(line) == "" and self._is_title(index + 1) and index + 2 < len(self.lines):
            lines.append(self.lines[index + 1])
            self.skip = index + 2
        self.stack = []
        self.reached = {}
        text = headings.heading_text(" ".join(piece.text for piece in lines))
        self._push_heading(_Step(text, level=line.level, attachment=True), *lines)

    def _open_formatted_heading(self, line: Line) -> None:
        if line.marker and line.marker.style in LIST_STYLES:
            self._nest(line)
        else:
            while (
                self.stack and not (0 < self.stack[-1].level < line.level) and not self._outranks(self.stack[-1], line)
            ):
                self.stack.pop()
        style = line.marker.style if line.marker else None
        number = line.marker.number if line.marker else ()
        if style:
            self.reached[style] = number
        self._push_heading(_Step(headings.heading_text(line.text), style, number, line.level), line)

    def _outranks(self, step: _Step, line: Line) -> bool:
        """A level that the format does not mark stays above a heading that it does, unless the heading is the top."""
        return step.level == 0 and not step.bare and step.draft is None and line.level > 1

    # ── numbered lines ──────────────────────────────────────────────────────────────────────────────────────────

    def _inside_unit(self, index: int, line: Line) -> None:
        if self._open_role() == "article" and self._heads_articles(index, line):
            if line.marker:
                self._nest(line)
            else:
                while self.stack and self.stack[-1].bare:
                    self.stack.pop()
            style = line.marker.style if line.marker else None
            number = line.marker.number if line.marker else ()
            text = headings.heading_text(line.text)
            self._push_heading(_Step(text, style, number, bare=line.marker is None), line)
        elif self._open_role() == "question" and line.kind == "heading" and index + 1 in self.questions:
            self._open_formatted_heading(line)
        else:
            self._extend(line)

    def _heads_articles(self, index: int, line: Line) -> bool:
        """Whether a short line between two articles heads the second: 二、管辖, 附则."""
        before = self.lines[index - 1]
        if line.kind == "table" or line.quoted or line.ends_sentence or len(line.text) > headings.LONGEST_BARE_HEADING:
            return False
        if not self._leads_to_article(index) or not (before.ends_sentence or before.kind == "heading"):
            return False
        if line.marker is None:
            return len(line.text) <= LONGEST_SUBHEADING and enumerations.is_words(line.text)
        return enumerations.is_heading(line) and not enumerations.continues_items(self.lines, index, self.articles)

    def _enumerated(self, index: int, line: Line) -> None:
        assert line.marker is not None
        if self.open is not None and self._is_list(index, is_section=self._open_role() == "section"):
            self._extend(line)
            return
        if not enumerations.accepts(self.lines, index, self.reached):
            self._text(index, line)
            return
        self._nest(line)
        self.reached[line.marker.style] = line.marker.number
        if self._is_heading(index, line):
            step = _Step(headings.heading_text(line.text), line.marker.style, line.marker.number, line.level)
            self._push_heading(step, line)
            return
        parent = next((step.draft for step in reversed(self.stack) if step.draft is not None), None)
        text = _section_step(line)
        self.drafts.append(_Draft((*self._path(), text), line.start, line.end, parent, "section"))
        self.open = len(self.drafts) - 1
        self.stack.append(_Step(text, line.marker.style, line.marker.number, draft=self.open))

    def _is_list(self, index: int, *, is_section: bool) -> bool:
        """Whether a list of items begins at `index`; `listed_until` is then the place after it."""
        if not enumerations.opens_list(self.lines, index, self._styles(), is_section=is_section):
            return False
        end = enumerations.list_end(self.lines, index, self._styles(), self._is_boundary)
        if not enumerations.is_list(self.lines, index, end):
            return False
        self.listed_until = end
        return True

    def _is_heading(self, index: int, line: Line) -> bool:
        if not self._has_text_under(index):
            return False
        if enumerations.is_heading(line):
            return True
        following = self.lines[index + 1]
        sections_follow = following.marker is not None and following.marker.style in LIST_STYLES
        return sections_follow and enumerations.heads_sections(line) and not self._begins_list(index + 1, line)

    def _begins_list(self, index: int, heading: Line) -> bool:
        assert heading.marker is not None
        styles = self._styles() | {heading.marker.style}
        if not enumerations.opens_list(self.lines, index, styles, is_section=True):
            return False
        end = enumerations.list_end(self.lines, index, styles, self._is_boundary)
        return enumerations.is_list(self.lines, index, end)

    def _styles(self) -> frozenset[Style]:
        return frozenset(step.style for step in self.stack if step.style is not None)

    def _is_boundary(self, index: int) -> bool:
        line = self.lines[index]
        return (
            index in self.articles
            or index in self.questions
            or line.kind == "heading"
            or headings.is_chapter(line)
            or headings.is_attachment(line)
            or headings.is_closing(self.lines, index)
        )

    def _nest(self, line: Line) -> None:
        """Close the levels that the numbered `line` does not stand under."""
        assert line.marker is not None
        style, number = line.marker.style, line.marker.number
        if style is Style.DECIMAL:
            while self.stack and self._ends_before_decimal(self.stack[-1], number):
                self.stack.pop()
            return
        places = [place for place, step in enumerate(self.stack) if step.style is style]
        if places:
            del self.stack[places[0] :]
            return
        for place, step in enumerate(self.stack):
            if step.style in LIST_STYLES and DEPTH[step.style] > DEPTH[style]:
                if not enumerations.resumes(self.lines, line, step.style, step.number):
                    del self.stack[place:]
                return
            if step.bare and style is Style.CHINESE and number == (1,) and place == len(self.stack) - 1:
                return

    def _ends_before_decimal(self, step: _Step, number: tuple[int, ...]) -> bool:
        if step.bare or (step.style in LIST_STYLES and step.style is not Style.DECIMAL and step.draft is not None):
            return True
        return step.style is Style.DECIMAL and number[: len(step.number)] != step.number

    def _has_text_under(self, index: int) -> bool:
        if index + 1 >= len(self.lines):
            return False
        below = self.lines[index + 1]
        if index + 1 in self.articles:
            return True
        if self._is_boundary(index + 1) and below.kind != "heading":
            return False
        marker, own = below.marker, self.lines[index].marker
        if marker is None or marker.style not in LIST_STYLES or own is None:
            return True
        if marker.style is Style.DECIMAL and own.style is Style.DECIMAL:
            return marker.number[: len(own.number)] == own.number and len(marker.number) > len(own.number)
        last = self.reached.get(marker.style)
        goes_on = last is not None and marker.number[0] == last[0] + 1
        return marker.style not in self._styles() | {own.style} and (marker.number[-1] == 1 or goes_on)

    def _text(self, index: int, line: Line) -> None:
        if self._open_role() == "section":
            self._extend(line)
        elif headings.is_bare_heading(self.lines, index):
            while self.stack and self.stack[-1].bare:
                self.stack.pop()
            self._push_heading(_Step(headings.heading_text(line.text), bare=True), line)
        else:
            self._paragraph(line)


def _section_step(line: Line) -> str:
    """Name a section by its number and its title; by the number alone where its first sentence is no title."""
    assert line.marker is not None
    words = _FIRST_WORDS.match(line.rest)
    if words is None:
        return line.marker.text
    after = line.rest[words.end() : words.end() + 1]
    is_title = (
        after == "" or (after == "。" and len(line.rest) > words.end() + 1) or (after in "：:" and "，" not in words[0])
    )
    step = headings.heading_text(line.text[: line.marker.end] + words[0])
    return step if is_title and len(step) <= LONGEST_STEP else line.marker.text
