"""Values that the catalogue's tests describe and settle: built by hand, so that no other stage decides them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from knowledge.catalogue.describing import describe
from knowledge.loaders.front_matter import REASON as FRONT_MATTER
from knowledge.values import (
    Article,
    Block,
    Clause,
    CleanedFile,
    Document,
    Dropped,
    Kind,
    LoadedFile,
    ParsedDocument,
)


def cleaned(title: str, lines: Sequence[str], dropped: Sequence[str] = ()) -> CleanedFile:
    return CleanedFile(
        articles=(Article(title=title, blocks=tuple(Block(line) for line in lines)),),
        dropped=tuple(Dropped(text=line, reason="电头") for line in dropped),
    )


def described(
    title: str = "某办法",
    lines: Sequence[str] = ("正文。",),
    *,
    source: str = "a.txt",
    front: dict[str, object] | None = None,
    dropped: Sequence[str] = (),
) -> Document:
    stated = (Dropped(text="---", reason=FRONT_MATTER),) if front else ()
    loaded = LoadedFile(blocks=tuple(Block(line) for line in (title, *lines)), metadata=front or {}, dropped=stated)
    return describe(source, "0" * 64, loaded, cleaned(title, lines, dropped))


def parsed(
    title: str,
    published: str | None = None,
    *,
    source: str | None = None,
    repeals: tuple[str, ...] = (),
    kind: Kind = Kind.REGULATION,
    **fields: object,
) -> ParsedDocument:
    """Build a document of one clause; `published` in ISO form."""
    place = source or f"{title}{published or ''}.md"
    document = Document.model_validate(
        {
            "id": place,
            "title": title,
            "kind": kind,
            "published": date.fromisoformat(published) if published else None,
            "source": place,
            "content_hash": "0" * 64,
            **fields,
        }
    )
    clause = Clause(
        id=f"{place}#1",
        document_id=place,
        title=title,
        path=("第一条",),
        label=f"《{title}》第一条",
        text="第一条 正文。",
        start=0,
        end=7,
    )
    return ParsedDocument(document=document, text="第一条 正文。", clauses=(clause,), repeals=repeals)
