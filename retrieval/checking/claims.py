"""Which parts of a sentence claim anything: greetings, offers, lead-ins and an honest 文件没有规定 do not."""

from __future__ import annotations

import re

_NO_CLAIM = tuple(
    re.compile(form)
    for form in (
        r"(?:您|你|大家)?好|(?:早上|上午|中午|下午|晚上)好|谢谢.*|感谢.*|不客气|很?高兴.*|欢迎.*(?:咨询|提问|使用|随时).*|再见|祝.{1,12}|好的|明白(?:了)?|收到|当然(?:可以)?|没问题|抱歉|对不起|很?遗憾|不好意思|辛苦了?",
        r"(?:以上|上述|前述|本次|这些)?(?:内容|回答|答复|解答|信息|说明|解释|答案|整理|仅|就是)*(?:仅)?(?:供|作)(?:您|你)?(?:参考|查阅)(?:使用)?.*",
        r".*(?:希望|但愿).{0,10}(?:对您|对你|能|有所|帮).*|(?:如|若|如果|要是|假如)?(?:您|你)?(?:还|仍|另|想|需要?)+(?:有|想|需要?)?.{0,12}(?:问题|疑问|了解|帮助|查询|查看).{0,12}|(?:如|若|如果|要是)?(?:您|你)?有(?:其他|别的|任何)?(?:疑问|不清楚|不明白).{0,8}",
        r".{0,16}(?:请|欢迎|可以?)(?:您|你)?(?:随时|直接|继续)(?:告诉|联系|告知|咨询|追问|提问)(?:我|我们)?(?:吧|即可|就行)?|.{0,12}(?:告诉|联系|告知|问)我(?:们)?(?:吧|即可|就行)?",
        r"(?:请|建议|(?:可以?|可)(?:您|你)|您可以?|你可以?)(?:您|你)?.{0,8}(?:查阅|参考|知悉|留意|参阅|参见|查看|对照|核对|咨询|向.{1,16}(?:咨询|了解|核实|求证)|联系|以.{1,12}为准).*",
        r"(?:具体|最终|一切|相关|详细)?(?:内容|规定|要求|情况|表述|解释|办理)*(?:请|应|均|须|还需?)?以.{0,20}(?:原文|正式文件|文本|解释|答复|发布|公布).{0,4}为准",
        r"(?:根据|按照|依据|依照|结合|综合|对照|基于|就)?(?:您|你)?(?:的|所)?(?:上述|以上|现有|所给|所提供|给出|提供|给定|检索到|查到|手头|现行)?(?:的)?(?:文件|条款|材料|资料|规定|原文|依据|问题|提问|内容|政策|法规|信息|条文|证据)+(?:的|中|里|内|来看|看|可知|可见|显示|所述)?(?:的)?(?:规定|内容|要求|记载)?",
        r"(?:现|我|下面|现在|以下|现就|这里|为您|向您|给您)*(?:简要|简单|分别|逐一|逐条|依次|整理|归纳|概括|梳理|总结|回答|答复|说明|介绍|解释|列出|分述|汇总)*(?:回答|答复|说明|整理|归纳|解答|介绍|列出|列举|梳理|分述|总结|汇总|解释|概括|情况|要点)+(?:如下|为|是)?",
        r"(?:(?:具体|主要|相关|有关|详细)?(?:内容|情况|规定|要求|做法|要点|依据|条款|说明|如下|结论|答案|答复|回答|包括))+(?:如下|有|是|为)?(?:以下|几|下列|如下)?(?:内容|几点|方面|几个方面|情形)?",
        r"(?:关于|对于|至于|就|针对|围绕).{1,30}(?:问题|方面|规定|情况|事项|要求|内容)?(?:如下|规定如下|说明如下|回答如下|要求如下|的规定如下|的要求如下|有如下规定|有以下规定|有明确规定|文件有明确规定|作了规定|作出了规定)",
        r"(?:总之|综上(?:所述)?|总的来说|总体来看|简单来说|简言之|简而言之|具体来说|具体而言|换言之|换句话说|也就是说|此外|另外|同时|其次|首先|最后|接下来|一方面|另一方面|因此|所以|据此|由此可见|需要(?:说明|注意|指出|提醒)的是|值得注意的是|下面|那么|对此|在此|其中|例如|比如|注|答|问|回答|结论|依据|提示|说明|注意|温馨提示|备注)",
        r"(?:接下来|下面|再来?|然后|首先|我们)(?:我们|我)?(?:来|再)?(?:看|说|谈|介绍|了解|分析).{0,20}",
        r"(?:下面|现在|接下来|以下)(?:就|来)?(?:为您)?(?:回答|解答|说明|介绍|回复).{0,24}",
        r"(?:这个|您的|你的|您问的|您提的|这|该)?(?:问题|提问)?(?:问得|提得)?很?(?:好|重要|常见|有代表性|清楚|简单)(?:的问题)?",
        r".{0,20}[吗呢]|(?:请问|您想|您是|你想|是否需要|需要我|要不要).*",
        r"(?:我|本助手|本机器人|政问)(?:是|会|将|可以|能|只能|只|无法|不能|没法|暂时).{0,30}",
        r"(?:没有|无|未见|缺少)(?:更多|其他|进一步|足够|充分)?(?:的)?(?:相关|有关|直接)?(?:信息|内容|依据|资料|规定|说明|条款|结果|证据)(?:可供.{1,6}|支持.{1,12}|可以回答.{0,8})?",
        r"(?:因此|所以|故|目前|暂时|这里)?(?:无法|不能|难以|没法|暂无法|不便)(?:据此|直接|准确|进一步|就此|对此|从.{1,8}中)?(?:回答|答复|作答|得出|给出(?:答|结|准)|判断(?!标准)).{0,16}",
        r"(?:这|那|上述|以上).{0,4}(?:就)?是.{0,12}(?:全部|主要)?(?:内容|规定|回答)",
    )
)
_WHICH = (
    "现有|所给|提供|给出|给定|上述|以上|目前|手头|检索到|查到|这些|这份|该|本|已有|相关|有关|现行|收录|"
    "库中|索引|这几[条份]"
)
_NAMED = (
    "[一-鿿]{0,8}(?:办法|条例|通知|意见|方案|规程|细则|指引|规则|决定|规划|要点|指南|制度|纲要|章程|准则|规范|手册)"
)
_WRITINGS = (
    "文件|条款|材料|资料|规定|原文|文本|依据|内容|政策|法规|信息|条文|文档|文件库|证据|" + _NAMED + "|《[^》]+》"
)
_DOCUMENTS = rf"(?:{_WHICH})?的?(?:{_WRITINGS})+(?:原文|文本)?(?:中|里|内|当中)?"
_ABSENT = re.compile(
    rf"(?:在|从)?{_DOCUMENTS}?(?:里|中|内)?(?:并|均|都|也|暂|尚|则|却|对此)*(?:没有?|未能?|无|找不到|查不到|不见|看不到|未曾)(?:直接|明确|具体|专门|进一步|单独|再|就此|对此|有)?"
    r"(?:提及|提到|提供|规定|说明|涉及|明确|载明|写明|写|说|找到|查到|查得|检索到|见到|列明|列出|给出|包含|记载|作出规定|作规定|交代|回答|谈到|说到|相关|关于).{0,40}"
)
_ABSENT_ABOUT = re.compile(
    rf"{_DOCUMENTS}(?:对|就|关于).{{1,30}}?(?:并|均|都|也|暂|尚)*(?:没有?|未)(?:作出?|做出?|给出|有|进行)?.{{0,4}}?"
    rf"(?:说明|规定|要求|明确|交代|涉及|提及)|"
    rf"(?:关于|对于|至于|就|针对).{{1,30}}?{_DOCUMENTS}?(?:里|中|内)?(?:并|均|都|也|暂|尚|则)*(?:没有?|未能?|无|找不到|查不到|未见)(?:直接|明确|具体|专门)?"
    r"(?:提及|提到|规定|说明|涉及|明确|载明|写明|写|说|找到|查到|列明|给出|记载|作出规定|作规定|相关规定|相关内容|交代).{0,12}"
)
_ABSENT_FOR = re.compile(
    rf"{_DOCUMENTS}(?:并|均|都|也|暂|尚)*(?:没有?|未|无)(?:对|就|针对|关于).{{1,30}}?(?:作出?|做出?|给出|有|进行)?"
    r"(?:明确|具体|专门)?的?(?:规定|说明|要求|明确|安排|交代)"
)
_OF_CLAUSE = re.compile(r"(?:不作|未作|没有作|没有作出|未作出|不作出)(?:硬性|统一|强制|具体)")
_EDGES = " \t。！？!?,，;；:：、—-…~～.“”\"'（）()*#>"
_CUT = re.compile(r"(?<=[。！？!?；;：:\n])|(?<=[，,])")
_LEAD = re.compile(
    r"^(?:答[:：])?(?:(?:根据|按照|依据|依照|按|据|参照)[^，,。：:]{0,60}?(?:规定|要求|明确|精神|文件|办法|条例|意见|通知|条款|[》条款项])(?:的)?(?:规定|要求|精神|内容)?[，,：:]\s*)"
)
_LEADS_IN = re.compile(
    r"(?![^：:]*[\d一二三四五六七八九十][个项种类条点方])[^。；;]{0,60}(?:如下|以下|包括|要求|规定|说明|内容|情形|有|为|是|(?:如下|以下)[一-鿿]{1,6})\s*[：:]|(?:关于|对于|至于|针对)[^，,。]{1,40}[：:，,]?"
)
_SHORTEST = 6
_STOPS = ("。", "；", ";", "！", "!")
_JOINS = re.compile(
    r"由.{1,20}(?:改|延长|缩短|调整|提高|降低|增加|减少|变)|相比|比.{1,16}[多少长短高低]|而|分别|均|都|[和与及]"
)
_FORMER = re.compile(
    r"(?:此前|以前|之前|过去|原先|原来|原有|曾经?|当时|旧|原)(?:的)?(?:《[^》]+》|规定|办法|条例|要求|文件|标准|做法|制度|期限|版本|版|为|是|有|实行|意见|通知|方案|规则|政策|法)|"
    r"修[订改正](?:之|以)?前|废止(?:之|以)?前|(?:已|已经|已被|被|现已)(?:[^，。]{0,12}?)(?:废止|失效|取代|替代|作废|停止执行)|(?:不再|停止)(?:适用|执行|有效)|历史上|旧版|旧规|原版|"
    r"(?:由|从)?(?:此前|原来|原先|以前|过去|原)的?(?=\d)|"
    r"《[^》]*(?:废止|失效)[^》]*》|(?<![一-鿿])(?:原|旧)[一-鿿]{0,6}(?=《|规定|办法|条例|规程|细则|标准|版|制度|政策)|(?:19|20)\d\d年(?:版|以前|之前)的?(?:办法|细则|条例|方案|意见|通知|规则|标准)?(?:规定的?|要求的?)?"
)


def split_claims(sentence: str, source_text: str) -> tuple[str, list[str]]:
    """Take out of a sentence what claims nothing.

    Args:
        sentence: Without keys.
        source_text: What the clauses say: 没有作硬性规定 that stands there is a claim.

    Returns:
        What is left, and what was taken out.
    """
    if _is_absence(sentence.strip(_EDGES), source_text) or _LEADS_IN.fullmatch(sentence.strip()):
        return "", [sentence]
    kept: list[str] = []
    taken: list[str] = []
    for sort in _CUT.split(sentence):
        bare = sort.strip(_EDGES)
        nothing = not bare or any(form.fullmatch(bare) for form in _NO_CLAIM) or _is_absence(bare, source_text)
        (taken if nothing else kept).append(sort)
    left = "".join(kept).strip()
    return (left if _has_words(left) else ""), taken


def without_lead(claim: str) -> str:
    """Take 根据《…》第十四条规定， off: title and number are checked by themselves."""
    left = _LEAD.sub("", claim, count=1).strip()
    return left or claim


def is_former(sentence: str) -> bool:
    """Tell whether a sentence says itself that it speaks of a rule no longer in force."""
    return bool(_FORMER.search(sentence))


def tells_of_former(text: str) -> bool:
    """Tell whether a clause itself speaks of an earlier rule, or repeals one."""
    return is_former(text) or "废止" in text or "失效" in text


def without_former(claim: str) -> str:
    """Take out what says that the rule is the former one."""
    return _FORMER.sub("", claim).lstrip("，,：:为是 ") if is_former(claim) else claim


def pieces(claim: str) -> list[str]:
    """Cut a sentence at its commas; a piece of a few characters, or a condition, goes with what follows."""
    found: list[str] = []
    held = ""
    for part in _CUT.split(claim):
        held += part
        bare = part.strip(_EDGES)
        if found and len(bare) < _SHORTEST and held == part and part.strip().endswith(_STOPS):
            found[-1] += held
            held = ""
        if len(bare) >= _SHORTEST and not bare.endswith(("的", "时", "后", "前")):
            found.append(held)
            held = ""
    if held.strip(_EDGES):
        found = [*found[:-1], found[-1] + held] if found and len(held) < _SHORTEST else [*found, held]
    return found


def joins(piece: str) -> bool:
    """Tell whether one piece may draw on several clauses: 由180天延长为270天, 甲和乙都."""
    return bool(_JOINS.search(piece))


def _is_absence(bare: str, source_text: str) -> bool:
    if not any(form.fullmatch(bare) for form in (_ABSENT, _ABSENT_ABOUT, _ABSENT_FOR)):
        return False
    core = re.sub(r"[^一-鿿]", "", re.sub(rf"^(?:在|从)?{_DOCUMENTS}", "", bare))
    tail = core[:6]
    if tail and len(tail) >= 4 and tail in re.sub(r"[^一-鿿]", "", source_text):
        return False
    return not _OF_CLAUSE.search(bare) or not _OF_CLAUSE.search(source_text)


def _has_words(text: str) -> bool:
    return len(re.findall(r"[一-鿿A-Za-z0-9]", text)) >= 2
