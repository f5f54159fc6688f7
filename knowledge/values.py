"""The values that pass between the stages of reading a document, and from this room to the others.

    file → LoadedFile → Article … → ClauseDraft … → ParsedDocument (Document, Clause …, Dropped …)

Values that other rooms see are frozen pydantic models; those that stay in this room are frozen dataclasses,
because a folder of statutes makes hundreds of thousands of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: equal by content, never changed in place, strict about its keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """What sort of document it is."""

    REGULATION = "regulation"
    INTERVIEW = "interview"
    PLAN = "plan"
    NOTICE = "notice"
    REPORT = "report"
    NEWS = "news"


class Level(StrEnum):
    """The level of government that issued a document."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    MUNICIPAL = "municipal"
    COUNTY = "county"
    UNIT = "unit"


class Status(StrEnum):
    """Whether a document is in force; age alone says nothing about it."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    REPEALED = "repealed"
    UNKNOWN = "unknown"


class Document(Frozen):
    """One file of the documents folder, as the catalogue describes it."""

    id: str
    """Derived from `source`, so that it outlives changes of the content."""
    title: str
    kind: Kind
    number: str | None = None
    """Document number, such as 中办发〔2022〕5号."""
    issuer: str | None = None
    level: Level | None = None
    region: str | None = None
    """Name of the province, city or county without its suffix, such as 黑龙江; None for the whole country."""
    published: date | None = None
    effective: date | None = None
    status: Status = Status.UNKNOWN
    superseded_by: str | None = None
    """Title of the document that replaced this one."""
    audience: tuple[str, ...] = ()
    """Chats that may see the document; empty: everybody."""
    source: str
    """Path relative to the documents folder, with forward slashes."""
    content_hash: str
    """SHA-256 of the file's bytes, hexadecimal."""


class Clause(Frozen):
    """The smallest piece that is found, cited and opened: an article, a question's answer, an item, a paragraph."""

    id: str
    """Derived from document, path and text: the same clause keeps its id over reloads."""
    document_id: str
    title: str
    """Title of the article the clause stands in: the document's, or its own on a page with several articles."""
    path: tuple[str, ...] = ()
    """Each level as the document names it, such as ("第三章 工作程序", "第二十八条")."""
    label: str
    """What a citation shows, such as 《…》第三章第二十八条."""
    text: str
    """Word for word `ParsedDocument.text[start:end]`, its own number or heading included."""
    start: int
    end: int
    parent: str | None = None
    """Id of the clause it is an item of."""


class Dropped(Frozen):
    """Text that stands in no clause, and why."""

    text: str
    reason: str


class ParsedDocument(Frozen):
    """One document with all its clauses, in the order of the file.

    Every character of `text` that is not white space stands in exactly one clause or in a `Dropped` of the body.
    """

    document: Document
    text: str
    """The body after cleaning: sentences whole, lines that were broken joined."""
    clauses: tuple[Clause, ...]
    dropped: tuple[Dropped, ...] = ()
    repeals: tuple[str, ...] = ()
    """Titles, without 《》, that a clause of this document declares repealed (废止, 同时废止)."""


class FailedDocument(Frozen):
    """A file that could not be read; the rest of the folder is not affected."""

    source: str
    error: str
    """One line: what is wrong and what to do about it."""


# ── inside this room ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or table row in reading order, as its format marks it."""

    text: str
    kind: Literal["paragraph", "heading", "table"] = "paragraph"
    level: int = 0
    """Depth of a heading that the format itself marks (1 for `#` and <h1>); 0 where it marks none."""


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """What a format's loader gives: the main text as blocks, metadata found beside it, and what was left out."""

    blocks: tuple[Block, ...]
    metadata: dict[str, object] = field(default_factory=dict)
    """Front matter, <title> and <meta>, document properties; keys as found, lower case."""
    dropped: tuple[Dropped, ...] = ()
    wrapped: bool = False
    """Lines end where the page did (PDF, newspaper text), so that a block may be a piece of a sentence."""


@dataclass(frozen=True, slots=True)
class Article:
    """One piece of writing with a title of its own; most files hold one, a newspaper page several."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """What cleaning gives: whole sentences, articles told apart (the main one first named), and what was dropped."""

    articles: tuple[Article, ...]
    """In the order of the file; `articles[main]` gives the document its title."""
    main: int = 0
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseDraft:
    """A clause before it has a document: the parser's output.

    `start` and `end` are offsets into the article's text, which is its blocks' texts joined by a line feed each.
    """

    path: tuple[str, ...]
    start: int
    end: int
    parent: int | None = None
    """Index of the draft it is an item of."""
    part: int | None = None
    """1, 2, … where a long clause was cut into parts; None where it is whole."""
    role: Literal["article", "section", "question", "item", "paragraph"] = "paragraph"
    """What the clause is: 条, another numbered paragraph, 问 with its 答, an answer's item, or plain text."""


@dataclass(frozen=True, slots=True)
class ParsedArticle:
    """The parser's output for one article; headings stand in the paths and are listed here as well."""

    drafts: tuple[ClauseDraft, ...]
    headings: tuple[tuple[int, int], ...] = ()
    """Spans of the article's text that are headings of several clauses: in their paths, in no clause's text."""
    contents: tuple[tuple[int, int], ...] = ()
    """Spans that are a table of contents: in no clause and in no path."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the documents folder: where it is and how it is named from the folder."""

    path: Path
    source: str
    refused: str | None = None
    """Why the file is not opened at all, for a person to read; None where it is."""
