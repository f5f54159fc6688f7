"""References between clauses: 本条例第十条, 前款, 依照《…》第五条."""

from knowledge.references.finding import Reference, find_aliases, find_references
from knowledge.references.resolving import ReferenceIndex, ResolvedReference

__all__ = ["Reference", "ReferenceIndex", "ResolvedReference", "find_aliases", "find_references"]
