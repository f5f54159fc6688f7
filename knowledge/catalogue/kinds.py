"""What sort of document it is: told from its title, then from the shape of its text where the title says nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.values import Block, Kind

_BRACKETS = r"(?:\s*(?:\([^()]*\)|（[^（）]*）|〔[^〔〕]*〕))*\s*$"
_QUOTED = re.compile(r"《[^《》]*(?:《[^《》]*》[^《》]*)*》")
_INTERVIEW = re.compile(r"答记者问|记者问答|专访|访谈|答问|回答了?记者提问|有问必答")
_ENDINGS = (
    (Kind.PLAN, r"规划|计划|方案|工作要点|行动|工作安排|纲要|部署|路线图"),
    (Kind.REPORT, r"报告|总结|汇报|情况|白皮书|公报"),
    (Kind.NOTICE, r"通知|意见|通告|公告|函|决议|指示|通报|建议|措施|要求|命令|令|解答|指引|指南|办法的说明"),
    (
        Kind.REGULATION,
        r"法|宪法|修正案|条例|规定|办法|细则|规则|准则|规程|制度|章程|解释|决定|规范|标准|守则|目录|批复|答复|公约|纲领|安排|法典|党章",
    ),
)
_PROMULGATES = re.compile(rf"(?:印发|发布|公布|颁布|出台|修订|制定)了?{_BRACKETS}")
_KINDS = tuple((re.compile(f"(?:{endings}){_BRACKETS}"), kind) for kind, endings in _ENDINGS)
_ARTICLE = re.compile(r"第\s*[一二三四五六七八九十百千零〇\d]+\s*条[\s　]")
_QUESTION = re.compile(r"(?:问|记者)\s*[：:]")
_ADDRESSED = re.compile(r"^(?:各|国务院各|省|市)[^。]{2,200}[：:]\s*$")


def kind_of(title: str, blocks: Sequence[Block]) -> Kind:
    """Tell the kind: 关于印发《…规划》的通知 is a notice, an interview about a regulation is none itself."""
    questions = sum(bool(_QUESTION.match(block.text)) for block in blocks)
    if _INTERVIEW.search(title) or questions > 1:
        return Kind.INTERVIEW
    bare = _QUOTED.sub("", title).strip()
    if not bare or _PROMULGATES.search(bare):
        bare = title.strip("《》 ")
    for form, kind in _KINDS:
        if form.search(bare):
            return kind
    if sum(bool(_ARTICLE.match(block.text)) for block in blocks) > 1:
        return Kind.REGULATION
    return Kind.NOTICE if any(_ADDRESSED.match(block.text) for block in blocks[:3]) else Kind.NEWS
