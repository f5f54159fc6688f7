"""Organs: who issued a document, on which level, for which region."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.values import Level

PROVINCES = (
    "北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽", "福建", "江西", "山东",
    "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西", "甘肃", "青海", "台湾", "内蒙古", "广西", "西藏",
    "宁夏", "新疆", "香港", "澳门",
)  # fmt: skip
_SPOKESMAN = re.compile(
    r"([一-鿿]{2,30}?)(?:主要|有关|相关)?(?:负责人|负责同志|新闻发言人|发言人)(?:就|接受|日前就|近日就|回答)"
)
_FROM_TITLE = re.compile(
    r"^((?:中共|中国共产党)?[一-鿿、\s]{2,60}?(?:"
    + "中央|国务院|委员会|委|办公厅|办公室|政府|部|局|署|院|会|行|厅"
    + r"))关于"
)
_CENTRAL = re.compile(r"中央|国务院|全国|最高人民|国家|中国人民|^[一-鿿]{1,8}部(?:$|、)|总局|总署|政务院")
_PROVINCE = re.compile("(" + "|".join(PROVINCES) + ")(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区)?")
_COUNTY = re.compile(r"([一-鿿]{1,6}?)(?:县|区|旗)(?:委|人民|政府|纪委|巡察|人大|政协|$)")
_CITY = re.compile(r"([一-鿿]{2,6}?)(?:市|州|盟|地区)(?:委|人民|政府|纪委|巡察|人大|政协|$)")
_UNIT = re.compile(r"公司|集团|大学|学院|医院|学校|研究院|中学|小学|银行$")


def issuer_of_interview(lines: Sequence[str]) -> str | None:
    """Name the organ whose spokesman answers the questions."""
    for line in lines:
        if match := _SPOKESMAN.search(line):
            return re.sub(r"^.*?(?:日前|近日|今日|昨日|日)", "", match[1]) or None
    return None


def issuer_of_title(title: str) -> str | None:
    """Name the organ a title begins with: 国务院关于…, 最高人民法院、最高人民检察院关于…."""
    match = _FROM_TITLE.match(title)
    return re.sub(r"\s+", "、", match[1].strip()) if match else None


def level_and_region(issuer: str | None) -> tuple[Level | None, str | None]:
    """Tell the level an organ stands on and the province, city or county it stands for."""
    if not issuer:
        return None, None
    province = _PROVINCE.match(issuer.removeprefix("中共").removeprefix("中国共产党"))
    rest = issuer.removeprefix("中共")[province.end() if province and province[0] != province[1] else 0 :]
    if not province and _CENTRAL.search(issuer):
        return Level.CENTRAL, None
    if county := _COUNTY.match(rest):
        return Level.COUNTY, county[1]
    if city := _CITY.match(rest):
        if city[1] in PROVINCES:
            return Level.PROVINCIAL, city[1]
        return Level.MUNICIPAL, city[1]
    if province:
        return Level.PROVINCIAL, province[1]
    return (Level.UNIT, None) if _UNIT.search(issuer) else (None, None)
