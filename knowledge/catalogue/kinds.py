"""What sort of document it is, told from its title first and from the shape of its text where the title says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.values import Block, Kind

_QUOTED = re.compile(r"《[^《》]*(?:〈[^〈〉]*〉[^《》]*)*》")
_INTERVIEW = re.compile(r"答记者问|记者问答|专访|访谈|答问|回答了?记者提问")
_PLAN = re.compile(r"(?:规划|计划|方案|工作要点|行动|安排|纲要|部署)(?:\([^()]*\)|（[^（）]*）)?$")
_REPORT = re.compile(r"(?:报告|总结|汇报|情况通报|情况的通报|进展情况)(?:\([^()]*\)|（[^（）]*）)?$")
_NOTICE = re.compile(r"(?:通知|意见|通告|公告|函|批复|决议|指示|通报|建议)(?:\([^()]*\)|（[^（）]*）)?$")
_REGULATION = re.compile(
    r"(?:法|法典|宪法|修正案|条例|规定|办法|细则|规则|准则|规程|制度|章程|解释|决定|规范|标准|守则|总则|附则|编|目录|批复|公约|纲领)"
    r"(?:\([^()]*\)|（[^（）]*）)?$"
)
_ARTICLE = re.compile(r"第[一二三四五六七八九十百千零〇\d\s]+条[\s　]")
_QUESTION = re.compile(r"问\s*[：:]|记者\s*[：:]")


def kind_of(title: str, blocks: Sequence[Block]) -> Kind:
    """Tell the kind from a title such as “关于印发《…规划》的通知” and, where that fails, from the text."""
    bare = _QUOTED.sub("", title).strip()
    questions = sum(bool(_QUESTION.match(block.text)) for block in blocks)
    if _INTERVIEW.search(title) or questions >= 2:
        return Kind.INTERVIEW
    for form, kind in (
        (_REGULATION, Kind.REGULATION),
        (_PLAN, Kind.PLAN),
        (_REPORT, Kind.REPORT),
        (_NOTICE, Kind.NOTICE),
    ):
        if form.search(bare or title.strip("《》 ")):
            return kind
    if sum(bool(_ARTICLE.match(block.text)) for block in blocks) >= 2:
        return Kind.REGULATION
    return Kind.NEWS
