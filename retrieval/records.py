"""From a document to what is indexed: clauses under their title and headings, in windows the embedder reads whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.numerals import NUMERAL
from knowledge.values import Clause
from retrieval.tokenization import sentences

_NO_CONTENT = re.compile(
    rf"(?<!\S)\S*法典(?=\s+(?!第)\S+编(?:\s|$))|中华人民共和国|(?<!\S)第\s*{NUMERAL}\s*分?[编章节](?=\s|$)"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One text that is embedded; a long clause has several."""

    id: str
    """Digest of the clause's id, the text and its neighbours' texts, which have a share in its vector: the same content
    is never stored twice."""
    clause_id: str
    text: str


def context(clause: Clause) -> str:
    """Title and heading path of a clause: where it stands, for finding only, never for citing."""
    last = clause.path[-1] if clause.path else ""
    above = clause.path if not clause.text.startswith(last) else clause.path[:-1]
    return " ".join(step for step in (clause.title, *above) if step)


def heading(context: str) -> str:
    """A context as it is indexed, without what does not tell one clause from another.

    That is 第三章, the state's name, and the title of a code before the name of its book (民法典 合同编), which stands
    over a thousand articles.
    """
    return " ".join(_NO_CONTENT.sub("", context).split()) or context


def indexed_text(clause: Clause) -> str:
    """What the keyword index holds of a clause: its heading, then its own words."""
    return f"{heading(context(clause))}\n{clause.text}"


def records(clauses: Sequence[Clause], window_characters: int) -> list[Record]:
    """Cut a document into the texts that are embedded.

    Args:
        clauses: All clauses of one document, in its order; every character of their texts stands in a record.
        window_characters: Longest text the embedder reads whole. At most half of it goes to the heading.

    Returns:
        Records in the document's order, with ids of their own: what a clause repeats word for word is one record.
    """
    texts = [(clause.id, text) for clause in clauses for text in _texts(clause, window_characters)]
    around = ["", *(text for _, text in texts), ""]
    return [
        Record(id=_digest(clause_id, text, around[place], around[place + 2]), clause_id=clause_id, text=text)
        for place, (clause_id, text) in enumerate(texts)
    ]


def _texts(clause: Clause, window_characters: int) -> list[str]:
    head = heading(context(clause))[: window_characters // 2]
    return [f"{head}\n{window}" for window in dict.fromkeys(windows(clause.text, window_characters - len(head) - 1))]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:24]


def windows(text: str, longest: int) -> list[str]:
    """Cut `text` at sentence ends into pieces of at most `longest` characters; a longer sentence is cut through."""
    pieces: list[str] = []
    current = ""
    for sentence in sentences(text):
        for start in range(0, len(sentence), longest):
            part = sentence[start : start + longest]
            if current and len(current) + len(part) > longest:
                pieces.append(current)
                current = ""
            current += part
    return [piece for piece in (*pieces, current) if piece.strip()]
