"""Who does it for what stands before 由: 往返交通费由所在单位报销 is not 往返交通费由市委政法委承担."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared
from retrieval.checking.who import same_organ

_TOPIC = re.compile(r"([一-鿿、]{3,16}?)(?:应当|必须|须|要|均|统一|一律)?由(?![于此])")


def topic_faults(sentence: Prepared, named: Sequence[Fact], ground: Prepared, stated: Sequence[Fact]) -> Iterator[str]:
    """Tell of an organ after 由 that the clauses put to another topic than the one before 由.

    Args:
        sentence: Without keys.
        named: Its organs.
        ground: The clauses.
        stated: Their organs.
    """
    told = list(_topics(ground, stated))
    for topic, organ in _topics(sentence, named):
        own = [other for t, other in told if topic in t or t in topic]
        elsewhere = [t for t, other in told if same_organ(organ, other)]
        if own and elsewhere and not any(same_organ(organ, other) for other in own):
            yield f"“{topic}”：条款为由“{own[0].shown}”，句中为由“{organ.shown}”"
            return


def _topics(prepared: Prepared, organs: Sequence[Fact]) -> Iterator[tuple[str, Fact]]:
    """Give what stands before 由 in a piece, and the organ right after it."""
    for start, end in prepared.segments:
        if match := _TOPIC.match(prepared.text[start:end]):
            yield from ((match[1], f) for f in organs if f.start == start + match.end())
