"""Organs: who issued a document, on which level, for which region."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge.catalogue.regions import prevailing_region, region_of
from knowledge.values import Level

_SPOKESMAN = re.compile(
    r"(?P<organ>[一-鿿]{2,30}?)(?:主要|有关|相关)?(?:负责人|负责同志|新闻发言人|发言人|主任|局长|部长)(?:[一-鿿]{2,3})?"
    r"(?:就|接受|回答|答)"
)
_TIME_BEFORE = re.compile(r"^.*(?:日前|近日|今日|昨日|今天|昨天|\d日|际|由|请|访|对)")
_ORGAN_END = "中央|国务院|常委会|委员会|办公厅|办公室|政府|部|局|署|院|会|行|厅|委|部门|办|集团|公司|大学"
_IN_TITLE = re.compile(rf"^(?P<organ>[一-鿿、\s]{{2,60}}?(?:{_ORGAN_END}))\s*(?:关于|印发|转发|批转|发布|公布)")
_ORDER = re.compile(rf"^(?P<organ>[一-鿿、\s]{{2,40}}?(?:{_ORGAN_END}))(?:令|公告|通告)$")
_SIGNATURE = re.compile(rf"(?P<organ>[一-鿿]{{2,26}}(?:{_ORGAN_END}))(?:\([^()]*\)|（[^（）]*）)?")
_SENTENCE = re.compile(r"[第本该自起应由为]|负责|实施|施行|执行|进行|解释|制定")
_LABEL = re.compile(
    r"^[\s【\[]*(?:发文|发布|制定|印发|颁布|公布)(?:机关|机构|单位|部门)[】\]\s]*[：:]\s*(?P<organ>[一-鿿、，,\s]{2,60})$"
)
_FOLDER = re.compile(
    r"(?:[一-鿿]{2,20}(?:部|委员会|总局|局|总署|署|政府|法院|检察院|党委|省委|市委|县委|办公厅|办公室)|国务院)"
)
_CENTRAL = re.compile(
    r"^(?:中共)?中央|国务院|^全国|^最高人民|^国家(?!级)|^中国(?:共产党中央|人民|证券|银行|银保|民用|气象|地震|残疾)|总局|总署|政务院"
    r"|^(?:外交|国防|教育|科学技术|科技|工业和信息化|公安|国家安全|民政|司法|财政|人力资源[和]?社会保障|人社|自然资源|生态环境"
    r"|住房[和]?城乡建设|建设|交通|交通运输|铁道|水利|农业|农业农村|林业|商务|文化|文化[和]?旅游|卫生|卫生健康|退役军人事务|应急管理"
    r"|劳动|劳动[和]?社会保障|人事|监察|化学工业|能源|广播电影电视|农牧渔业|对外经济贸易|对外贸易经济合作|中组|中宣|统战)部(?:$|、|办公厅)"
    r"|^(?:审计|海关总|中国人民银行|中国证券监督管理委员会)"
)
_CENTRAL_CLASSES = frozenset({"宪法", "法律", "行政法规", "部门规章", "司法解释", "党内法规", "中央文件"})
_UNIT = re.compile(r"公司|集团|大学|学院|医院|学校|研究院|研究所|中学|小学|银行$|协会|学会")
_UNIT_TITLE = re.compile(r"[一-鿿]{2,16}?(?:大学|有限公司|股份公司|集团公司)(?!的|关于)")
_OWN_LEVEL = re.compile(r"^(?:中共)?(?P<rank>省|市|县|区)(?:委|人民政府|政府|纪委|人大|政协|巡)")
_SELF = (
    (Level.PROVINCIAL, re.compile(r"我省|全省")),
    (Level.MUNICIPAL, re.compile(r"我市|全市")),
    (Level.COUNTY, re.compile(r"我县|全县")),
)
_SELF_OFTEN = 3
_RANKS = {"省": Level.PROVINCIAL, "市": Level.MUNICIPAL, "县": Level.COUNTY, "区": Level.COUNTY}


def issuer_of_interview(lines: Iterable[str]) -> str | None:
    """Name the organ whose spokesman answers the questions."""
    for line in lines:
        if match := _SPOKESMAN.search(line):
            organ = _TIME_BEFORE.sub("", match["organ"])
            return organ if len(organ) > 1 else None
    return None


def issuer_of_title(title: str) -> str | None:
    """Name the organ a title begins with: 国务院关于…, 最高人民法院、最高人民检察院关于…."""
    match = _IN_TITLE.match(title) or _ORDER.match(title)
    return joined(match["organ"]) if match else None


def issuer_of_label(lines: Iterable[str]) -> str | None:
    """Name the organ of a line such as 发文机关：国务院办公厅."""
    return next((joined(match["organ"]) for line in lines if (match := _LABEL.match(line.strip()))), None)


def issuer_of_signature(lines: Sequence[str]) -> str | None:
    """Name the organs that sign a document: lines of nothing but an organ, right above its last date."""
    bare = (re.sub(r"\s", "", line) for line in lines)
    organs = [match["organ"] for line in bare if not _SENTENCE.search(line) and (match := _SIGNATURE.fullmatch(line))]
    return "、".join(dict.fromkeys(organs)) or None


def issuer_of_folder(source: str) -> str | None:
    """Name the organ that a folder of the documents is named after: 部门规章/公安部/…."""
    return next((part for part in reversed(source.split("/")[:-1]) if _FOLDER.fullmatch(part)), None)


def joined(organs: str) -> str:
    """Write several organs with 、 between them."""
    return "、".join(part.removeprefix("中华人民共和国") for part in re.split(r"[\s、，,]+", organs) if part)


def level_and_region(issuer: str) -> tuple[Level | None, str | None]:
    """Tell the level an organ stands on and the province, city or county it stands for."""
    name = issuer.removeprefix("中国共产党").removeprefix("中共")
    if _CENTRAL.search(issuer.replace("中华人民共和国", "")):
        return Level.CENTRAL, None
    if found := region_of(name):
        return (Level.UNIT if _UNIT.search(name) else found[0]), found[1]
    if own := _OWN_LEVEL.match(issuer):
        return _RANKS[own["rank"]], None
    return (Level.UNIT, None) if _UNIT.search(name) else (None, None)


def level_of_folder(source: str) -> Level | None:
    """Tell the level from a folder that is named after a class of law: 行政法规/…."""
    return Level.CENTRAL if _CENTRAL_CLASSES.intersection(source.split("/")[:-1]) else None


def level_and_region_of_text(title: str, text: str) -> tuple[Level | None, str | None]:
    """Tell level and region of a document that names no issuer: by its title, or by how it speaks of itself (我市)."""
    if found := region_of(title.removeprefix("中国共产党").removeprefix("中共"), counties=False):
        return found
    if _UNIT_TITLE.match(title):
        return Level.UNIT, None
    counts = sorted(((len(form.findall(text)), level) for level, form in _SELF), reverse=True)
    often, level = counts[0]
    if often < _SELF_OFTEN or often < 2 * counts[1][0]:
        return None, None
    return level, prevailing_region(text, level)
