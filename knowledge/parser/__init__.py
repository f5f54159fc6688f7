"""The clause parser: an article's blocks → clauses with their paths."""

from knowledge.parser.stage import parse_article

__all__ = ["parse_article"]
