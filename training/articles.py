"""The articles of a folder of laws in Markdown, cut as the index cuts them: title, heading path, text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from retrieval.records import heading

ARTICLE = re.compile(r"(第[零〇一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]+)?)[\s\u3000]")
HEADING = re.compile(r"(#{2,})\s*(.+)")
DATE = re.compile(r"[(（]\d{4}-\d\d-\d\d[)）]$")


@dataclass(frozen=True)
class LawArticle:
    """One article of a law.

    Attributes:
        source: The law's file, relative to the folder.
        title: The law's title.
        path: Headings above it and its own number, such as ("第一章 总则", "第二条").
        text: Its text, number included; paragraphs joined by line feeds.
    """

    source: str
    title: str
    path: tuple[str, ...]
    text: str

    @property
    def number(self) -> str:
        """Its number, such as 第二条."""
        return self.path[-1]

    @property
    def indexed(self) -> str:
        """The text that is embedded and searched for words, as the index makes it: title, headings, text."""
        return f"{heading(' '.join((self.title, *self.path[:-1])))}\n{self.text}"


def read_articles(folder: Path, sources: list[str] | None = None) -> list[LawArticle]:
    """Read every article of `sources` (files relative to `folder`), or of all files."""
    names = sources if sources is not None else sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.md"))
    return [article for name in names for article in split_law(name, (folder / name).read_text(encoding="utf-8"))]


def split_law(source: str, markdown: str) -> list[LawArticle]:
    """Cut one law into its articles; what stands before the first one is passed over."""
    title = DATE.sub("", Path(source).stem)
    headings: list[tuple[int, str]] = []
    articles: list[LawArticle] = []
    lines: list[str] = []
    number = ""

    def close() -> None:
        if number and lines:
            path = (*(name for _, name in headings), number)
            articles.append(LawArticle(source, title, path, "\n".join(lines)))
        lines.clear()

    for line in markdown.splitlines():
        stripped = line.strip()
        if heading := HEADING.match(stripped):
            close()
            number = ""
            level = len(heading[1])
            headings = [*(pair for pair in headings if pair[0] < level), (level, heading[2])]
        elif found := ARTICLE.match(stripped + " "):
            close()
            number = found[1]
            lines.append(stripped)
        elif stripped and number:
            lines.append(stripped)
    close()
    return articles
