"""The cleaning stage: what a loader gives → articles of whole sentences.

1. What belongs to the page or the site is marked, then the table of contents, then by-lines.
2. Broken lines are joined, and datelines and by-lines cut off the paragraphs.
3. Spaces inside Chinese text are removed.
4. The lines are shared out among articles, and each article gets its title.
5. The article that the document is kept for is named: an interview or a regulation before anything else.

A line is never removed on the way, only marked with the reason for which it is dropped, so that nothing can vanish.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from knowledge.cleaning.articles import is_page, split_page
from knowledge.cleaning.contents import mark_contents
from knowledge.cleaning.credits import cut_credits, mark_credits
from knowledge.cleaning.enclosures import split_enclosures
from knowledge.cleaning.furniture import mark_furniture
from knowledge.cleaning.joining import join_lines
from knowledge.cleaning.lines import Line, is_terminal, lines_of
from knowledge.cleaning.reasons import Reason
from knowledge.cleaning.spacing import tidy
from knowledge.cleaning.titles import choose_title, join_title, mark_head_titles, opening_words
from knowledge.values import Article, Block, CleanedFile, Dropped, LoadedFile

_QUESTION = re.compile(r"问\s*[：:]")
_ARTICLE = re.compile(r"第\s*[零〇一二三四五六七八九十百千\d０-９]+\s*条")
_OPENING_CHARACTERS = 600


def clean(loaded: LoadedFile) -> CleanedFile:
    """Turn a loaded file into its articles.

    Returns:
        The articles; `dropped` lists what cleaning left out in the order of the file, the loader's own list aside.
    """
    lines = mark_credits(mark_contents(mark_furniture(lines_of(loaded.blocks), wrapped=loaded.wrapped)))
    lines = cut_credits(join_lines(lines, wrapped=loaded.wrapped))
    lines = [_tidied(line) for line in lines]
    titled: list[tuple[str, list[Line]]]
    if is_page(lines):
        lines, titled = _page(lines)
    else:
        lines, titled = _single(lines, str(loaded.metadata.get("title") or ""))
    articles = tuple(
        Article(title, tuple(Block(line.text, line.kind, line.level) for line in body)) for title, body in titled
    )
    dropped = tuple(Dropped(text=line.text, reason=str(line.reason)) for line in lines if line.reason is not None)
    return CleanedFile(articles=articles, main=_main(articles, lines), dropped=dropped)


def _tidied(line: Line) -> Line:
    if line.reason is not None or line.kind == "table":
        return line
    text = tidy(line.text, sentence=line.is_body and (is_terminal(line.text) or "。" in line.text))
    return line if text == line.text else replace(line, text=text)


def _page(lines: list[Line]) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    marked, pieces = split_page(lines)
    titled: list[tuple[str, list[Line]]] = []
    for piece in (piece for piece in pieces if piece.places):
        body = [marked[place] for place in piece.places]
        head = join_title([marked[place].text for place in piece.titles])
        titled.append((head or opening_words(body[0].text), body))
    return marked, titled


def _single(lines: list[Line], metadata_title: str) -> tuple[list[Line], list[tuple[str, list[Line]]]]:
    marked: list[Line] = []
    titled: list[tuple[str, list[Line]]] = []
    for part in split_enclosures(lines):
        part = mark_head_titles(part)
        body = [line for line in part if line.reason is None]
        head = [line.text for line in part if line.reason is Reason.TITLE]
        opening = "".join(line.text for line in body)[:_OPENING_CHARACTERS]
        titled.append((choose_title(head, "" if titled else metadata_title, opening), body))
        marked += part
    return marked, [(title, body) for title, body in titled if body]


def _main(articles: Sequence[Article], lines: Sequence[Line]) -> int:
    """Name the interview or the regulation, else the longest article that the page gives a title to."""
    stated = "".join(line.text for line in lines if line.reason is Reason.TITLE)

    def rank(place: int) -> tuple[int, int, int]:
        article = articles[place]
        questions = sum(_QUESTION.match(block.text) is not None for block in article.blocks)
        clauses = sum(_ARTICLE.match(block.text) is not None for block in article.blocks)
        size = sum(len(block.text) for block in article.blocks)
        numbered = max(questions, clauses)
        has_title = article.title[:8] in stated
        return (numbered if numbered >= 2 else 0, size if has_title else size // 3, -place)

    return max(range(len(articles)), key=rank, default=0)
