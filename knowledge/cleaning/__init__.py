"""Cleaning: broken lines → sentences, page remains dropped, several articles of one page told apart."""

from knowledge.cleaning.stage import clean

__all__ = ["clean"]
