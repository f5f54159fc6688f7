"""Is what a sentence says in the clauses it cites: rules over words and figures, no model."""

from retrieval.checking.sentence import check_sentence
from retrieval.checking.together import check_together
from retrieval.checking.values import Checked, Source, Verdict

__all__ = ["Checked", "Source", "Verdict", "check_sentence", "check_together"]
