"""Checking a sentence against the clauses it rests on: nothing that is not in them reaches the user."""

from retrieval.checking.sentence import check_sentence
from retrieval.checking.values import Checked, Source, Verdict

__all__ = ["Checked", "Source", "Verdict", "check_sentence"]
