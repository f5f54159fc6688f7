"""Whether a clause is in force, by the many ways of writing it."""

from __future__ import annotations

import re

_GONE = re.compile(
    r"supersed|repeal|replac|revok|abolish|expired|invalid|not.?in.?force|no longer|"
    r"废止|失效|取代|替代|作废|被?修订(?!版)|已修改|不再有效|停止执行|非现行|旧版|无效",
    re.I,
)
_IN_FORCE = re.compile(
    r"^(?:in[_ -]?force|effective|valid|current|active|现行有效|有效|生效|现行|施行中|尚未失效|未废止)", re.I
)


def in_force(status: str) -> bool:
    """Tell whether the clause may be told as the present rule; unknown may."""
    text = status.strip()
    return bool(_IN_FORCE.search(text)) or not _GONE.search(text)


def is_stated_in_force(status: str) -> bool:
    """Tell whether the status says that the clause is in force; unknown does not."""
    return bool(_IN_FORCE.search(status.strip()))
