"""Sentences of one file: whether a sentence needs a key follows from what the others do.

Who lets nearly every sentence carry a key means the one without it to fail; who uses no keys asks whether the given
clauses say it.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.checking.keys import find_keys
from retrieval.checking.sentence import check_sentence
from retrieval.checking.values import Checked, Source, Verdict

_CUSTOM = 0.8
"""From this share on of the sentences that claim something, keys are the custom."""


def check_together(pairs: Sequence[tuple[str, Sequence[Source]]]) -> list[Checked]:
    """Check each sentence against its clauses, in order."""
    checked = [check_sentence(sentence, sources) for sentence, sources in pairs]
    claims = [
        pair
        for pair, one in zip(pairs, checked, strict=True)
        if one.verdict is not Verdict.NOTHING_TO_CHECK and pair[1]
    ]
    with_key = sum(_names_any(sentence, sources) for sentence, sources in claims)
    if not claims or with_key < _CUSTOM * len(claims):
        return checked
    return [
        check_sentence(sentence, sources, needs_key=True) if not _names_any(sentence, sources) else one
        for (sentence, sources), one in zip(pairs, checked, strict=True)
    ]


def _names_any(sentence: str, sources: Sequence[Source]) -> bool:
    named = find_keys(sentence, [source.key for source in sources])
    return bool(named.given or named.unknown)
