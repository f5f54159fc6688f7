"""What a message asks for besides words of the documents: a task, another language, which of two rules holds."""

from __future__ import annotations

import re

from retrieval import lexicon

_POLITE = r"^(?:你好|您好|请问|请|麻烦)?[，,、\s]*(?:你|您)?(?:能不能|可以|可不可以|能)?"
_TASK = re.compile(
    rf"{_POLITE}(?:帮(?:我|忙|助我|我们)?|给我|替我|为我|请你)[^，。？?]{{0,4}}?(?:写|起草|拟|草拟|撰写|编|画|做一|做个|翻译|润色|改写|算|订|买|"
    rf"推荐|讲一?个|讲个|唱|说一?个|设计|生成|安排|预[约订])|"
    rf"{_POLITE}(?:写|起草|撰写|编写?|画|唱|生成|设计|翻译|推荐)(?:一|几|首|篇|份|段|个|下|成)|"
    rf"{_POLITE}(?:讲|说|来)(?:一个|个|一段|段)(?:笑话|故事|段子|相声)|"
    rf"{_POLITE}推荐[^，。？?]{{0,6}}(?:好吃|好玩|餐|饭|酒店|书|电影)|你(?:是谁|叫什么|会(?:做|写|唱|说)|几岁|多大)|介绍一下你自己|你(?:觉得|认为|喜欢|怎么看)|你的(?:工作|经历|名字|爱好|看法|年龄)|附近(?:有|哪)|离我|"
    rf"忽略(?:以上|上面|前面|之前)[^。]{{0,6}}(?:指令|提示|规则|设定)|(?:系统)?提示词"
)
_INSTRUCTED = re.compile(r"^(?:翻译|润色|改写)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]{2,}")

_VALUE = rf"[\d一二两三四五六七八九十百]+(?:{lexicon.PERIODS}|%|{lexicon.COUNTERS})"
_WHICH = re.compile(
    rf"以(?:哪|谁|什么)[^，。？?]{{0,4}}为准|听谁的|(?:按|照|执行|依|用)(?:照|据)?(?:哪|谁)(?:个|份|一个|条)?|哪(?:个|一个|种|份)[^，。？?]{{0,8}}(?:现行|有效|为准|准|对|算数)|"
    rf"(?:还|仍|现在)(?:然)?(?:作数|有效|算数|管用|适用)|说法不一|不一致|{_VALUE}(?:呢|的?)?[，、]?还是{_VALUE}"
)
_OPTIONS = re.compile(
    rf"(?:到底|究竟)?(?:是|写的?|说的?|规定的?|为)?{_VALUE}(?:(?:、|，|还是|和|或者?|与|跟)+(?:是)?{_VALUE})*"
)
_SAYS_WHICH = re.compile(
    rf"(?:{_WHICH.pattern})[^，。？?]*|到底|究竟|应该|应当|现行(?:规定)?|还是|(?:按|照|依)(?:照|据)?(?=《)|《[^》]*》(?:(?:和|与|跟|、)《[^》]*》)*(?:对于?|关于)?|说法|(?:现在)?有没有|的?限制|不一样|规定的?(?=[，。？?])|写的|吗|呢"
)


def is_task(message: str) -> bool:
    """Tell whether something is to be made or done (写一首诗, 翻译, 推荐), not looked up."""
    return bool(_TASK.search(message) or _INSTRUCTED.match(message))


def is_foreign(message: str) -> bool:
    """Tell whether a message is in Latin letters, as English or pinyin, with hardly a Chinese character."""
    return bool(_LATIN.search(message)) and len(_CHINESE.findall(message)) < 2


def is_wordless(message: str) -> bool:
    """Tell whether a message holds no word at all: emoji, punctuation."""
    return not re.search(r"\w", message)


def asks_which_holds(message: str) -> bool:
    """Tell whether a message asks which of several rules holds."""
    return bool(_WHICH.search(message))


def rule_in_force(message: str) -> str | None:
    """The plain question behind 到底是甲还是乙，以哪个为准; None where a message does not ask which of two rules holds.

    The values and the documents compared are left out: what holds is asked for, not what is claimed.
    """
    if not _WHICH.search(message):
        return None
    values = re.findall(_VALUE, message)
    words = re.split(r"[，,、。？?；;\s]+", _SAYS_WHICH.sub(" ", _OPTIONS.sub(" ", message)))
    topic = " ".join(dict.fromkeys(filter(None, words)))
    if len(topic) < 2 or not (values or lexicon.DURATION.search(topic)):
        return None
    return f"{topic}是{_asked(values[0]) if values else '多久'}？"


def _asked(value: str) -> str:
    counter = re.sub(r"^[\d一二两三四五六七八九十百]+", "", value)
    return "多久" if re.fullmatch(lexicon.PERIODS, counter) and counter not in ("天", "日") else f"多少{counter}"
