"""Numbers of a text: amounts, percentages, fractions, periods, ordinals, how often.

Equal values in other writing are equal: 1.5万元 and 15000元, 百分之三十 and 30%, 两年 and 24个月, 首次 and 第一次.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from knowledge.numerals import parse_numeral
from retrieval.checking.bounds import bound_of, bounds_agree
from retrieval.checking.facts import Fact
from retrieval.lexicon import word_set

_CN = "零〇一二三四五六七八九十百千两"
_NUM = rf"(?:\d+(?:\.\d+)?(?:[十百千]?[万亿]+|[百千])?|[{_CN}]+[{_CN}万亿]*)"
_TIME = "个工作日|工作日|个自然日|自然日|个月|个季度|季度|个小时|小时|分钟|个星期|星期|个周|周年|周(?!岁)|天|日|年度|年"
_OTHER = (
    "个百分点|百分点|个学时|个课时|个学分|亿元|万元|元|美元|周岁|岁|人次|人|名|位|户|家|所|座|栋|套|间|台|辆|张|份|件|册|卷|篇|页|字|次|轮|届|批|期|回|遍|个|"
    "项|条|款|种|类|点|大?方面|部分|步|层|级|档|等|倍|成|亩|公顷|平方米|平方公里|公里|千米|米|厘米|毫米|吨|公斤|千克|克|斤|升|摄氏度|度|"
    "千瓦时|千瓦|时(?![限期间长段效候刻任])|分(?![担摊别配离散级类期批段工])|票|门|科|学时|课时|学分|组|队|支|处|场|里|只|头|匹|株|棵|县|省|市|区|村|镇|乡|国|环节|阶段|孔|道|重|维|级"
)
_QUANTITY = re.compile(
    rf"(?P<percent>百分之(?P<percent_cn>{_NUM})|(?P<percent_num>\d+(?:\.\d+)?)[%％])"
    rf"|(?P<part>(?P<below>[{_CN}\d]+)分之(?P<above>[{_CN}\d]+)|(?P<over>\d{{1,3}})[/⁄](?P<under>\d{{1,3}})(?!\d|/))"
    rf"|(?P<half>半数|过半数?|一半|对半)"
    rf"|(?P<often>(?:每|按|逐)(?:隔)?(?P<often_num>{_NUM})?(?P<often_unit>{_TIME}|月|届|学期|学年|次|轮)(?!工资|薪))"
    rf"|(?P<ordinal>第(?P<ordinal_num>{_NUM})(?P<ordinal_unit>[轮次届批期个名位步类种季年号档等级]度?|阶段|部分|方面)|首(?P<first>[轮次届批期]))"
    rf"|(?P<many>{_NUM})(?P<range>(?=(?:-|至|到|或|、){_NUM}))?(?P<unit>{_TIME}|{_OTHER})?"
)
_TITLE = re.compile(r"《[^《》]*》")
_NUMBERED = re.compile(r"[\[〔(](?:19|20)\d\d[\]〕)]第?\d+号")
_ARTICLE = re.compile(rf"第[{_CN}\d]+(?:条(?:之[{_CN}\d]+)?|款|项|目|章|节|编|部分)|[(（][{_CN}\d]+[)）]")
_ENUMERATION = re.compile(
    r"(?:^|(?<=[。;:,\n、]))(?:[一二三四五六七八九十]+[是要、]|其[一二三四五六]|\d{1,2}[.、)](?!\d))"
)
_IDIOM = re.compile(
    r"一(?:般|定|律|致|旦|切|体|贯|同|起|并|次性|方面|部分|步|些|直|经|时|度|线|带一路|岗双责|事一议|案双查|票否决|把手|系列|些|样|道|点|级政府)"
    r"|统一|唯一|万一|(?<!分)之一|同一|单一|任一|某一|逐一|进一步|第一时间|第三方|第三人|十分(?!钟|之)|百姓|三重一大|三公经费|三公|两会|三农|四风|"
    r"三会一课|五险一金|一站式|两委|两新|双一流|九年一贯|二手|一手|第一书记|第一责任人|第二课堂|三资|两不愁三保障"
)
_YEARS = re.compile(
    r"(?:19|20)\d\d年度?(?:(?:-|至|到)(?:19|20)\d\d年度?)?|(?:19|20)\d\d(?:-|至|到)(?:19|20)\d\d年?(?![元人])"
)
_NOT_COUNTED = word_set("uncounted.txt")
"""Counters that 一 before them often only makes an article of: 一个单位."""
_SAME_UNITS = {
    **dict.fromkeys(("人", "名", "位"), "人"),
    **dict.fromkeys(
        ("个", "家", "所", "项", "种", "类", "条", "方面", "大方面", "点", "款", "件", "步", "环节", "阶段", "部分"),
        "个",
    ),
    **dict.fromkeys(("次", "回", "遍"), "次"),
    **dict.fromkeys(("个学时", "学时", "个课时", "课时"), "学时"),
    **dict.fromkeys(("个学分", "学分"), "学分"),
    **dict.fromkeys(("周岁", "岁"), "岁"),
    **dict.fromkeys(("公斤", "千克"), "千克"),
    **dict.fromkeys(("公里", "千米"), "千米"),
    **dict.fromkeys(("个百分点", "百分点"), "百分点"),
}
_MONTHS = {"年": 12, "年度": 12, "周年": 12, "个季度": 3, "季度": 3, "个月": 1, "月": 1}
_DAYS = {"周": 7, "个周": 7, "星期": 7, "个星期": 7, "天": 1, "日": 1, "自然日": 1, "个自然日": 1}
_OWN_TIME = {"工作日": "工作日", "个工作日": "工作日", "小时": "小时", "个小时": "小时", "分钟": "分钟"}
_SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}


def quantities(text: str, skipped: list[tuple[int, int]]) -> list[Fact]:
    """Find the quantities of a normalized text.

    Args:
        text: Normalized.
        skipped: Spans that hold facts of another kind, such as dates.
    """
    taken = [
        *skipped,
        *(
            m.span()
            for form in (_TITLE, _NUMBERED, _ARTICLE, _ENUMERATION, _IDIOM, _YEARS)
            for m in form.finditer(text)
        ),
    ]
    found = []
    for match in _QUANTITY.finditer(text):
        start, end = match.span()
        if not any(start < stop and end > begin for begin, stop in taken) and (fact := _fact(match, text)):
            found.append(fact)
    return found


def quantities_agree(claimed: Fact, stated: Fact) -> bool:
    """Tell whether a source's quantity says what a sentence's does, its limit included."""
    if claimed.value != stated.value or not _same_group(claimed.group, stated.group):
        return False
    return bounds_agree(claimed.bound, stated.bound, is_period=claimed.kind == "期限")


def _same_group(claimed: str, stated: str) -> bool:
    """Tell whether two counts may be of the same things: 30个名额 for 30名, 5项 for 5, never 3次 for 3元."""
    if {claimed, stated} == {"比例", "比例:倍"}:
        return True
    return claimed == stated or (claimed in _ANY_COUNT and stated in (*_ANY_COUNT, "数额:人"))


_ANY_COUNT = ("数额:", "数额:个")


def _fact(match: re.Match[str], text: str) -> Fact | None:
    start, end = match.span()
    if match["percent"]:
        value = _number(match["percent_cn"] or match["percent_num"])
        return None if value is None else _made("比例", "比例", value / 100, text, start, end)
    if match["part"]:
        below, above = _number(match["below"] or match["under"]), _number(match["above"] or match["over"])
        return None if not below or above is None else _made("比例", "比例", above / below, text, start, end)
    if match["half"]:
        bound = "gt" if "过" in match["half"] else ""
        return Fact("比例", "比例", Fraction(1, 2), start, end, match[0], bound or bound_of(text, start, end))
    if match["often"]:
        return _often(match)
    if match["ordinal"]:
        number = Fraction(1) if match["first"] else _number(match["ordinal_num"])
        unit = match["first"] or match["ordinal_unit"]
        return None if number is None else Fact("次序", f"次序:{unit}", number, start, end, match[0])
    return _counted(match, text)


def _often(match: re.Match[str]) -> Fact | None:
    number = _number(match["often_num"]) if match["often_num"] else Fraction(1)
    unit = match["often_unit"]
    if number is None:
        return None
    group, value = _period(number, unit) if unit not in ("届", "学期", "学年", "次", "轮") else (unit, number)
    return Fact("频次", "频次", (group, value), match.start(), match.end(), match[0])


def _counted(match: re.Match[str], text: str) -> Fact | None:
    start, end = match.span()
    chinese = not match["many"][0].isdigit()
    unit = match["unit"] or ""
    if not unit and (
        later := re.match(rf"(?:(?:-|至|到|或|、|和|及)(?:{_NUM}))+(?P<unit>{_TIME}|{_OTHER})", text[end:])
    ):
        unit = later["unit"]
    if chinese and (not unit or (match["many"] in ("百", "千", "零") and "岁" not in unit)):
        return None
    number = _number(match["many"])
    if number is None:
        return None
    if unit in _MONTHS or unit in _DAYS or unit in _OWN_TIME:
        group, value = _period(number, unit)
        return Fact("期限", "期限", (group, value), start, end, match[0], bound_of(text, start, end))
    if unit.endswith("元") and unit != "美元":
        number, unit = number * {"元": 1, "万元": 10_000, "亿元": 100_000_000}[unit], "元"
    bound = bound_of(text, start, end)
    if (
        number == 1
        and not bound
        and (unit in _NOT_COUNTED or re.search(r"[再另又首][^,。;]{0,4}$|每[招聘收引增满]$|各$", text[:start]))
    ):
        return None
    if unit == "倍":
        return _made("比例", "比例:倍", number, text, start, end)
    if unit == "成":
        return _made("比例", "比例", number / 10, text, start, end)
    return Fact("数额", f"数额:{_SAME_UNITS.get(unit, unit)}", number, start, end, match[0], bound)


def _made(kind: str, group: str, value: Fraction, text: str, start: int, end: int) -> Fact:
    return Fact(kind, group, value, start, end, text[start:end], bound_of(text, start, end))


def _period(number: Fraction, unit: str) -> tuple[str, Fraction]:
    """Give a period in months, in days, or in its own unit: a month is no fixed number of days."""
    if unit in _MONTHS:
        return "月", number * _MONTHS[unit]
    if unit in _DAYS:
        return "日", number * _DAYS[unit]
    return _OWN_TIME[unit], number


def _number(written: str) -> Fraction | None:
    scale = 1
    body = written
    if written[0].isdigit():
        while body and body[-1] in _SCALES:
            scale *= _SCALES[body[-1]]
            body = body[:-1]
        return Fraction(body) * scale
    while body and body[-1] in "亿":
        scale *= _SCALES[body[-1]]
        body = body[:-1]
    number = parse_numeral(body)
    return None if number is None else Fraction(number) * scale


def listed_counts(text: str) -> Iterator[int]:
    """Count the items of each list of a normalized text: (一)…(二)…, 一是…二是…, 甲、乙和丙."""
    for form in (
        r"\(([一二三四五六七八九十]+)\)",
        r"(?:^|(?<=[。;:,\n]))([一二三四五六七八九十]+)[是要]",
        r"(?:^|(?<=[。;:,\n]))(\d{1,2})[.、)](?!\d)",
    ):
        numbers = [parse_numeral(found) or 0 for found in re.findall(form, text)]
        if numbers and numbers[0] == 1:
            yield max(numbers)
    if re.search(r"由[^,;:。、\n]{2,12}[和与及][^,;:。、\n]{2,12}(?:构成|组成)", text):
        yield 2
    for segment in re.split(r"[,;:。\n]", text):
        if segment.count("、"):
            parts = segment.count("、") + 1
            yield parts
            if re.search(r"、[^、]+(?:和|及|以及|与|或者?)[^、]+$", segment):
                yield parts + 1
