"""Words that widen or narrow a rule: all, part, only, in principle, except, before, after, either; and conditions.

Each is compared with the parts of the clauses that are most like the sentence, so that 仅 elsewhere does not count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from retrieval.checking.conditions import conditions_dropped, exceptions_dropped, misjoined
from retrieval.checking.ground import content
from retrieval.checking.prepared import Prepared, prepare
from retrieval.checking.words import credit, said_at

Spans = list[tuple[int, int]]

_ALL = re.compile(
    r"全部|所有|一律|任何|全体|一切|每[一个名位家项次]|逐[一个项户]|凡是?|均|各(?!自|种)|都(?!市)|全覆盖|无一例外|必须"
)
_WHOLE = re.compile(r"全部|所有|一律|任何|全体|一切|均|都|全覆盖|无一例外|必须|足额|全额")
_STRONG_ALL = re.compile(r"全部|所有|一律|全体(?!会议)|一切|无一例外|不论.{1,12}都|逐一")
_REGARDLESS = re.compile(
    r"[不无]论|不管|不分(?!配|别|类|成|解|离|段|批|期|级)|不限(?!于)|一概|(?<![一-鿿])直接处"
    r"|任何情[况形]下|无条件"
)
_PART = re.compile(
    r"(?<![有各大组余出过定两二三四五六七八九十\d])部分(?!为|由|面积)"
    r"|有的|少数|个别|大多数|多数|大部分|一些|有些|半数以上"
)
_ONLY = re.compile(r"仅(?!次)|(?<!可以)(?<!可)只(?!要)|唯一|限于|专门用于|以外的?[^,。]{0,12}不得|专用|独家")
_ONLY_DEMANDS = re.compile(r"只(?:(?:能|可以?|准)(?=[在于由向用凭经按到从通])|(?=[^,。;\d]{0,5}[\d一]))")
"""只能在…进行 is how people put 应当在…进行."""
_HEDGE = re.compile(
    r"原则上|一般(?!公共|预算|性|债务|程序|事故|工作|干部|群众|公众|纳税|项目|情况下不)|通常|(?<![重监巡忽])视情况?"
)
_ABLE = re.compile(r"(?:有|具备|符合)条件的|条件允许的")
_UNLESS = re.compile(r"除外|除(?!了|此|按照?|依|以)[^,。;]{1,24}?(?:以|之)?外|不在此限|另有规定|例外")
_ANY = re.compile(r"之一|任[一何意]|其中一|[一1]项(?:即可|以上)|或者?")
_BOTH = re.compile(
    r"同时(?:具备|符合|满足|具有|达到)|均(?:须|需|应|要)?(?:具备|符合|满足|达到)|全部(?:具备|符合|满足)|都(?:要|应|须|需)?(?:具备|符合|满足|达到)|缺一不可"
)
_OR = re.compile(r"或者?")
_AND = re.compile(
    r"(?<![合兼一])并(?!且?不|非|未|入|购|轨|网|发|处)|并且|以及|且(?!不)|和(?!谐|平|解)|及(?!时|格|其他)|与(?!否)|同时|会同"
)
_FREQUENCY = re.compile(r"每|逐[年月季]|按[年月季]|年度|定期")
_BEFORE = re.compile(r"(?P<what>[一-鿿]{2})(?:之|以)?前(?!款|项|述|条|置|期|提(?![出交供请前醒高报升取拨])|后|往|来)")
_AFTER = re.compile(r"(?P<what>[一-鿿]{2})(?:之|以)?后(?!续|期|果|备|勤|台|者|代|半|方|来)")
_BESIDE = 3
_MOST_OF = 0.6
_AS_SAID = 0.8


def scope_faults(sentence: Prepared, ground: Prepared, focus: Spans) -> Iterator[str]:
    """Tell of words of scope that were added or lost."""
    near = "\n".join(ground.text[a:b] for a, b in focus)
    claim = sentence.text
    if (word := _STRONG_ALL.search(claim)) and not (_ALL if word[0] == "所有" else _WHOLE).search(near):
        yield f"“{word[0]}”在条款中没有"
    if (word := _STRONG_ALL.search(claim)) and (hedge := _HEDGE.search(near)) and not _STRONG_ALL.search(near):
        yield f"条款说“{hedge[0]}”，句中为“{word[0]}”"
    bare = _ONLY_DEMANDS.sub("", claim)
    if (word := _ONLY.search(bare)) and not _ONLY.search(near) and not _UNLESS.search(near) and "不得" not in near:
        yield f"“{word[0]}”在条款中没有"
    if (word := _REGARDLESS.search(claim)) and not re.search(r"任何|一律|均|[不无]论|不管|不分|不限", near):
        yield f"“{word[0]}”在条款中没有"
    yield from _lost(_PART, claim, ground, focus, sentence)
    if "确需" not in claim:
        yield from _lost(_HEDGE, claim, ground, focus, sentence)
    yield from _lost(_ONLY, claim, ground, focus, sentence)
    if not re.search(r"条件|具备|符合|困难|确需|确有", claim):
        yield from _lost(_ABLE, claim, ground, focus, sentence)
    if (word := _PART.search(claim)) and not _PART.search(near):
        yield f"“{word[0]}”在条款中没有"
    if _BOTH.search(claim) and not _BOTH.search(near) and _ANY.search(near):
        yield "条款要求其一即可，句中要求同时具备"
    if re.search(r"之一|任[一意]", claim) and _BOTH.search(near) and not re.search(r"之一|任[一意]", near):
        yield "条款要求同时具备，句中为其一即可"
    yield from _joins(sentence, near)
    yield from _penalties(claim, near)
    yield from _order(claim, near)
    yield from _limits(claim, near)
    yield from exceptions_dropped(sentence, ground, focus)
    yield from conditions_dropped(sentence, ground, focus)
    yield from misjoined(sentence, ground)
    yield from _reasons(claim, near)
    yield from _measures(claim, near)
    yield from _measures_of(claim, ground.text)
    yield from _starts(claim, near)
    yield from _manners(claim, near)


def frequency_lost(sentence: str, stated: str) -> bool:
    """Tell whether a number's piece of the clauses says how often and the sentence does not."""
    return bool(re.search(r"每[年季月周届日]|每个?\d+[年月]", stated)) and not _FREQUENCY.search(sentence)


def _lost(form: re.Pattern[str], claim: str, ground: Prepared, focus: Spans, sentence: Prepared) -> Iterator[str]:
    """Tell of a word of scope that the clause has in front of what the sentence says, and the sentence has not."""
    if form.search(claim):
        return
    said = {t.text for t in content(sentence.tokens)}
    for a, b in focus:
        for match in form.finditer(ground.text, a, b):
            _, end = ground.segment_at(match.start())
            following = content(ground.tokens_in(match.end(), end))[:2]
            number = re.match(r"[^\d,;。]{0,5}(\d+)", ground.text[match.end() : end])
            if form is _HEDGE and number and number[1] in re.findall(r"\d+", claim):
                yield f"条款有“{match[0]}”，句中没有"
                return
            whole = content(ground.tokens_in(ground.segment_at(match.start())[0], end))
            kept = [w for w in whole if any(credit(w.text, w.tag, s) >= 0.9 for s in said)]
            if following and all(w in kept for w in following) and len(kept) >= _MOST_OF * len(whole):
                yield f"条款有“{match[0]}”，句中没有"
                return


def _joins(sentence: Prepared, near: str) -> Iterator[str]:
    """Tell of 和 for 或, or the other way round, between the same two words."""
    for form, other in ((_OR, _AND), (_AND, _OR)):
        for match in form.finditer(sentence.text):
            start, end = sentence.segment_at(match.start())
            earlier = max((a for a, b in sentence.segments if b == start - 1), default=start)
            start, reach = (earlier, start - 1) if match.start() == start else (start, match.start())
            before = sentence.text[start:reach][-_BESIDE:]
            words = content(sentence.tokens_in(start, reach))[-1:]
            if words and words[0].end == reach:
                before = words[0].text
            after = content(sentence.tokens_in(match.end(), end))[:1]
            if match[0] in "和与及" and _BANS.search(sentence.text, start, reach) and _BANS.search(near):
                # 不得转给甲和乙 forbids either, as 不得转给甲或者乙 does.
                continue
            if not before or not after or _joined(before, after[0].text, form, near):
                continue
            listed = form is _OR and re.search(
                rf"{re.escape(before)}、[^,。;]{{0,3}}{re.escape(after[0].text)}[^,。;]{{0,6}}{_JOINTLY}", near
            )
            if listed or _joined(before, after[0].text, other, near):
                yield f"“{before}”与“{after[0].text}”之间的“{match[0]}”与条款不同"
                return


_BANS = re.compile(r"不得(?=[一-鿿])|不能|严禁|禁止")


def _penalties(claim: str, near: str) -> Iterator[str]:
    """Tell of 或者处……罚款 for 并处……罚款, and the other way round."""
    for form, other, shown in ((_OR_FINED, _AND_FINED, "并处"), (_AND_FINED, _OR_FINED, "或者处")):
        if (word := form.search(claim)) and other.search(near) and not form.search(near):
            yield f"“{word[0]}”：条款为“{shown}”"
            return


_OR_FINED = re.compile(r"(?:或者?|可以?单)处(?!理|置|分|罚)")
_AND_FINED = re.compile(r"[并且]处(?!理|置|分|罚)")


def _joined(one: str, two: str, form: re.Pattern[str], near: str) -> bool:
    for first, second in ((one, two), (two, one)):
        for a in said_at(first, near):
            piece = near[a + len(first) : a + len(first) + 20]
            stop = min((at for at in said_at(second, piece) if at >= 0), default=-1)
            apart = _NEAR_APART if stop <= _CLOSE else _APART
            if stop >= 0 and not apart.search(piece[:stop]) and form.search(piece[:stop]):
                return True
    return False


_JOINTLY = "(?:联[审签合席名]|共同|一并|会[签审商同]|双签|分别|同时)"
_CLOSE = 8
_APART = re.compile(r"[。;\n,]")
_NEAR_APART = re.compile(r"[。;\n]|,(?![且并或])")


def _order(claim: str, near: str) -> Iterator[str]:
    """Tell of 审批后 for 审批前."""
    for form, other in ((_BEFORE, "后"), (_AFTER, "前")):
        for match in form.finditer(claim):
            what = match["what"]
            if not (at := said_at(what, near)):
                continue
            follows = {_side(near[place + len(what) :]) for place in at} | {_side(near[place + 2 :]) for place in at}
            same = "前" if other == "后" else "后"
            if other in follows and same not in follows:
                yield f"“{match[0]}”与条款的“{what}{other}”相反"
                return


def _limits(claim: str, near: str) -> Iterator[str]:
    """Tell of 以下 for 以上 after the same words."""
    for match in re.finditer(r"(?P<what>[^,。;:、]{2})(?P<limit>以上|以下|以内|以外|之内|之外)", claim):
        opposite = match["what"] + match["limit"].translate(_OPPOSITE)
        if opposite in near and match[0] not in near:
            yield f"“{match[0]}”与条款的“{opposite}”相反"


_OPPOSITE = str.maketrans("上下内外", "下上外内")


def _side(text: str) -> str:
    match = re.match(r"[一-鿿]{0,2}?(?:之|以)?(前|后)(?!款|项|述|条|置|期|提(?![出交供请前醒高报升取拨])|续)", text)
    return match[1] if match else ""


def _reasons(claim: str, near: str) -> Iterator[str]:
    """Tell of a purpose, a cause or a consequence that the clauses do not give."""
    for match in _REASON.finditer(claim):
        if match[0] == "否则" and re.search(r"未[^,。;]{1,16}的|逾期", near):
            continue
        if not _REASON_SAID.search(near) and match[0] not in near:
            yield f"“{match[0]}……”：条款没有说明目的、原因或后果"
            return


_REASON = re.compile(
    r"(?:^|(?<=[,;。]))(?:以(?=[提增促保确加防推实维更便免])|从而|旨在|为了|目的是|确保|进而|因为|由于|否则|违者|违反者|以便|以免|防止|避免|保障|保证|切实|有利于|有助于)"
)
_REASON_SAID = re.compile(
    r"(?:^|[,;。\n])(?:以|从而|旨在|为|确保|进而|因|由于|否则|违|防止|避免|保障|保证|切实|有利于|有助于|维护|促进)"
)


def _manners(claim: str, near: str) -> Iterator[str]:
    """Tell of 按户分摊 for 按面积分摊."""
    for match in _MANNER.finditer(claim):
        if re.search(r"\d", match[1]):
            # Figures are compared as figures.
            continue
        stated = [other[1] for other in _MANNER.finditer(near) if other[2] == match[2]]
        if stated and not any(match[1] in other or other in match[1] for other in stated):
            yield f"“{match[0]}”：条款为“按{stated[0]}{match[2]}”"
            return


_MANNER = re.compile(
    r"按照?([^,。;按]{1,10}?)(分摊|计算|计收|发放|收取|缴纳|支付|核算|扣减|给予|执行|分配|征收|加收|赔偿|抵扣|补助|奖励|审核)"
)


def _measures_of(claim: str, text: str) -> Iterator[str]:
    """Tell of 每亩 for 每株."""
    for match in _EACH.finditer(claim):
        if match[1] not in text:
            yield f"“{match[0]}”在条款中没有"
            return


_EACH = re.compile("每(公里|平方米|立方米|亩|公顷|株|辆|台|吨|公斤|小时|床|栋|座)")


def _starts(claim: str, near: str) -> Iterator[str]:
    """Tell of 自签字之日起 where the clauses count from something else."""
    for match in re.finditer(r"(?:自|从)([一-鿿]{2,14}?)(?:之日|当日|之时)?起", claim):
        words = content(prepare(match[1]).tokens)
        if words and not all(credit(w.text, w.tag, near) >= _AS_SAID for w in words):
            yield f"起算点“{match[0]}”在条款中没有"
            return


def _measures(claim: str, near: str) -> Iterator[str]:
    """Tell of 少于 for 超过 where no number follows."""
    for form, other in ((_MORE, _LESS), (_LESS, _MORE), (_NO_MORE, _NO_LESS), (_NO_LESS, _NO_MORE)):
        if (word := form.search(claim)) and other.search(near) and not form.search(near):
            yield f"“{word[0]}”与条款相反"
            return
    word = _MORE.search(claim) or _LESS.search(claim)
    if word and not re.search(r"[超多少高低大小]于|超过|超出|不足|不到|不满|以[上下内]|未满|[余逾]", near):
        yield f"“{word[0]}”在条款中没有"


_MORE = re.compile(r"(?<!不)(?<!不得)(?:超过|多于|高于|大于|超出)(?![\d一二三四五六七八九十百])")
_NO_MORE = re.compile(r"不得?(?:超过|多于|高于|大于)(?![\d一二三四五六七八九十百])")
_NO_LESS = re.compile(r"不得?(?:少于|低于|小于)(?![\d一二三四五六七八九十百])")
_LESS = re.compile(r"(?<!不)(?<!不得)(?:少于|低于|小于|不足|不到)(?![\d一二三四五六七八九十百])")
