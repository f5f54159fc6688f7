"""How a text treats an action: demands, allows, forbids, spares, urges or denies it.

1. A cue (不得, 可以, 应当, 无需, 未) governs what follows it up to the comma; 未 and 不 up to 的 or the next cue.
2. Under 不得有下列行为： every item is forbidden; under 有下列情形之一的，不得……： the items are cases.
"""

from __future__ import annotations

import re
from enum import StrEnum

from retrieval.checking.prepared import Prepared


class Mood(StrEnum):
    """How an action is treated."""

    PLAIN = "直接陈述"
    DEMANDED = "应当"
    ALLOWED = "可以"
    FORBIDDEN = "不得"
    SPARED = "无需"
    DENIED = "未、不"
    URGED = "鼓励"


_CUES: tuple[tuple[Mood, str], ...] = (
    (
        Mood.SPARED,
        r"无需|不需要?|不必|不用(?!途)|可以?不(?=[一-鿿])(?!抗)|不要求|不强制|免于|免予|不作(?:硬性)?要求|不再(?!有)(?:要求|需要)?",
    ),
    (Mood.DEMANDED, r"不得不|必须|务必|有义务"),
    (
        Mood.FORBIDDEN,
        r"不得(?!不|少于|低于|超过|高于|多于|大于|小于|晚于|迟于|早于|再?超过)|不可以|不可(?!抗|或缺|分割|缺|避免)|不能(?!不)|不准(?!确)|不许|不允许|禁止|"
        r"严禁|一律不|不应当?|切勿|不予(?!以)|不宜|无权",
    ),
    (Mood.URGED, r"鼓励|提倡|倡导"),
    (
        Mood.ALLOWED,
        r"方可|方能|才可以?|才能(?!够)|可以(?!不)|(?<![许认宁不无方])可(?![见能行靠持操信贵以不]|再生|抗)|(?<!不)允许|(?<!不)准许|(?<!没)有权(?![力限])|得以|"
        r"能够|(?<![功职效智技可不性才产机动才潜节只])能(?![力源耗够动效级见量不])",
    ),
    (
        Mood.DEMANDED,
        r"应当|应该|(?<![不适相对反响供回效])应(?![急对邀届用聘征试付战变诉收届税纳缴])|(?<![无不必])须(?!知)|(?<!不)需要|(?<![不无必急所供刚确])需(?!求|要)|"
        r"(?<![不主重需只纪概摘提必首])要(?![求点素件闻约案害领义么是职])|有责任",
    ),
    (
        Mood.DENIED,
        r"(?<![绝])不(?!断|仅|但|同|论|管|良|法|当|力|动产|定期|得|可|能|准|许|允|必|用|需|要求|应|予|宜|超过|少于|低于|高于|足|满|多于|大于|小于|等|晚于|"
        r"迟于|到\d|超\d|特定|忘|懈|久|时|只|正当|再|作硬)|未(?!来|成年|满|超过|达到?\d|必)|没有|没(?![收有落])|"
        r"(?<![毫并])无(?!需|偿|障碍|线|人机|息|论|关|形|限|期|纸|害|缝|权|故)|(?<![是除并])非(?!法|营利|常|物质|遗|税|公|洲|紧急|正常|全日制|机动|金属|银行|学历)",
    ),
)
_CUE = re.compile("|".join(f"(?P<c{n}>{form})" for n, (_, form) in enumerate(_CUES)))
_ENDS_DENIAL = re.compile(r"的|、|或者?|以及|予以|给予|应当?|则|将(?!要)|由|就|可|处以|方可|不得|并(?!不|未)|而")
_CHOICE = re.compile(r"(?:或者?|还是)不[予准]$")
"""准予或者不准: neither forbids anything."""
_REFUSES = re.compile(r"拒绝|拒不|妨碍|阻挠|阻碍|逃避|拖延|推诿|隐瞒")
_COERCES = re.compile(r"强[制迫]|迫使|胁迫")
_PRETEXT = re.compile(r"(?:不得|不能|严禁|禁止|不准)以[^,。;]{2,24}(?:为由|为借口|为理由|名义)(?!的)")
_EXCEPTED = re.compile(r"(?:除外|不在此限|例外)$")
_LEFT_OUT = re.compile(r"除(?!了|此|按|依)[^,]{1,20}?(?:以|之)?外")


def moods(prepared: Prepared) -> list[tuple[int, int, Mood]]:
    """Give the cues of a text with their spans."""
    found = []
    for match in _CUE.finditer(prepared.text):
        if _CHOICE.search(prepared.text[max(0, match.start() - 2) : match.end()]):
            continue
        number = next(n for n in range(len(_CUES)) if match[f"c{n}"])
        found.append((match.start(), match.end(), _CUES[number][0]))
    return found


def mood_at(prepared: Prepared, offset: int, cues: list[tuple[int, int, Mood]]) -> Mood:
    """Tell how the action at `offset` is treated."""
    start, end = prepared.segment_at(offset)
    if _EXCEPTED.search(prepared.text[start:end]) or left_out(prepared.text, start, end, offset):
        return Mood.DENIED
    if pretext := _PRETEXT.search(prepared.text[start:end]):
        # 不得以欠费为由，停止供水 forbids to stop, not to owe.
        return Mood.PLAIN if offset < start + pretext.end() else Mood.FORBIDDEN
    mood = Mood.PLAIN
    for begin, stop, cue in cues:
        if begin < start or stop > offset:
            continue
        if cue is Mood.DENIED and _ENDS_DENIAL.search(prepared.text, stop + 1, offset):
            # What stood before it governs again: 不得在未取得许可的泊位作业.
            continue
        if cue is Mood.FORBIDDEN and _COERCES.search(prepared.text, stop, offset):
            # 不得强制学生参加 leaves it to them.
            mood = Mood.SPARED
            continue
        # 不得拒绝提供 demands what 不得提供 forbids.
        refused = cue is Mood.FORBIDDEN and _REFUSES.search(prepared.text, stop, offset)
        mood = Mood.DEMANDED if refused else cue
    if mood is Mood.PLAIN and (pretext := _PRETEXT.search(prepared.text[: max(start - 1, 0)])):
        return Mood.FORBIDDEN if pretext.end() == start - 1 else inherited(prepared, start, cues)
    return inherited(prepared, start, cues) if mood is Mood.PLAIN else mood


def left_out(text: str, start: int, end: int, offset: int) -> bool:
    """Tell whether 除……外 leaves out what stands at `offset`; 除责令改正外，还要罚款 leaves nothing out."""
    if re.match(r",?(?:还|也|并|另|同时)", text[end:]):
        return False
    return any(start + m.start() <= offset < start + m.end() for m in _LEFT_OUT.finditer(text[start:end]))


def stands_under_a_ban(sentence: Prepared, ground: Prepared) -> bool:
    """Tell whether the sentence is an item of 不得有下列行为：, which alone says the opposite."""
    at = ground.text.find(sentence.text.strip(" ,.;:。!?、"))
    return at >= 0 and inherited(ground, ground.segment_at(at)[0], moods(ground)) is not Mood.PLAIN


_ITEM = re.compile(r"\(?[一二三四五六七八九十\d]+[)、.]")
_CASES = re.compile(r"(?:下列|以下|如下)[^,]{0,8}(?:之一)?的,")
"""有下列情形之一的，不得……： lists cases, not what is forbidden."""


def inherited(prepared: Prepared, start: int, cues: list[tuple[int, int, Mood]]) -> Mood:
    """Give the mood of the heading that an item stands under: 不得有下列行为：."""
    text = prepared.text
    line = max(text.rfind(mark, 0, start) for mark in "\n;。:") + 1
    if not _ITEM.match(text, line) and not re.search(r"[:][^。\n]*$", text[: start + 1]):
        return Mood.PLAIN
    colon = text.rfind(":", 0, start + 1)
    if colon < 0:
        return Mood.PLAIN
    head_start = max(text.rfind("。", 0, colon), text.rfind("\n", 0, colon), text.rfind(";", 0, colon)) + 1
    head = text[head_start:colon]
    listed = [mood for begin, end, mood in cues if head_start <= begin and end <= colon]
    if _CASES.search(head):
        return Mood.PLAIN
    forbidding = listed and listed[-1] in (Mood.FORBIDDEN, Mood.SPARED, Mood.ALLOWED)
    if forbidding and re.search(r"下列|以下|如下|包括|行为|情形|事项|[有为是]$", head):
        return listed[-1]
    return Mood.PLAIN
