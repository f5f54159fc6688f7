"""The levels that are open at a place in the text: 第三章 > 一、 > （二）, outermost first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.parser.enumerations import resumes
from knowledge.parser.headings import CLOSING_CHAPTER
from knowledge.parser.lines import Line
from knowledge.parser.markers import DEPTH, LIST_STYLES, Marker, Style


@dataclass(slots=True)
class Level:
    """One open level."""

    text: str
    """Its step of the path."""
    style: Style | None = None
    number: tuple[int, ...] = ()
    format_level: int = 0
    """Depth that the format marks; 0 where it marks none."""
    bare: bool = False
    """A heading that neither a number nor the format marks."""
    attachment: bool = False
    draft: int | None = None
    """Index of the clause draft that the level is itself, where it has text of its own."""


@dataclass(slots=True)
class Levels:
    """A stack of levels, and the rules for which of them a new one closes."""

    stack: list[Level] = field(default_factory=list)
    reached: dict[Style, tuple[int, ...]] = field(default_factory=dict)
    """The last number of each style; numbers may go on under the next heading."""
    nested: set[tuple[Style, Style]] = field(default_factory=set)
    """Pairs (inner, outer) that this text nests against custom, such as （一） under 1."""

    @property
    def path(self) -> tuple[str, ...]:
        """The steps of all open levels."""
        return tuple(level.text for level in self.stack)

    @property
    def styles(self) -> frozenset[Style]:
        """The styles in which open levels are numbered."""
        return frozenset(level.style for level in self.stack if level.style is not None)

    @property
    def parent(self) -> int | None:
        """The draft that a clause opened now is an item of."""
        return next((level.draft for level in reversed(self.stack) if level.draft is not None), None)

    def goes_on(self, marker: Marker) -> bool:
        """Whether a number is the next of an open level's."""
        return any(
            level.style is marker.style and marker.number == (*level.number[:-1], level.number[-1] + 1)
            for level in self.stack
        )

    def push(self, level: Level) -> None:
        """Open a level under all that are open."""
        self.stack.append(level)
        if level.style is not None:
            self.reached[level.style] = level.number

    def close_clauses(self) -> None:
        """Close the levels that are clauses themselves, with the headings under them."""
        self._pop_while(lambda level: level.draft is not None)

    def close_text(self) -> None:
        """Close everything but the attachment that the text is."""
        self._pop_while(lambda level: not level.attachment)

    def close_all(self) -> None:
        """Close everything: another text begins."""
        self.stack.clear()
        self.reached.clear()

    def close_for_bare(self, text: str, *, between_articles: bool) -> None:
        """Close what a heading without a number ends: its like, or between articles the level it stands in for."""
        if CLOSING_CHAPTER.fullmatch(text):
            self.close_text()
        elif any(level.bare for level in self.stack):
            while not self.stack.pop().bare:
                pass
        elif between_articles and self.stack and not self.stack[-1].attachment:
            self.stack.pop()

    def close_for_chapter(self, style: Style, format_level: int) -> None:
        """Close what a 编, 章, 节 or 部分 ends."""
        self.stack = [
            level
            for level in self.stack
            if level.attachment
            or (0 < level.format_level < format_level if level.style is None else DEPTH[level.style] < DEPTH[style])
        ]

    def close_for_formatted(self, format_level: int) -> None:
        """Close what a heading without a number ends, by the depth that its format gives."""

        def ends(level: Level) -> bool:
            if level.format_level:
                return level.format_level >= format_level
            return level.bare or level.draft is not None or format_level == 1

        self._pop_while(ends)

    def close_for_number(self, lines: Sequence[Line], index: int) -> None:
        """Close the levels that the numbered line at `index` does not stand under."""
        marker = lines[index].marker
        if marker is None:
            return
        style, number = marker.style, marker.number
        if style is Style.DECIMAL:
            self._pop_while(lambda level: _ends_before_decimal(level, number))
            return
        same = [place for place, level in enumerate(self.stack) if level.style is style]
        if same:
            del self.stack[same[0] :]
            return
        for place, level in enumerate(self.stack):
            if level.style in LIST_STYLES and DEPTH[level.style] > DEPTH[style]:
                if not self._nests(lines, index, style, level):
                    del self.stack[place:]
                return

    def _nests(self, lines: Sequence[Line], index: int, inner: Style, outer: Level) -> bool:
        """Whether the line at `index` stands under a level whose style is usually the deeper one."""
        if outer.style is None:
            return False
        goes_on = resumes(lines, index, outer.style, outer.number)
        if goes_on is None:
            return (inner, outer.style) in self.nested
        if goes_on:
            self.nested.add((inner, outer.style))
        return goes_on

    def _pop_while(self, ends: Callable[[Level], bool]) -> None:
        while self.stack and ends(self.stack[-1]):
            self.stack.pop()


def _ends_before_decimal(level: Level, number: tuple[int, ...]) -> bool:
    if level.style is Style.DECIMAL:
        return number[: len(level.number)] != level.number
    return level.bare or (level.style in LIST_STYLES and level.draft is not None)
