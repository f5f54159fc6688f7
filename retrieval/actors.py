"""Who: does a sentence name somebody who does what is asked about, or holds the role?"""

from __future__ import annotations

import re

from knowledge import segmentation
from retrieval.lexicon import ORGAN_WORDS
from retrieval.matching import match
from retrieval.question import Part

_ORGAN = re.compile(ORGAN_WORDS)
_ASKS_AGENT = re.compile(
    r"由(?:谁|哪)|谁(?:来|负责|承担|牵头|组织|审|管)|(?:哪个|什么)(?:部门|机关|机构|单位)(?:负责|承担|牵头|组织|管|审)"
)
_OBJECT = re.compile(r"(?:对|向|给|把|将)[^，。；：“”]{0,8}$")
"""In front of an organ: something is done to it, not by it."""
_HOLDS = "是|为|由|担任|任|兼任|履行|承担|作为"
_RESULTS = "意见|结果|结论|报告|决定|材料|标准|机制|情况"
_HALF = 0.5
_NAMED_IN_QUESTION = 0.6
_ONLY_MENTIONED = 0.2


def somebody(part: Part, sentence: str) -> float:
    """An organ the question does not name is the answer; one it does may be, under another name in front."""
    if part.role:
        return _holder(part.role, sentence, asks_name="叫" in part.text or "名字" in part.text)
    if part.action and match(part.action, sentence) < _HALF:
        return 0.0
    if part.action and only_names_result(part.action, sentence):
        return _ONLY_MENTIONED
    organs = list(_ORGAN.finditer(sentence))
    if _ASKS_AGENT.search(part.text):
        organs = [organ for organ in organs if not _OBJECT.search(sentence[: organ.start()])]
    if any(organ.group() not in part.text for organ in organs):
        return 1.0
    is_longer = any(sentence[max(0, organ.start() - 2) : organ.end()] not in part.text for organ in organs)
    return _NAMED_IN_QUESTION if is_longer else 0.0


def only_names_result(action: str, sentence: str, *, asked: str = "") -> bool:
    """Tell whether a normalized sentence speaks of the deed's result alone: 收到审核意见 does not say who 审核."""
    results = re.findall(rf"{re.escape(action)}(?:{_RESULTS})", sentence)
    # 审核报告, of 怎么审核报告, is the deed and what it is done to.
    return action in sentence and sentence.count(action) == sum(result not in asked for result in results)


def _holder(role: str, sentence: str, *, asks_name: bool) -> float:
    """主要负责人是第一责任人, 由书记担任组长, 组长张三; not the mere mention of the role."""
    word = re.escape(role)
    named = re.search(rf"{word}([\u4e00-\u9fff]{{2,4}})", sentence)
    if named and any(tag == "nr" for _, tag in segmentation.tag(named.group(1))[:1]):
        return 1.0
    if asks_name:
        return _ONLY_MENTIONED
    held = re.search(rf"(?:{_HOLDS})[^，。；]{{0,12}}{word}|{word}[^，。；]{{0,4}}(?:是|为|由|[:：])", sentence)
    return 1.0 if held else _ONLY_MENTIONED
