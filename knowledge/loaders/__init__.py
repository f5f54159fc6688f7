"""Loaders: a file of any supported format → its main text as blocks, its metadata, and what was left out."""

from knowledge.loaders.dispatch import SUFFIXES, load_file

__all__ = ["SUFFIXES", "load_file"]
