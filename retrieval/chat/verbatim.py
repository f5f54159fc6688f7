"""Whole sentences of a clause, word for word: they need no further check.

Whole, because a part can lose what the rest says: the end of 不得委托个人承担 is 委托个人承担.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.tokenization import sentences

_SURROUND = re.compile(r"^[\s\u3000“”\"']+|[\s\u3000。！？!?；;：:，,“”\"']+$")
_OWN_NUMBER = re.compile(r"^(?:第[〇零一二三四五六七八九十百千\d]{1,9}条(?:之[一二三四五六七八九十]+)?|答[：:])")
"""What stands before the first sentence of an article or an answer, and is none of it."""
_SPACES = re.compile(r"\s+")


def stands_word_for_word(sentence: str, texts: Iterable[str]) -> bool:
    """Tell whether `sentence` is one or more whole sentences of one of the texts, in their order."""
    wanted = _bare(sentence)
    return bool(wanted) and any(_holds(wanted, text) for text in texts)


def _holds(wanted: str, text: str) -> bool:
    pieces = [squeezed for piece in sentences(text) if (squeezed := _SPACES.sub("", piece))]
    for first in range(len(pieces)):
        run = ""
        for piece in pieces[first:]:
            run += piece
            if wanted in (_bare(run), _bare(_OWN_NUMBER.sub("", run))):
                return True
            if len(run) > len(wanted) + 2 * len(piece):
                break
    return False


def _bare(text: str) -> str:
    return _SURROUND.sub("", _SPACES.sub("", text))
