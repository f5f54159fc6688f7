"""Which line belongs to which article: most files hold one, a notice brings a regulation, a newspaper page several.

A newspaper page is told apart in these steps:

1. Lines that read as titles are gathered into clusters. A cluster is a subheading where running text stands on both
   sides of it; a by-line, a continuation mark or a dateline beside it makes it the title of an article.
2. A piece of running text ends at such a cluster, before a continuation mark or a dateline, and where the column
   changes its width.
3. A piece whose end has the topic of another piece is cut there, and the end goes to that piece.
4. Each title goes to the piece whose words it shares most; standing before or after the piece counts in its favour.
   What no piece claims stays a title of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.cleaning.lines import HAN, Line, is_terminal
from knowledge.cleaning.reasons import Reason
from knowledge.cleaning.titles import is_loose_title
from knowledge.cleaning.topics import bigrams, foreign_tail, title_overlap

_LONGEST_TITLE = 45
_OPENERS = (Reason.CONTINUED, Reason.DATELINE)
_CLOSERS = (Reason.BYLINE, Reason.SOURCE)
_SUBTITLE = re.compile(r"[—―]{2,}")
_PEN_NAME = re.compile(rf"[{HAN}]{{2,4}}")
_SERIES = re.compile(
    r"[①-⑳]\Z|系列(?:报道|评论)|之[一二三四五六七八九十]+\Z|(?:专栏|专版|专题|要闻|导读|综合|时政|民生|综合新闻|广告)\Z"
)
_KICKER = re.compile(rf"[{HAN}]{{2,9}}")
_NARROWER, _WIDER = 0.78, 1.28
_LEAST_PARAGRAPHS, _LEAST_CHARACTERS = 6, 120
# No page of a newspaper holds more; a file that does is a collection, and comparing all with all would take long.
_MOST_PIECES, _MOST_PARAGRAPHS = 40, 150
_LEAST_OVERLAP, _LEAST_OVERLAP_ABOVE = 0.3, 0.1
_BEFORE, _AFTER, _CARRIED_ON, _LABEL = 0.1, 0.05, 0.05, 0.3


@dataclass(slots=True)
class Piece:
    """A run of text of one article, by the places of its lines."""

    places: list[int]
    titles: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Candidate:
    """The lines of one title, and the pieces next to it."""

    places: tuple[int, ...]
    before: int
    """The piece that follows it; -1 for none."""
    after: int
    """The piece it follows; -1 for none."""


def is_page(lines: Sequence[Line]) -> bool:
    """Whether a file is a newspaper page with more than one piece on it."""
    continued = sum(line.reason is Reason.CONTINUED and "上接" in line.text for line in lines)
    datelines = sum(line.reason is Reason.DATELINE for line in lines)
    return continued > 0 or datelines > 1


def split_page(lines: Sequence[Line]) -> tuple[list[Line], list[Piece]]:
    """Tell the articles of a newspaper page apart.

    Returns:
        The lines, titles and by-lines marked, and the pieces in the order of the page.
    """
    marked, clusters = _clusters(list(lines))
    pieces = _pieces(marked, clusters)
    if not pieces:
        # Nothing but titles: they are the text.
        return list(lines), [Piece([place for place, line in enumerate(lines) if line.reason is None])]
    pieces = _by_topic(marked, pieces)
    candidates = [candidate for cluster in clusters for candidate in _candidates(marked, cluster, pieces)]
    _assign(marked, pieces, candidates)
    claimed = {place for piece in pieces for place in piece.titles}
    for candidate in candidates:
        for place in candidate.places:
            reason = Reason.TITLE if place in claimed else Reason.COLUMN
            marked[place] = replace(marked[place], reason=reason)
    return marked, pieces


def _clusters(lines: list[Line]) -> tuple[list[Line], list[list[int]]]:
    clusters: list[list[int]] = []
    run: list[int] = []
    for place, line in enumerate(lines):
        if _in_cluster(line):
            run.append(place)
            continue
        if line.reason is not None and line.reason not in _OPENERS:
            continue
        if run and _is_title_cluster(lines, run, line):
            clusters.append(run)
        run = []
    if run and _is_title_cluster(lines, run, None):
        clusters.append(run)
    return _mark_pen_names(lines, clusters)


def _in_cluster(line: Line) -> bool:
    if line.reason is not None:
        return line.reason is Reason.BYLINE
    return line.kind != "table" and len(line.text) <= _LONGEST_TITLE and is_loose_title(line.text)


def _is_title_cluster(lines: Sequence[Line], run: Sequence[int], following: Line | None) -> bool:
    if all(lines[place].reason is not None for place in run):
        return False
    if following is None or following.reason in _OPENERS:
        return True
    before = [line for line in lines[: run[0]] if line.reason not in (Reason.FURNITURE, Reason.HYPHEN)]
    if not before or before[-1].reason in _CLOSERS:
        return True
    # A title of several lines under a heading of the same article would be taken for another article's: a single
    # headline between two paragraphs is a subheading.
    return any(lines[place].reason is Reason.BYLINE or _SUBTITLE.match(lines[place].text) for place in run)


def _mark_pen_names(lines: list[Line], clusters: list[list[int]]) -> tuple[list[Line], list[list[int]]]:
    for cluster in clusters:
        last = cluster[-1]
        if len(cluster) > 1 and lines[last].reason is None and _PEN_NAME.fullmatch(lines[last].text):
            lines[last] = replace(lines[last], reason=Reason.BYLINE)
    return lines, [[place for place in cluster if lines[place].reason is None] for cluster in clusters]


def _pieces(lines: Sequence[Line], clusters: Sequence[Sequence[int]]) -> list[Piece]:
    titles = {place for cluster in clusters for place in cluster}
    pieces: list[Piece] = []
    open_piece = False
    for place, line in enumerate(lines):
        if place in titles or line.reason in _OPENERS:
            open_piece = False
        elif line.reason is None:
            if open_piece and not _changes_column(lines, pieces[-1].places, place):
                pieces[-1].places.append(place)
            else:
                pieces.append(Piece([place]))
            open_piece = True
    return pieces


def _changes_column(lines: Sequence[Line], places: Sequence[int], place: int) -> bool:
    before, after = lines[places[-1]], lines[place]
    if not (before.measure and after.measure and is_terminal(before.text)):
        return False
    return not _NARROWER <= after.measure / before.measure <= _WIDER


def _by_topic(lines: Sequence[Line], pieces: list[Piece]) -> list[Piece]:
    if len(pieces) > _MOST_PIECES:
        return pieces
    for piece in pieces:
        others = [other for other in pieces if other is not piece and len(_text(lines, other)) >= _LEAST_CHARACTERS]
        if not (_LEAST_PARAGRAPHS <= len(piece.places) <= _MOST_PARAGRAPHS) or not others:
            continue
        found = foreign_tail([lines[place].text for place in piece.places], [_text(lines, other) for other in others])
        if found:
            cut, other = found
            others[other].places = sorted(others[other].places + piece.places[cut:])
            piece.places = piece.places[:cut]
    return pieces


def _text(lines: Sequence[Line], piece: Piece) -> str:
    return "\n".join(lines[place].text for place in piece.places)


def _candidates(lines: Sequence[Line], cluster: Sequence[int], pieces: Sequence[Piece]) -> list[Candidate]:
    units: list[list[int]] = []
    for place in cluster:
        line = lines[place]
        after_kicker = units and len(units[-1]) == 1 and _is_kicker(lines[units[-1][0]].text)
        goes_on = units and (_SUBTITLE.match(line.text) or not line.after_blank or after_kicker)
        if goes_on and place - units[-1][-1] <= 2:
            units[-1].append(place)
        else:
            units.append([place])
    before = next((n for n, piece in enumerate(pieces) if any(place > cluster[-1] for place in piece.places)), -1)
    after = max((n for n, piece in enumerate(pieces) if piece.places[0] < cluster[0]), default=-1)
    return [Candidate(tuple(unit), before, after) for unit in units]


def _is_kicker(text: str) -> bool:
    return _KICKER.fullmatch(text) is not None and _SERIES.search(text) is None


def _assign(lines: Sequence[Line], pieces: Sequence[Piece], candidates: Sequence[Candidate]) -> None:
    """Give each piece the candidate that fits it best, if no other piece fits that candidate better."""
    texts = [_text(lines, piece) for piece in pieces]
    pairs = [bigrams(text) for text in texts]
    best: dict[int, tuple[float, Candidate]] = {}
    above: list[tuple[int, Candidate]] = []
    for candidate in candidates:
        title = "".join(lines[place].text for place in candidate.places)
        overlaps = title_overlap(title, pairs)
        scores = [_score(lines, overlaps[n], n, pieces[n], candidate) / len(texts[n]) ** 0.1 for n in range(len(texts))]
        choice = max(range(len(scores)), key=scores.__getitem__)
        if overlaps[choice] >= _LEAST_OVERLAP and scores[choice] > best.get(choice, (0.0, candidate))[0]:
            best[choice] = (scores[choice], candidate)
        elif choice == candidate.before and overlaps[choice] >= _LEAST_OVERLAP_ABOVE:
            above.append((choice, candidate))
    for choice, candidate in above:
        best.setdefault(choice, (0.0, candidate))
    for choice, (_, candidate) in best.items():
        pieces[choice].titles = list(candidate.places)


def _score(lines: Sequence[Line], overlap: float, number: int, piece: Piece, candidate: Candidate) -> float:
    """The words they share, with what their places on the page say."""
    first = piece.places[0]
    is_carried_on = first > 0 and lines[first - 1].reason is Reason.CONTINUED
    neighbour = _BEFORE if number == candidate.before else _AFTER if number == candidate.after else 0.0
    # The title of an article carried on from another page often stayed there.
    is_series = any(_SERIES.search(lines[place].text) for place in candidate.places)
    return overlap + neighbour - (_CARRIED_ON if is_carried_on else 0.0) - (_LABEL if is_series else 0.0)
