"""What a number or date limits: at least, at most, within, before, after."""

from __future__ import annotations

import re

_BEFORE = (
    (
        "le",
        r"(?:不得?超过|不得?高于|不得?多于|不大于|未超过|至多|最多|最高|最长|上限(?:为|是)?|不超|封顶|(?<![期时年权省])限(?![期时制定度])[一-鿿]?|低于或等于)",
    ),
    ("ge", r"(?:不得?少于|不得?低于|不小于|至少|最少|最低|最短|起码|下限(?:为|是)?)"),
    ("reach", r"(?:(?<![期届不未])满|(?<!未)达到|达)"),
    ("lt", r"(?:不满|不足|未满|低于|少于|小于|不到|未达到?)"),
    ("gt", r"(?:超过|超出|高于|多于|大于|逾)"),
    ("before", r"(?:提前|不得?晚于|不得?迟于|不得?超过|最迟|截至|截止到?|前|早于)"),
    ("about", r"(?:大约|约|近|将近|大概)"),
)
_AFTER = (
    ("ge", r"(?:\(含\))?(?:及|和|或)?(?:其)?以上"),
    ("le", r"(?:\(含\))?(?:及|和|或)?(?:其)?以下"),
    ("in", r"(?:\(含\))?(?:之|以)?内|期?限?之?内"),
    ("before", r"(?:之|以)?前(?!款|项|述|条|置|期|提(?![出交供请前醒高报升取拨]))"),
    ("after", r"(?:届?满|期满)?(?:之|以)?后|届?满"),
    ("about", r"左右|上下|余|多(?![于少])"),
)
_FAR = (
    ("le", r"(?:不得?超过|不得?高于|不得?多于|至多|最多|最长|最高)"),
    ("ge", r"(?:不得?少于|不得?低于|至少|最少|最低)"),
)
_PREFIXES = tuple((bound, re.compile(form + r"(?:了|为|在|是|于)?$")) for bound, form in _BEFORE)
_FAR_PREFIXES = tuple((bound, re.compile(form + r"[^,。;:、\d满]{0,16}$")) for bound, form in _FAR)
"""至少, 不超过 and their like may stand before the verb: 至少开展两次."""
_SUFFIXES = tuple((bound, re.compile(r"\)?" + form)) for bound, form in _AFTER)
_WITHIN = re.compile(r"在$")
_LONGEST_PREFIX = 22

_SAME = {
    ("in", "le"),
    ("le", "in"),
    ("in", ""),
    ("", "in"),
    ("ge", "after"),
    ("after", "ge"),
    # 超过两万元 is how people put 两万元以上.
    ("gt", "ge"),
    ("lt", "le"),
    *(pair for other in ("", "ge") for pair in (("reach", other), (other, "reach"))),
}


def bound_of(text: str, start: int, end: int, *, is_date: bool = False) -> str:
    """Tell how the number at `start` to `end` limits."""
    before = text[max(0, start - _LONGEST_PREFIX) : start]
    named = next((bound for bound, form in (*_PREFIXES, *_FAR_PREFIXES) if form.search(before)), "")
    after = next((bound for bound, form in _SUFFIXES if form.match(text, end)), "")
    if is_date:
        return "before" if "before" in (named, after) or named == "le" else after
    if named == "before" and after == "in":
        return "in"
    # 最长不超过6个月以内 is one limit; what follows decides where nothing stands in front.
    return named or after


def bounds_agree(claimed: str, stated: str, *, is_period: bool) -> bool:
    """Tell whether two limits say the same; a period is the same with and without 内."""
    if claimed == stated:
        return True
    pair = (claimed, stated)
    return pair in _SAME and (is_period or "" not in pair or "reach" in pair)
