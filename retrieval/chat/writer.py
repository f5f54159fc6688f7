"""From the model's stream to sentences that passed the check; what did not pass is never given on.

1. Cut a sentence with its keys out of the stream.
2. Take list markup and emphasis off it, and write its keys one way.
3. Check it against the clauses that were given; a key that was not given is a wrong clause.
4. Keep it, and tell whoever watches the text so far; or leave it out, with the verdict.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from retrieval.chat.composition import Composition, KeptSentence
from retrieval.chat.evidence import GivenClause
from retrieval.chat.keys import unknown_keys, with_plain_keys, without_keys
from retrieval.chat.prompt import NO_ANSWER
from retrieval.chat.sentences import SentenceCutter, Written
from retrieval.checking import Checked, Source, Verdict, check_sentence
from retrieval.instructions import speaks_to_a_machine
from retrieval.values import SentenceVerdict

MOST_LEFT_OUT = 6
"""A model that has lost this many sentences more than it kept is not listened to any longer."""

_MARKUP = re.compile(r"^(?:[#>*•·▪●○-]+\s*)+|\*\*|__|`")
_ORDINAL = re.compile(r"^\d{1,2}\s*[.．、)）]\s*")
_ASKS = re.compile(r"[？?][”’」』）)\s]*$")
_ADDRESS = re.compile(r"https?://|www\.|[\w.+-]+@[\w-]+\.|\bt\.me/", re.IGNORECASE)

OnText = Callable[[str], None]
"""Called with the answer so far, checked, whenever a sentence is added; from the thread that asks."""


@dataclass
class Draft:
    """What came of one reply."""

    composition: Composition = field(default_factory=Composition)
    verdicts: list[SentenceVerdict] = field(default_factory=list)
    says_no_answer: bool = False
    gave_up: bool = False

    @property
    def left_out(self) -> list[SentenceVerdict]:
        """Sentences that did not pass; those that say nothing are no loss."""
        return [v for v in self.verdicts if not v.kept and v.verdict != Verdict.NOTHING_TO_CHECK]


class Writer:
    """Writes one answer from clauses by their keys."""

    def __init__(self, clauses: Mapping[str, GivenClause], on_text: OnText | None = None) -> None:
        self._clauses = clauses
        self._sources = [given.source(key) for key, given in clauses.items()]
        self._on_text = on_text
        self.draft = Draft()

    def write(self, reply: Iterable[str]) -> None:
        """Take a reply to its end; `draft` holds what passed, also where the reply breaks off with an error."""
        cutter = SentenceCutter()
        for text in reply:
            for written in cutter.feed(text):
                self._take(written)
            if self.draft.says_no_answer or self.draft.gave_up:
                return
        for written in cutter.finish():
            self._take(written)

    def _take(self, written: Written) -> None:
        sentence = with_plain_keys(_MARKUP.sub("", written.text).strip())
        if NO_ANSWER in sentence:
            self.draft.says_no_answer = True
        if not without_keys(sentence).strip() or self.draft.says_no_answer:
            return
        sentence, checked = self._check(sentence)
        kept = checked.verdict is Verdict.SUPPORTED
        verdict = SentenceVerdict(text=sentence, verdict=checked.verdict.value, reasons=checked.reasons, kept=kept)
        self.draft.verdicts.append(verdict)
        if kept:
            self._keep(sentence, checked, written)
        kept_so_far = len(self.draft.composition.sentences)
        self.draft.gave_up = len(self.draft.left_out) - kept_so_far >= MOST_LEFT_OUT

    def _check(self, sentence: str) -> tuple[str, Checked]:
        """The verdict, and the sentence it is about: a number that only counts the lines is no figure of the text."""
        checked = checked_sentence(sentence, self._sources)
        if checked.verdict is not Verdict.SUPPORTED and _ORDINAL.match(sentence):
            bare = _ORDINAL.sub("", sentence)
            return bare, checked_sentence(bare, self._sources)
        return sentence, checked

    def _keep(self, sentence: str, checked: Checked, written: Written) -> None:
        ids = (self._clauses[key].clause.id for key in checked.keys if key in self._clauses)
        kept = KeptSentence(
            text=without_keys(sentence).strip(), clause_ids=tuple(dict.fromkeys(ids)), ends_line=written.ends_line
        )
        self.draft.composition = self.draft.composition.plus(kept)
        if self._on_text is not None:
            self._on_text(self.draft.composition.text())


def checked_sentence(sentence: str, sources: list[Source]) -> Checked:
    """The check, and before it what no sentence of an answer may hold: a made-up key, an address, an order."""
    strange = unknown_keys(sentence, {source.key for source in sources})
    if strange:
        return Checked(Verdict.WRONG_CLAUSE, (f"没有给过出处 {'、'.join(strange)}",))
    text = without_keys(sentence)
    if _ASKS.search(text):
        return Checked(Verdict.NOTHING_TO_CHECK, ("是问句，没有回答什么",))
    if speaks_to_a_machine(text) or ((found := _ADDRESS.search(text)) and found.group() not in _texts(sources)):
        return Checked(Verdict.UNSUPPORTED, ("含有指令或网址",))
    checked = check_sentence(sentence, sources)
    if checked.verdict is Verdict.SUPPORTED and not checked.keys:
        return Checked(Verdict.UNSUPPORTED, ("没有写出处",))
    return checked


def _texts(sources: list[Source]) -> str:
    return "\n".join(source.text for source in sources)
