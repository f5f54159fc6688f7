"""The last stage of reading one file: articles' drafts → the document's clauses with ids, labels and offsets."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence

from knowledge.labels import clause_label, title_label
from knowledge.parser.lines import article_text
from knowledge.parser.markers import is_question
from knowledge.values import (
    Article,
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
        clauses += _clauses(document, title, text, offset, drafts.drafts, seen)
        headings += [Dropped(text=text[start:end], reason=HEADING_REASON) for start, end in drafts.headings]
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
            update={"title": document.title, "label": new_label + clause.label.removeprefix(old_label)},
        )
        if clause.title == old
        else clause
        for clause in parsed.clauses
    )
    return parsed.model_copy(update={"document": document, "clauses": clauses})


def _clauses(
    document: Document, title: str, text: str, offset: int, drafts: Sequence[ClauseDraft], seen: Counter[str]
) -> list[Clause]:
    clauses: list[Clause] = []
    questions = 0
    items: Counter[int] = Counter()
    paragraphs: dict[tuple[str, ...], int] = defaultdict(int)
    for draft in drafts:
        body = text[draft.start : draft.end]
        item = paragraph = None
        asked = any(is_question(step) for step in draft.path)
        if draft.part in (None, 1):
            if asked and draft.parent is None:
                questions += 1
            elif asked and draft.parent is not None:
                items[draft.parent] += 1
            elif not draft.path or not body.startswith(draft.path[-1][:2]):
                paragraphs[draft.path] += 1
        if asked and draft.parent is not None:
            item = items[draft.parent]
        elif not asked and paragraphs.get(draft.path):
            paragraph = paragraphs[draft.path]
        clauses.append(
            Clause(
                id=_clause_id(document.id, draft.path, body, seen),
                document_id=document.id,
                title=title,
                path=draft.path,
                label=clause_label(
                    title, draft.path, draft.part, question=questions if asked else None, item=item, paragraph=paragraph
                ),
                text=body,
                start=offset + draft.start,
                end=offset + draft.end,
                parent=None if draft.parent is None else clauses[draft.parent].id,
            )
        )
    return clauses


def _clause_id(document_id: str, path: tuple[str, ...], text: str, seen: Counter[str]) -> str:
    content = "\x1f".join((document_id, *path, text))
    seen[content] += 1
    return hashlib.blake2b(f"{content}\x1f{seen[content]}".encode(), digest_size=12).hexdigest()


def articles_text(articles: Sequence[Article]) -> str:
    """Give the text of a file's articles as `ParsedDocument.text` holds it."""
    return "\n".join(article_text(article) for article in articles)
