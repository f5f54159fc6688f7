"""Promulgation lines of a statute: who adopted it, when it was last changed, when it took effect.

    1979年7月1日 第五届全国人民代表大会第二次会议通过
    2023年12月11日 《国务院关于修改〈…〉的决定》第三次修订
    2021年1月1日 施行
    （2019年11月29日黑龙江省第十三届人民代表大会常务委员会第十五次会议通过 根据2022年…修正）

1. Titles are taken out, then a line is cut at its dates: each date goes with the words up to the next.
2. Words of taking effect give `effective`, all others (adopted, published, changed) `published`: the latest of each.
3. The organ that first adopted or published is the issuer; one that only approved it, where there is no other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.catalogue.dates import date_spans

_EFFECT = re.compile(r"施行|实施|生效")
_ADOPTED = re.compile(r"通过|公布|发布|颁布|印发|批准|修订|修正|修改|公告|令第|第.{1,6}号令|印|发$")
_TITLES = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》|〈[^〈〉]*〉|<[^<>]*>")
_SESSION = re.compile(r"第[一二三四五六七八九十百零〇\d]+[届次]|会议|审判委员会|检察委员会|政治局|中华人民共和国")
_REGION = r"[一-鿿]{2,12}(?:省|自治区|市|自治州|自治县|州|县)"
_ORGAN = re.compile(
    rf"(?:全国|{_REGION}|(?<![一-鿿]))人民代表大会(?:常务委员会)?|{_REGION}人民政府"
    r"|中国人民政治协商会议|中共中央办公厅|国务院办公厅|中共中央|国务院(?:[一-鿿]{2,8}委员会)?|政务院|中央军事委员会|中央军委|最高人民法院|最高人民检察院"
    r"|[一-鿿]{1,14}?(?:部|委员会|总局|局|总署|署|银行|办公室|监督管理委员会)(?=[、令公修联第通批印颁]|发(?![〔\[（(])|$)"
)
_ACT = re.compile(r"通过|公布|发布|颁布|印发|批准|修订|修正")
_OPENING = re.compile(
    r"^[(（\s]*(?:[12]\d{3}|[一二][〇○零一二三四五六七八九]{3})\s*年.{1,8}日.*(?:通过|公布|发布|颁布|印发|批准|修订|修正)"
)


@dataclass(frozen=True, slots=True)
class History:
    """What the promulgation lines say; None where they do not."""

    issuer: str | None = None
    published: date | None = None
    """Date of the latest adoption or change, not of its taking effect."""
    effective: date | None = None
    changed: bool = False
    """There was more than one adoption or change."""


def is_promulgation(line: str) -> bool:
    """Tell a promulgation line: it opens with a date, in brackets or not, and says what was done on it."""
    return bool(_OPENING.match(line)) and len(line) < 2000 and not line.rstrip().endswith("。")


def read_history(lines: Sequence[str]) -> History:
    """Read promulgation lines, which stand in the order of time."""
    published: list[date] = []
    effective: list[date] = []
    for line in lines:
        for day, words in _dated_words(_TITLES.sub("", line)):
            in_effect = _EFFECT.search(words)
            if in_effect:
                effective.append(day)
            if not in_effect or _ADOPTED.search(words[: in_effect.start()]):
                published.append(day)
    return History(
        issuer=_issuer(lines),
        published=max(published, default=None),
        effective=max(effective, default=None),
        changed=len(set(published)) > 1,
    )


def _dated_words(line: str) -> list[tuple[date, str]]:
    spans = date_spans(line)
    untils = [*(start for start, _, _ in spans), len(line)][1:]
    return [(day, line[end:until]) for (_, end, day), until in zip(spans, untils, strict=True)]


def _issuer(lines: Sequence[str]) -> str | None:
    """Name the organs of the first act; an act that only approves counts where there is no other."""
    acts = [(verb, organs) for line in lines for verb, organs in _acts(_TITLES.sub("", line)) if organs]
    own = [organs for verb, organs in acts if verb != "批准"]
    first = own[0] if own else acts[0][1] if acts else []
    return "、".join(dict.fromkeys(first)) or None


def _acts(line: str) -> list[tuple[str, list[str]]]:
    """Cut a line into its acts, each its verb and the organs in front of it, which may stand under several dates."""
    acts: list[tuple[str, list[str]]] = []
    organs: list[str] = []
    for _, words in _dated_words(line):
        start = 0
        bare = _SESSION.sub("", words)
        for verb in _ACT.finditer(bare):
            organs += [
                organ.removeprefix("由").removeprefix("经") for organ in _ORGAN.findall(bare[start : verb.end()])
            ]
            acts.append((verb[0], organs))
            organs, start = [], verb.end()
        organs = organs + _ORGAN.findall(bare[start:])
    return [*acts, ("", organs)]
