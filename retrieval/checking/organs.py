"""Organs of a text, whole names with their rank: 市委 is not 省委, 巡视组 not 巡察组, 党组 not 党委."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge import segmentation
from retrieval.checking.facts import Fact
from retrieval.checking.prepared import Prepared, Token
from retrieval.lexicon import word_set

_ENDS = (
    "党中央|国务院|中央|[省市县区州旗镇乡工]委(?!托|派|任|培|员)|党委|党组|党总支|党支部|党工委|党组织|支部委员会|纪委|监委|纪检监察组|纪检监察机关|纪检监察机构|"
    "组织部门?|宣传部门?|统战部门?|政法委|巡视组|巡察组|巡视办|巡察办|巡视机构|巡察机构|领导小组|工作组|专班|政府|办公厅|办公室|人大常委会|人大|政协|"
    "法院|检察院|发改委|卫健委|国资委|网信办|编办|委员会|常委会|理事会|董事会|监事会|管委会|指挥部|"
    "机关|部门|单位|机构|[一-鿿](?<![布结格大全僵])(?:局|厅|(?<![部签连])署)(?![部长级])|残联|红十字会|[大支总]队|编办|公司|企业|学校|银行|基金会|医院|档案馆|服务中心|中心|卫生院|合作社|学生会|协会|商会|联合会|研究院|服务站|工作站|管理站|党校|工会|妇联|共青团|团委|村委会|居委会|村民会议|居民会议|街道办|派出所|教育部|财政部|民政部|司法部|审计署|水利部|商务部|公安部|应急管理部|自然资源部|生态环境部|农业农村部|退役军人事务部|交通运输部|住建部|人社部"
)
_END = re.compile(rf"(?:{_ENDS})$")
_ONE = re.compile(rf"(?:{_ENDS})")
_POST = re.compile(
    r"(?:(?:主要|有关|相关|分管)?(?:负责人|负责同志|领导(?!小组))|书记|副书记|主任|副主任|局长|副局长|厅长|部长|组长|副组长|省长|市长|县长|秘书长|副?总[一-鿿]{2}(?<=指挥|经理|会计|工程|编辑|干事)|组织部|宣传部|统战部|办公[厅室]|常委会|政法委|巡视办|巡察办|巡视组|巡察组|派驻)"
)
_JOINS = frozenset(["n", "ns", "nz", "nt", "j", "f", "b", "vn", "l", "an", "s", "nrt"])
_ASKED = 4
_CUT_OFF = frozenset("局厅署")
_RANKS = "省市县区州旗乡镇村"
_NOT_OF_NAME = word_set("not_of_organs.txt")
_LIST_OF_RANKS = re.compile(
    r"(?P<first>(?:[省市县区乡镇](?:级)?、)+(?:[省市县区乡镇](?:级)?)(?:[和及与][省市县区乡镇](?:级)?)?)(?:[两三四五2-5]级)?(?P<what>党委|政府|纪委|纪检监察机关|财政部门|人大|政协|法院|检察院)"
)
_GENERAL = frozenset(
    [
        "单位",
        "部门",
        "机构",
        "机关",
        "企业",
        "学校",
        "公司",
        "组织",
        "办公室",
        "工作组",
        "委员会",
        "会议",
        "银行",
        "医院",
        "中央",
        "中心",
        "服务中心",
    ]
)
_PLACE_NAME = re.compile(r"^[一-鿿]{1,8}?(?:自治区|自治州|[省市县区州盟旗])(?=[一-鿿]{2,})")


@lru_cache(maxsize=1024)
def organs(prepared: Prepared) -> tuple[Fact, ...]:
    """Find the organs of a text, each as long as its name goes; a post that follows belongs to it."""
    found: list[Fact] = []
    tokens = prepared.tokens
    for place, token in enumerate(tokens):
        # 哪家医院 asks, and names none.
        if not _ends(tokens, place) or "哪" in prepared.text[max(0, token.start - _ASKED) : token.start]:
            continue
        first = place
        while first > 0 and _joins(tokens[first - 1].text, tokens[first - 1].tag):
            first -= 1
        start, end = tokens[first].start, token.end
        if found and start < found[-1].end:
            start = min(start, found[-1].start)
            found.pop()
        if post := _POST.match(prepared.text, end):
            end = post.end()
        name = prepared.text[start:end]
        found.append(Fact("机构", "机构", name, start, end, name))
    return tuple(found)


@lru_cache(maxsize=4096)
def abbreviates(short: str, name: str) -> bool:
    """Tell whether `short` takes the first character of every part of a name: 市城管局 of 市城市管理局."""
    if not _SHORTEST_SHORT <= len(short) < len(name):
        return False
    words = re.split("[和与]", name)
    parts = [p for w in words for token in segmentation.cut(w, new_words=False) for p in re.findall(".{1,2}", token)]
    forms = _short_forms(parts)
    if len(parts) >= _LONG_NAME:
        # 区疾控中心 leaves 预防 out.
        forms += [form for n in range(2, len(parts) - 1) for form in _short_forms(parts[:n] + parts[n + 1 :])]
    return short in forms


def _short_forms(parts: list[str]) -> list[str]:
    initials = "".join(part[0] for part in parts)
    last = parts[-1]
    return [initials, initials[:-1] + last, initials + last[-1], initials[:-1] + last[-1]]


_SHORTEST_SHORT = 3
_LONG_NAME = 5


def light_name(organ: str) -> str:
    """Leave out of a name what tells no organ from another: 原单位 for 原所在单位."""
    return _LIGHT.sub("", organ)


_LIGHT = re.compile(r"所在(?=.)|有关|相关|主管(?=部门)|行政(?=主管|部门)|本(?=单位|级|部门|机关)|直属(?=单位)")


def _ends(tokens: tuple[Token, ...], place: int) -> bool:
    """Tell whether a name ends here: 财政局, or the 局 that the segmenter cuts off 交通运输局."""
    token = tokens[place]
    if token.text == "财政" and place and tokens[place - 1].text in _RANKS:
        # 县财政 pays, 县财政资金 does not.
        return not (place + 1 < len(tokens) and tokens[place + 1].tag[0] == "n")
    if len(token.text) == 1 and token.text in _CUT_OFF and place:
        before = tokens[place - 1]
        return len(before.text) > 1 and _joins(before.text, before.tag)
    return bool(_END.search(token.text)) and token.tag not in ("v", "vd")


def organ_is_stated(organ: str, stated: list[str], heads: str, text: str) -> bool:
    """Tell whether an organ of a sentence is one of the source's.

    Args:
        organ: Its name, as long as the sentence has it.
        stated: The source's organs.
        heads: Title and path, which may hold the place that the source's text leaves out.
        text: The source's text.
    """
    if organ in _GENERAL or organ in stated:
        return True
    if any(light_name(organ) == light_name(other) or abbreviates(organ, other) for other in stated):
        return True
    if any(_shortened(organ, other) for other in stated):
        return True
    if _of_ranks(organ, text) or _of_topic(organ, stated):
        return True
    post = _POST.search(organ)
    if post and post.start() > 1 and post.end() == len(organ) and post[0] in text:
        base = organ[: post.start()]
        if not _POST.match(base) and f"{base}副" not in text and any(_shortened(base, o) or base == o for o in stated):
            return True
    place = _PLACE_NAME.match(organ)
    if place and place[0] in heads and organ_is_stated(organ[place.end() :], stated, "", text):
        return True
    return _whole(organ, text) or _split(organ, stated, heads, text)


def _joins(text: str, tag: str) -> bool:
    # 须报 is no name either where 须 and 报 are none.
    return not (text in _NOT_OF_NAME or all(c in _NOT_OF_NAME for c in text)) and (
        tag in _JOINS
        or tag in ("nr", "zg", "g", "ng")
        or text in _RANKS
        or (tag == "v" and len(text) == 2 and text in _TOPICS)
    )


_TOPICS = word_set("organ_topics.txt")


def _shortened(organ: str, other: str) -> bool:
    """Tell whether `organ` is the end of a longer name: 财政局 of 县财政局; never a deputy's principal."""
    if not other.endswith(organ) or len(organ) < 2 or other == organ:
        return False
    before = other[: -len(organ)][-1]
    return before not in "副非原代前"


def _of_ranks(organ: str, text: str) -> bool:
    """Tell whether `organ` is one of a list: 县委 of 省、市、县党委."""
    for match in _LIST_OF_RANKS.finditer(text):
        ranks = re.findall(r"[省市县区乡镇]", match["first"])
        what = match["what"]
        short = "委" if what == "党委" else what
        if any(organ in (rank + what, rank + "级" + what, rank + short) for rank in ranks):
            return True
    return False


def _of_topic(organ: str, stated: list[str]) -> bool:
    """Tell whether 财政部门 stands for 县财政局, or the other way round without a rank of its own."""
    topic = re.sub(r"(?:部门|局|厅|部|委)$", "", organ)
    if not organ.endswith("部门") or len(topic) < 2:
        return False
    return any(re.search(rf"{re.escape(topic)}(?:部门|局|厅|部|委)$", other) for other in stated)


def _whole(organ: str, text: str) -> bool:
    """Tell whether the name stands in the text, not as the beginning of a longer name or of a post."""
    for match in re.finditer(re.escape(organ), text):
        before = text[match.start() - 1 : match.start()]
        longer = _POST.match(text, match.end()) and not _POST.search(organ)
        if before not in tuple("副非原代前") and not longer and not (before and before in _RANKS and organ[0] in "委"):
            return True
    return False


def _split(organ: str, stated: list[str], heads: str, text: str) -> bool:
    """Tell whether the run of words is several names side by side, or a name with words of the text before it."""
    for cut in range(1, len(organ) - 1):
        left, right = organ[:cut], organ[cut:]
        if (
            len(right) > 1
            and left not in _RANKS
            and left[-1] not in "副"
            and (left in text or left in heads)
            and len(left) > 1
        ):
            ranked = right[0] in _RANKS or left[-1] in _RANKS
            if (right in stated or any(_shortened(right, o) for o in stated)) and (not ranked or right in stated):
                return True
    return False
