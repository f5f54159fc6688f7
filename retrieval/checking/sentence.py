"""One sentence against the clauses that were given to its writer: which verdict goes before which.

1. A key of the right shape that was not given: unsupported, whatever else the sentence says.
2. Nothing claimed (a greeting, an offer, a lead-in, an honest 文件没有规定): nothing to check, cited or not.
3. Something claimed without any key where a key is needed: unsupported.
4. What is claimed is held against the clauses it cites, together; without a key against all that were given.
   a. They say it and are in force (or nobody says they are not): supported.
   b. They say it, and one that is no longer in force is needed for that, or is the only one cited for it: supported
      where the sentence itself says it speaks of the former rule (此前规定, 修订前, 已废止), else superseded. The
      cited clause is judged, so this holds even where another given clause in force says the same.
   c. A rule in force told as the former one is unsupported.
5. They say it, but the sentence calls the clause by another article's number or another title: wrong clause where
   that is another given clause's, unsupported where no given clause bears it (each number and title has to stand in
   the clauses).
6. They do not say it, another given clause does, or that one with those cited: wrong clause. So is the old figure
   cited to the new clause: the cited clause says something else.
7. Else unsupported.

A wrong number or title goes after a wrong figure: 第十五条 with an invented period is unsupported. It goes before
superseded: whoever names the clause wrongly has not told which rule it was.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from retrieval.checking.attribution import attributed, misattributed, strange_articles
from retrieval.checking.changes import new_figure, without_change
from retrieval.checking.claims import (
    is_former,
    joins,
    pieces,
    split_claims,
    tells_of_former,
    without_former,
    without_lead,
)
from retrieval.checking.ground import ground_of
from retrieval.checking.keys import find_keys
from retrieval.checking.status import in_force, is_stated_in_force
from retrieval.checking.support import faults, holds_every_word, is_quoted
from retrieval.checking.values import Checked, Source, Verdict


def check_sentence(sentence: str, sources: Sequence[Source], *, needs_key: bool = False) -> Checked:
    """Say whether the clauses that `sentence` names say what it says.

    Args:
        sentence: One sentence with the keys of its clauses in brackets of any kind.
        sources: The clauses that were given.
        needs_key: Whether a claim without a key of a given clause fails; else it is held against all of them.
    """
    named = find_keys(sentence, [source.key for source in sources])
    if len(named.given) > 1 and len(parts := _parts(sentence, sources)) > 1:
        verdicts = [check_sentence(part, sources, needs_key=needs_key) for part in parts]
        worst = max(verdicts, key=lambda checked: _GRAVITY[checked.verdict])
        return Checked(worst.verdict, worst.reasons, named.given)
    if named.unknown:
        strange = tuple(f"编号 {key} 不在给出的条款中" for key in named.unknown)
        return Checked(Verdict.UNSUPPORTED, strange, named.given)
    claim, _ = split_claims(named.text, "\n".join(source.text for source in sources))
    if not claim:
        return Checked(Verdict.NOTHING_TO_CHECK, (), named.given)
    if not sources:
        return Checked(Verdict.UNSUPPORTED, ("没有给出条款",), named.given)
    if needs_key and not named.given:
        return Checked(Verdict.UNSUPPORTED, ("句中没有条款编号",))
    cited = [source for source in sources if source.key in named.given] or list(sources)
    verdict, reasons = _judge(claim, cited, sources)
    return Checked(verdict, tuple(reasons), named.given)


_GRAVITY = {
    Verdict.NOTHING_TO_CHECK: 0,
    Verdict.SUPPORTED: 1,
    Verdict.SUPERSEDED: 2,
    Verdict.WRONG_CLAUSE: 3,
    Verdict.UNSUPPORTED: 4,
}


def _parts(sentence: str, sources: Sequence[Source]) -> list[str]:
    """Cut 甲……[1]，乙……[2] into what each key is for; what has no key goes with the part before it."""
    keys = [source.key for source in sources]
    found: list[str] = []
    held = ""
    for part in _AFTER_KEY.split(sentence):
        held += part
        if find_keys(part, keys).given:
            found, held = [*found, held], ""
    return [*found[:-1], found[-1] + held] if found else [sentence]


_AFTER_KEY = re.compile(r"(?<=[\])}）］】〕][，,；;。])")


def _judge(claim: str, cited: Sequence[Source], sources: Sequence[Source]) -> tuple[Verdict, list[str]]:
    if any(is_quoted(claim, ground_of([source])) for source in cited):
        return _standing(claim, cited)
    missing = strange_articles(claim, cited) + _missing(claim, cited)
    if missing:
        if others := _elsewhere(claim, cited, sources):
            return Verdict.WRONG_CLAUSE, [*missing, f"所说内容见 {'、'.join(others)}"]
        return Verdict.UNSUPPORTED, missing
    if wrong := misattributed(claim, cited):
        meant = [source.key for source in sources if source not in cited and not misattributed(claim, [source])]
        return (Verdict.WRONG_CLAUSE if meant else Verdict.UNSUPPORTED), wrong
    return _standing(claim, cited)


def _standing(claim: str, cited: Sequence[Source]) -> tuple[Verdict, list[str]]:
    """Judge a sentence that its clauses support by whether they are in force."""
    present = [source for source in cited if in_force(source.status)]
    gone = [source for source in cited if not in_force(source.status)]
    if (figure := new_figure(claim)) and gone:
        if present and any(figure.value == fact.value for fact in ground_of(present).facts):
            return Verdict.SUPPORTED, []
        return Verdict.UNSUPPORTED, [f"改后的“{figure.shown}”不在现行的条款中"]
    if is_former(claim):
        if (
            not gone
            and all(is_stated_in_force(s.status) for s in cited)
            and not any(tells_of_former(s.text) for s in cited)
        ):
            return Verdict.UNSUPPORTED, ["条款现行有效，句中说成以前的规定"]
        return Verdict.SUPPORTED, []
    if gone and (not present or _missing(claim, present)):
        return Verdict.SUPERSEDED, [f"{source.key} 已不再有效（{source.status}）" for source in gone]
    return Verdict.SUPPORTED, []


def _elsewhere(claim: str, cited: Sequence[Source], sources: Sequence[Source]) -> list[str]:
    """Give the keys of given clauses that say what those cited do not; empty where none do."""
    others = [source for source in sources if source not in cited]
    for source in others:
        known = holds_every_word(attributed(claim)[2], ground_of([source]))
        if known and not strange_articles(claim, [source]) and not _missing(claim, [source]):
            return [source.key]
    if len(pieces(claim)) > 1:
        for source in others:
            if not _missing(claim, [*cited, source]):
                return [source.key]
    return []


def _missing(claim: str, sources: Sequence[Source]) -> list[str]:
    """Tell what the clauses do not say: one of them all of it, or each piece of the sentence one of them."""
    _, _, rest = attributed(claim)
    plain = without_former(without_lead(rest))
    said = without_change(plain)
    if len(sources) == 1 or any(not faults(said, ground_of([source])) for source in sources):
        return faults(said, ground_of(sources)) if len(sources) == 1 else []
    together = faults(said, ground_of(sources))
    if together:
        return together
    for piece in pieces(said) if said == plain else []:
        found = [faults(piece, ground_of([source])) for source in sources]
        if all(found) and not joins(piece):
            return found[0]
    return []
