"""The last stage of reading one file: articles' drafts → the document's clauses with ids, labels and offsets."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from knowledge.cleaning.titles import derive_title
from knowledge.labels import Place, clause_label, title_label
from knowledge.parser.lines import article_text
from knowledge.values import (
    Clause,
    ClauseDraft,
    CleanedFile,
    Document,
    Dropped,
    LoadedFile,
    ParsedArticle,
    ParsedDocument,
)

HEADING_REASON = "标题（已列入条款路径）"
CONTENTS_REASON = "目录"

_ASKED = re.compile(r"答(?:记者|网友|读者)?问")
_FEWEST_QUESTIONS = 2
_OPENING_CHARACTERS = 600


def assemble(
    document: Document,
    loaded: LoadedFile,
    cleaned: CleanedFile,
    parsed: Sequence[ParsedArticle],
    *,
    repeals: tuple[str, ...],
) -> ParsedDocument:
    """Join a file's articles into one text and its drafts into clauses.

    Args:
        document: What the catalogue says of the file.
        loaded: The loader's output, for what it dropped.
        cleaned: The articles, and what cleaning dropped.
        parsed: The parser's output for each of `cleaned.articles`, in their order.
        repeals: Titles that the document declares repealed.
    """
    texts: list[str] = []
    clauses: list[Clause] = []
    headings: list[Dropped] = []
    seen: Counter[str] = Counter()
    offset = 0
    for place, (article, drafts) in enumerate(zip(cleaned.articles, parsed, strict=True)):
        text = article_text(article)
        title = document.title if place == cleaned.main else article.title or document.title
        named = _named(title, text, drafts.drafts)
        clauses += _clauses(document, (title, named), text, offset, drafts.drafts, seen)
        headings += [Dropped(text=text[start:end], reason=HEADING_REASON) for start, end in drafts.headings]
        headings += [Dropped(text=text[start:end], reason=CONTENTS_REASON) for start, end in drafts.contents]
        texts.append(text)
        offset += len(text) + 1
    return ParsedDocument(
        document=document,
        text="\n".join(texts),
        clauses=tuple(clauses),
        dropped=(*loaded.dropped, *cleaned.dropped, *headings),
        repeals=repeals,
    )


def retitle(parsed: ParsedDocument, document: Document) -> ParsedDocument:
    """Give a parsed document other catalogue data; clauses that carried the old title carry the new one."""
    old = parsed.document.title
    if document.title == old:
        return parsed.model_copy(update={"document": document})
    old_label, new_label = title_label(old), title_label(document.title)
    clauses = tuple(
        clause.model_copy(
            update={"title": document.title, "label": _relabelled(clause.label, old_label, new_label)},
        )
        if clause.title == old
        else clause
        for clause in parsed.clauses
    )
    return parsed.model_copy(update={"document": document, "clauses": clauses})


def _relabelled(label: str, old: str, new: str) -> str:
    """A label under a new title; one that names what an interview is about stays as it is."""
    return new + label[len(old) :] if label.startswith(old) else label


def _named(title: str, text: str, drafts: Sequence[ClauseDraft]) -> str:
    """The title that labels show: an interview under a headline goes by the document that it is about."""
    questions = sum(draft.role == "question" for draft in drafts)
    if questions < _FEWEST_QUESTIONS or _ASKED.search(title):
        return title
    return derive_title(text[: drafts[0].end][:_OPENING_CHARACTERS]) or title


def _clauses(
    document: Document,
    titles: tuple[str, str],
    text: str,
    offset: int,
    drafts: Sequence[ClauseDraft],
    seen: Counter[str],
) -> list[Clause]:
    """Make clauses of drafts.

    Args:
        document: The document they belong to.
        titles: The title of their article, and the one that their labels show.
        text: The article's text.
        offset: Where that begins in the document's text.
        drafts: The parser's output.
        seen: Counts clauses of the same path and words, over all articles.
    """
    title, named = titles
    clauses: list[Clause] = []
    for draft, place in zip(drafts, _places(drafts), strict=True):
        body = text[draft.start : draft.end]
        clauses.append(
            Clause(
                id=_clause_id(document.id, draft.path, body, seen),
                document_id=document.id,
                title=title,
                path=draft.path,
                label=clause_label(named, draft.path, draft.part, place),
                text=body,
                start=offset + draft.start,
                end=offset + draft.end,
                parent=None if draft.parent is None else clauses[draft.parent].id,
            )
        )
    return clauses


def _places(drafts: Sequence[ClauseDraft]) -> list[Place]:
    """Count what has no number of its own: questions, an answer's items, paragraphs under one heading."""
    places: list[Place] = []
    questions = 0
    items: Counter[int] = Counter()
    paragraphs: Counter[tuple[str, ...]] = Counter()
    for draft in drafts:
        first = draft.part in (None, 1)
        question = None
        if draft.role == "question":
            questions += first
            question = questions
        elif draft.parent is not None:
            question = places[draft.parent].question
        if draft.role == "item" and draft.parent is not None:
            items[draft.parent] += first
            places.append(Place(question=question, item=items[draft.parent]))
        elif draft.role == "paragraph":
            paragraphs[draft.path] += first
            places.append(Place(question=question, paragraph=paragraphs[draft.path]))
        else:
            places.append(Place(question=question))
    return places


def _clause_id(document_id: str, path: tuple[str, ...], text: str, seen: Counter[str]) -> str:
    content = "\x1f".join((document_id, *path, text))
    seen[content] += 1
    return hashlib.blake2b(f"{content}\x1f{seen[content]}".encode(), digest_size=12).hexdigest()
