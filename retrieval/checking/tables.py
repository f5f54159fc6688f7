"""A table in a clause: whether a cell that the sentence names is the one of its row and its column.

1. A table is two rows or more with as many cells each, parted by a wide space, a bar, a tab or spaces, without 。.
2. The row is found by the first cell, the column by the heading or the year in it, each in the piece of the sentence
   or, where that names none, in the piece before it.
3. A cell of another row or column, named where the own one has something else, is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from retrieval.checking.prepared import Prepared, prepare
from retrieval.checking.values import Source

_GAP = re.compile(r"\s*[|\t\u3000]\s*|[ ]+")
_PROSE = re.compile(r"[。；;，？！]|^第.{1,6}[条章节款]$")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_FEWEST_COLUMNS = 3
_NAMED = 0.6
"""Share of a row's name that a sentence has to have in one run."""

Table = list[list[str]]


def cell_faults(sentence: Prepared, sources: Sequence[Source]) -> Iterator[str]:
    """Tell of a cell that belongs to another row or column of a table in the clauses."""
    for table in (table for source in sources for table in tables(source.text)):
        row, column = 0, 0
        for start, end in sentence.segments:
            piece = sentence.text[start:end]
            rows = [_row(part, table) for part in re.split("[、和]", piece)]
            named = sorted({n for n in rows if n})
            columns = _columns(piece, table[0])
            if len(named) > 1 or len(columns) > 1:
                row, column = 0, 0
                continue
            row, column = (named or [row])[0], (columns or [column])[0]
            if row and (fault := _fault(piece, table, row, column)):
                yield fault
                return


def tables(text: str) -> Iterator[Table]:
    """Give the tables of a clause, headings first, each cell written one way."""
    lines = [[cell for cell in _GAP.split(line.strip(" |\t\u3000")) if cell] for line in text.split("\n")]
    for size, rows in groupby(lines, key=lambda row: 0 if any(_PROSE.search(cell) for cell in row) else len(row)):
        table = [[prepare(cell).text for cell in row] for row in rows if not set("".join(row)) <= set("-:")]
        if size >= _FEWEST_COLUMNS and len(table) > 1:
            yield table


def is_cell(figure: str, sources: Sequence[Source]) -> bool:
    """Tell whether a figure with its unit is a cell whose heading has the unit: 96.5分 under 得分."""
    number = re.match(r"[\d.]+", figure)
    unit = figure[number.end() :] if number else ""
    return bool(number and unit) and any(
        cell == figure[: -len(unit)] and unit in name
        for source in sources
        for table in tables(source.text)
        for row in table[1:]
        for name, cell in zip(table[0], row, strict=True)
    )


def _row(piece: str, table: Table) -> int:
    """Give the number of the row that a piece names best; 0 where it names none."""
    name = _name_column(table)
    shares = [(_shared(row[name], piece) / len(row[name]), len(row[name]), n) for n, row in enumerate(table) if n]
    best = max(shares)
    return best[2] if best[0] >= _NAMED and sum(share[:2] == best[:2] for share in shares) == 1 else 0


def _name_column(table: Table) -> int:
    """Give the column that names the rows: the first that is not of figures, as 名次 is."""
    return next((n for n in range(len(table[0])) if not any(_is_figure(row[n]) for row in table[1:])), 0)


def _shared(name: str, piece: str) -> int:
    """Count the characters of the longest run of a name that stands in a piece."""
    runs = ((a, b) for a in range(len(name)) for b in range(a + 1, len(name) + 1) if name[a:b] in piece)
    return max((b - a for a, b in runs), default=0)


def _columns(piece: str, heading: Sequence[str]) -> list[int]:
    found = []
    for n, name in enumerate(heading[1:], start=1):
        year = _YEAR.search(name)
        if name in piece or (year and year[0] in piece):
            found.append(n)
    return found


def _fault(piece: str, table: Table, row: int, column: int) -> str:
    own, name = table[row], _name_column(table)
    for n in (n for n in range(len(own)) if n != name):
        # A column of words says what it is without being named.
        sought = column if column and _is_figure(own[column]) and _is_figure(own[n]) else n
        for other in {line[n] for line in table[1:]} - {own[sought]}:
            if not _stands(other, piece) or any(other in cell for cell in (own[name], own[sought], *table[0])):
                continue
            if other in own and not (column and sought != n):
                continue
            if _stands(own[sought], piece):
                continue
            return f"“{other}”：表中“{own[name]}”的“{table[0][sought]}”为“{own[sought]}”"
    return ""


def _is_figure(cell: str) -> bool:
    return bool(re.search(r"\d", cell))


def _stands(cell: str, piece: str) -> bool:
    return bool(re.search(rf"(?<![\d.]){re.escape(cell)}(?![\d.])", piece)) and len(cell) > 0
