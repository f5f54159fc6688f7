"""What the parser's tests share: a text to an article, an article to its clauses' paths and texts."""

from __future__ import annotations

from dataclasses import dataclass

from knowledge.parser.lines import article_text
from knowledge.parser.stage import parse_article
from knowledge.values import Article, Block, ClauseDraft, ParsedArticle


def article_of(text: str, *, title: str = "") -> Article:
    """A line a block; a line that begins with # is a heading that the format marks."""
    blocks = []
    for line in text.strip("\n").split("\n"):
        marks = len(line) - len(line.lstrip("#"))
        if marks:
            blocks.append(Block(line[marks:].strip(), "heading", marks))
        elif line.startswith("|"):
            blocks.append(Block(line, "table"))
        elif line.strip():
            blocks.append(Block(line))
    return Article(title, tuple(blocks))


@dataclass(frozen=True)
class Reading:
    """A parsed text, as tests look at it."""

    text: str
    parsed: ParsedArticle

    @property
    def drafts(self) -> tuple[ClauseDraft, ...]:
        return self.parsed.drafts

    @property
    def paths(self) -> list[tuple[str, ...]]:
        return [draft.path for draft in self.drafts]

    @property
    def texts(self) -> list[str]:
        return [self.text[draft.start : draft.end] for draft in self.drafts]

    @property
    def headings(self) -> list[str]:
        return [self.text[start:end] for start, end in self.parsed.headings]

    def under(self, *path: str) -> list[str]:
        return [text for text, own in zip(self.texts, self.paths, strict=True) if own == path]


def read(text: str, *, title: str = "") -> Reading:
    article = article_of(text, title=title)
    return Reading(article_text(article), parse_article(article))
