"""`catalogue.yaml`: corrections and completions of what the files say of themselves, by source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from knowledge.assembly import retitle
from knowledge.catalogue.supersession import settle_statuses
from knowledge.errors import CatalogueError
from knowledge.values import ParsedDocument

FILE_NAME = "catalogue.yaml"


@dataclass(frozen=True)
class Catalogue:
    """What `catalogue.yaml` says: for each source the fields of `Document` it sets."""

    entries: Mapping[str, Mapping[str, object]] = field(default_factory=dict)

    def apply(self, documents: Sequence[ParsedDocument]) -> list[ParsedDocument]:
        """Correct the documents, then settle which are in force; the result depends on the arguments alone."""
        corrected = [self._correct(parsed) for parsed in documents]
        settled = settle_statuses(corrected)
        return [
            parsed if parsed.document == document else parsed.model_copy(update={"document": document})
            for parsed, document in zip(corrected, settled, strict=True)
        ]

    def _correct(self, parsed: ParsedDocument) -> ParsedDocument:
        entry = self.entries.get(parsed.document.source)
        if not entry:
            return parsed
        return retitle(parsed, parsed.document.model_copy(update=dict(entry)))


def read_catalogue(folder: Path) -> Catalogue:
    """Read the folder's `catalogue.yaml`; a missing file is an empty catalogue."""
    path = folder / FILE_NAME
    if not path.exists():
        return Catalogue()
    entries = yaml.safe_load(path.read_text("utf-8")) or {}
    if not isinstance(entries, dict):
        raise CatalogueError(f"{FILE_NAME}: expected a table of sources")
    return Catalogue(entries=entries)
