"""What a document is: title, number, issuer, dates, and whether it is in force.

LoadedFile + CleanedFile → describe → Document → (catalogue.yaml, 废止 clauses, versions) → Document with its status
"""

from __future__ import annotations

from knowledge.catalogue.corrections import Catalogue, read_catalogue
from knowledge.catalogue.describing import describe
from knowledge.catalogue.repeals import repealed_titles

__all__ = ["Catalogue", "describe", "read_catalogue", "repealed_titles"]
