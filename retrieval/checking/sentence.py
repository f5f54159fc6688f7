"""One sentence against the clauses that were given to its writer."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.checking.values import Checked, Source, Verdict


def check_sentence(sentence: str, sources: Sequence[Source]) -> Checked:
    """Say whether the clauses that `sentence` names say what it says.

    Args:
        sentence: One sentence with the keys of its clauses in brackets.
        sources: The clauses that were given.
    """
    return Checked(Verdict.UNSUPPORTED, ("核对尚未实现",))
