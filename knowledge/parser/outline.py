"""Lines → headings, articles, questions, numbered sections and paragraphs, each with its path.

A line opens a level, opens a clause, or goes on with the clause that is open:

1. A chapter's heading, an attachment and a heading that the format marks close what is open and take their place.
2. An article or a question takes every line up to the next one: its paragraphs, its items, its closing paragraph.
3. A numbered line outside them is a section of its own, the heading of sections, or an item of the sentence before it;
   the style it is numbered in, its number and its neighbours tell which.
4. Any other line is a paragraph of its own, or goes on with the numbered section that is open.
5. What closes a notice (特此通知, signature, date, list of attachments) belongs to none of its sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from knowledge.parser import enumerations, headings
from knowledge.parser.levels import Level, Levels
from knowledge.parser.lines import Line
from knowledge.parser.markers import LIST_STYLES, Style
from knowledge.values import ClauseDraft, ParsedArticle

LONGEST_STEP = 25
"""Characters of a path's step that a section's first words give; longer ones are shortened to the number."""

LONGEST_SUBHEADING = 15
"""Characters of a heading without a number between two articles, such as 附则."""

_FIRST_WORDS = re.compile(r"[^。！？：；!?:;]+")

Role = Literal["article", "section", "question", "item", "paragraph"]


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
    _levels: Levels = field(default_factory=Levels)
    _drafts: list[_Draft] = field(default_factory=list)
    _headings: list[tuple[int, int]] = field(default_factory=list)
    _open: int | None = None
    _listed_until: int = 0
    _next: int = 0

    def build(self) -> ParsedArticle:
        """Walk through the lines once."""
        body_ends = headings.body_ends(self.lines, self.articles)
        contents = []
        for index, line in enumerate(self.lines):
            if index < self._next:
                continue
            if index in self.contents:
                contents.append((line.start, line.end))
                self._open = None
            elif index < self.title_lines:
                self._headings.append((line.start, line.end))
            elif self._opens_attachment(index):
                self._open_attachment(index)
            elif index >= body_ends[index] and headings.is_closing(self.lines, index):
                self._levels.close_text()
                self._open = None
                self._add_paragraph(line)
                self._listed_until = headings.attachment_list_end(self.lines, index)
            else:
                self._place(index, line)
        drafts = tuple(
            ClauseDraft(draft.path, draft.start, draft.end, draft.parent, role=draft.role) for draft in self._drafts
        )
        return ParsedArticle(drafts, tuple(self._headings), tuple(contents))

    def _place(self, index: int, line: Line) -> None:
        role = self._drafts[self._open].role if self._open is not None else None
        numbered = line.marker is not None and line.marker.style in LIST_STYLES
        if index in self.questions:
            self._open_unit(line, headings.heading_text(line.text), "question")
        elif index in self.articles:
            self._open_unit(line, line.marker.text if line.marker else line.text, "article")
        elif headings.is_chapter(line) and self._accepts_chapter(index, role):
            self._open_chapter(index)
        elif (
            index < self._listed_until
            or (role == "question" and not self._heads_question(index))
            or (role == "article" and not self._ends_article(index))
        ):
            self._extend(line)
        elif role == "article" and self._leads_to_article(index):
            self._open_between_articles(index)
        elif numbered:
            self._open_numbered(index, line)
        elif headings.is_formatted(line):
            self._levels.close_for_formatted(line.level)
            self._push_heading(Level(headings.heading_text(line.text), format_level=line.level), line)
        elif role == "section":
            self._extend(line)
        elif headings.is_bare_heading(self.lines, index):
            text = headings.heading_text(line.text)
            self._levels.close_for_bare(text, between_articles=False)
            self._push_heading(Level(text, bare=True), line)
        else:
            self._add_paragraph(line)

    # ── clauses ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _open_unit(self, line: Line, step: str, role: Role) -> None:
        self._levels.close_clauses()
        self._drafts.append(_Draft((*self._levels.path, step), line.start, line.end, None, role))
        self._open = len(self._drafts) - 1

    def _extend(self, line: Line) -> None:
        if self._open is None:
            self._add_paragraph(line)
        else:
            self._drafts[self._open].end = line.end

    def _add_paragraph(self, line: Line) -> None:
        is_row = line.kind == "table"
        if is_row and self._open is not None and self._drafts[self._open].table:
            self._drafts[self._open].end = line.end
            return
        path, parent = self._levels.path, self._levels.parent
        self._drafts.append(_Draft(path, line.start, line.end, parent, "paragraph", is_row))
        self._open = len(self._drafts) - 1

    # ── headings ────────────────────────────────────────────────────────────────────────────────────────────────

    def _push_heading(self, level: Level, *lines: Line) -> None:
        self._open = None
        self._levels.push(level)
        self._headings += [(line.start, line.end) for line in lines]

    def _accepts_chapter(self, index: int, role: Role | None) -> bool:
        line = self.lines[index]
        if line.kind == "heading" or self._leads_to_article(index):
            return True
        if line.marker is None or role == "question":
            return False
        before = self.lines[index - 1] if index else None
        if before is not None and not (before.ends_sentence or headings.is_chapter(before) or before.kind == "heading"):
            return False
        reached = next((level.number[0] for level in self._levels.stack if level.style is line.marker.style), 0)
        introduced = before is not None and before.introduces and reached == 0
        return line.marker.number[0] in (1, reached + 1) and not introduced

    def _leads_to_article(self, index: int) -> bool:
        for place in range(index + 1, min(index + 5, len(self.lines))):
            if place in self.articles:
                return True
            line = self.lines[place]
            if not headings.is_chapter(line) and (len(line.text) > LONGEST_STEP or line.ends_sentence):
                return False
        return False

    def _open_chapter(self, index: int) -> None:
        line = self.lines[index]
        assert line.marker is not None
        lines = [line]
        if line.marker.end == len(line.text) and self._is_title(index + 1):
            lines.append(self.lines[index + 1])
        self._levels.close_for_chapter(line.marker.style, line.level)
        self._push_titled(index, lines, Level("", line.marker.style, line.marker.number, line.level))

    def _opens_attachment(self, index: int) -> bool:
        below = index + 1
        if index < self._listed_until or below >= len(self.lines) or not headings.is_attachment(self.lines[index]):
            return False
        following = self.lines[below]
        return not headings.is_attachment(following) and not headings.is_closing(self.lines, below)

    def _open_attachment(self, index: int) -> None:
        lines = [self.lines[index]]
        if headings.attachment_title(lines[0]) == "" and self._is_title(index + 1):
            lines.append(self.lines[index + 1])
        self._levels.close_all()
        self._push_titled(index, lines, Level("", format_level=lines[0].level, attachment=True))

    def _push_titled(self, index: int, lines: list[Line], level: Level) -> None:
        level.text = headings.heading_text(" ".join(line.text for line in lines))
        self._next = index + len(lines)
        self._push_heading(level, *lines)

    def _is_title(self, index: int) -> bool:
        """Whether a line is the title of the number that stands alone on the line before it."""
        if index + 1 >= len(self.lines) or index in self.articles or index in self.questions:
            return False
        line = self.lines[index]
        is_short = len(line.text) <= headings.LONGEST_BARE_HEADING and not line.ends_sentence
        return is_short and line.marker is None and line.kind != "table"

    def _heads_question(self, index: int) -> bool:
        return headings.is_formatted(self.lines[index]) and index + 1 in self.questions

    def _ends_article(self, index: int) -> bool:
        """Whether a line within an article is no longer its text: 二、管辖, 附则, a heading that the format marks."""
        line, before = self.lines[index], self.lines[index - 1]
        if line.kind == "table" or line.quoted or line.ends_sentence:
            return False
        if line.marker is not None and enumerations.continues_items(self.lines, index, self.articles):
            return False
        if line.kind == "heading":
            return headings.is_formatted(line)
        goes_on = line.marker is not None and self._levels.goes_on(line.marker)
        if before.introduces or not (before.ends_sentence or before.kind == "heading" or goes_on):
            return False
        if line.marker is None:
            is_short = len(line.text) <= LONGEST_SUBHEADING and enumerations.is_words(line.text)
            return is_short and index + 1 in self.articles
        return enumerations.is_heading(line) and self._leads_to_article(index)

    def _open_between_articles(self, index: int) -> None:
        line = self.lines[index]
        text = headings.heading_text(line.text)
        if line.marker is not None:
            self._levels.close_for_number(self.lines, index)
            self._push_heading(Level(text, line.marker.style, line.marker.number, line.level), line)
        elif line.level:
            self._levels.close_for_formatted(line.level)
            self._push_heading(Level(text, format_level=line.level), line)
        else:
            self._levels.close_for_bare(text, between_articles=True)
            self._push_heading(Level(text, bare=True), line)

    # ── numbered lines outside articles ─────────────────────────────────────────────────────────────────────────

    def _open_numbered(self, index: int, line: Line) -> None:
        assert line.marker is not None
        role = self._drafts[self._open].role if self._open is not None else None
        end = self._list_end(index, self._levels.styles, is_section=role == "section") if role else None
        if end is not None and role != "article":
            self._listed_until = end
            self._extend(line)
            return
        if not enumerations.accepts(self.lines, index, self._levels.reached):
            self._extend(line) if role == "section" else self._add_paragraph(line)
            return
        self._levels.close_for_number(self.lines, index)
        level = Level(headings.heading_text(line.text), line.marker.style, line.marker.number, line.level)
        self._levels.reached[line.marker.style] = line.marker.number
        if self._heads_sections(index, line):
            self._push_heading(level, line)
            return
        level.text = _section_step(line)
        path, parent = (*self._levels.path, level.text), self._levels.parent
        self._drafts.append(_Draft(path, line.start, line.end, parent, "section"))
        self._open = level.draft = len(self._drafts) - 1
        self._levels.push(level)

    def _list_end(self, index: int, styles: frozenset[Style], *, is_section: bool) -> int | None:
        """Give the place after the items that begin at `index`, where they belong to the sentence before them."""
        if not enumerations.opens_list(self.lines, index, styles, is_section=is_section):
            return None
        end = enumerations.list_end(self.lines, index, styles, self._is_boundary)
        return end if enumerations.is_list(self.lines, index, end) else None

    def _heads_sections(self, index: int, line: Line) -> bool:
        """Whether a numbered line has no text of its own and numbered sections, or articles, under it."""
        assert line.marker is not None
        is_heading = enumerations.is_heading(line)
        if not is_heading and not enumerations.heads_sections(line):
            return False
        styles = self._levels.styles | {line.marker.style}
        place = index + 1
        while place < min(len(self.lines), index + enumerations.FARTHEST_SIBLING):
            below = self.lines[place]
            if place in self.articles or place in self.questions:
                return is_heading
            if headings.is_formatted(below) and below.marker is None:
                return below.level > line.level > 0
            if self._is_boundary(place):
                return False
            if below.marker and below.marker.style in LIST_STYLES:
                end = self._list_end(place, styles, is_section=True)
                if end is None and enumerations.accepts(self.lines, place, self._levels.reached):
                    return enumerations.stands_under(below, line.marker, styles)
                place = end or place + 1
            elif is_heading:
                place += 1
            else:
                return False
        return False

    def _is_boundary(self, index: int) -> bool:
        line = self.lines[index]
        return (
            index in self.articles
            or index in self.questions
            or (headings.is_formatted(line) and line.marker is None)
            or headings.is_chapter(line)
            or headings.is_attachment(line)
            or headings.is_closing(self.lines, index)
        )


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
