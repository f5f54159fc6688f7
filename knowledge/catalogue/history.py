"""Promulgation lines above a statute: who adopted it, when it was last changed, when it took effect.

1979年7月1日 第五届全国人民代表大会第二次会议通过
2023年12月11日 《国务院关于修改〈…〉的决定》第三次修订
2021年1月1日 施行
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.catalogue.dates import find_dates

_EFFECT = re.compile(r"(施行|实施|生效)")
_TITLES = re.compile(r"[《〈<].*[》〉>]")
_ORGAN = re.compile(
    r"全国人民代表大会常务委员会|全国人民代表大会|中国人民政治协商会议全国委员会|中国人民政治协商会议"
    r"|中共中央|国务院|政务院|中央军事委员会|中央军委|最高人民法院|最高人民检察院"
    r"|(?:对外|国家|中国|国务院)?[一-鿿]{1,12}?(?:部|委员会|总局|局|总署|署|银行|办公室)(?=[、令发公修]|$)"
)
_BY_OTHERS = re.compile(r"批准")


@dataclass(frozen=True, slots=True)
class History:
    """What the promulgation lines say; None where they do not."""

    issuer: str | None = None
    published: date | None = None
    """Date of the latest adoption or change, not of its taking effect."""
    effective: date | None = None


def read_history(lines: Sequence[str]) -> History:
    """Read promulgation lines, which stand in the order of time."""
    published: date | None = None
    effective: date | None = None
    for line in lines:
        days = find_dates(_TITLES.sub("", line)) or find_dates(line)
        if not days:
            continue
        if _EFFECT.search(line):
            effective = max(effective or days[-1], days[-1])
        else:
            published = max(published or days[0], days[0])
    return History(issuer=_issuer(lines), published=published, effective=effective)


def _issuer(lines: Sequence[str]) -> str | None:
    """Name the organ that first adopted or published; one that only approved counts where there is no other."""
    naming = [(line, organs) for line in lines if (organs := _organs(line))]
    own = [organs for line, organs in naming if not _BY_OTHERS.search(line)]
    first = own[0] if own else naming[0][1] if naming else []
    return "、".join(dict.fromkeys(first)) or None


def _organs(line: str) -> list[str]:
    return _ORGAN.findall(_TITLES.sub("", line).replace("中华人民共和国", ""))
