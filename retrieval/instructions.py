"""Sentences that speak to a machine instead of saying a rule: whoever can write a document can write them into it.

They are no evidence, and they are kept from a chat model. For the model this is the first of three guards: the prompt
says that clauses are data, and the check lets through only what the clauses say.
"""

from __future__ import annotations

import re
from functools import lru_cache

from retrieval.tokenization import sentences

_MACHINE = r"(?:AI|人工智能|智能体|大模型|语言模型|模型|智能?助手|机器人|assistant|chatgpt|gpt)"
_SAYS = r"(?:回答|回复|答复|输出|声称|告诉|扮演|改口|写成|说成|answer|reply|respond|output|say)"
_ORDERS = r"(?:instructions?|prompts?|rules)"
_FORGET = r"(?:忽略|无视|忘记|忘掉|抛开|不要?理会|不用管|别管|作废|覆盖|推翻)"
_PATTERNS = (
    # Forget what was said before.
    rf"{_FORGET}.{{0,16}}(?:指令|提示词|系统提示)",
    rf"{_FORGET}.{{0,6}}(?:以上|上述|上面|前面|之前|先前|此前|所有|全部|任何|你的?).{{0,6}}(?:指示|提示|设定|规则|约束|限制)",
    r"(?:以上|上述|上面|前面|之前|先前).{0,6}(?:指令|提示词?|设定).{0,6}(?:作废|无效|失效|取消)",
    rf"(?:ignore|disregard|forget|override|bypass).{{0,40}}{_ORDERS}",
    # Be somebody else; say this.
    r"你(?:现在|从现在起|以后)?(?:是|扮演|充当|将作为)(?:一[个名位]|不受|没有|我的|新的)",
    r"你.{0,4}不受.{0,8}(?:约束|限制)",
    r"(?:从现在起|从现在开始|接下来)[，,]?\s*(?:你|请)",
    r"(?:所有|任何|每[个次一]).{0,6}(?:问题|提问).{0,6}(?:都|一律|只|请|必须).{0,4}(?:回答|输出|说成|写成)",
    rf"{_MACHINE}.{{0,12}}(?:请|务必|必须|一律|只能|应当|应|要|需).{{0,12}}{_SAYS}",
    rf"(?:给|致|对|告知|提醒).{{0,4}}{_MACHINE}.{{0,12}}(?:[：:，,]|{_SAYS})",
    rf"(?:当|如果|凡是?).{{0,12}}(?:用户|有人|提问者).{{0,8}}(?:问|提问|询问).{{0,30}}{_SAYS}",
    r"\byou (?:are|must|should|will)\b.{0,40}",
    rf"\b(?:always|please|now|just)\s+{_SAYS}\b",
    r"回答(?:时|中|里).{0,6}(?:一律|请|必须|务必|只)",
    # The machinery behind a conversation.
    r"(?:重复|复述|输出|打印|念|泄露|公布|说出).{0,10}(?:指令|提示词)",
    r"\{\s*\"(?:key|role|content|system|text|clauses|question)\"\s*:|\[[A-Z]{3,5}\]",
    r"系统提示|提示词|系统消息|system\s*(?:prompt|message)|开发者模式|developer mode|越狱(?:模式|成功)|jailbreak|DAN\b",
    r"<\|[^|]*\|>|<\|?/?(?:im_start|im_end|system|assistant|user|s)\|?>|\[/?INST\]|<<SYS>>",
    r"(?<![a-z])(?:system|assistant|user|instruction)\s*[：:]|(?:^|\n)\s*(?:#+\s*)?(?:系统|助手|用户|指令)\s*[：:]",
    r"NO_ANSWER",
)
_SPEAKS = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.IGNORECASE)


@lru_cache(maxsize=8192)
def speaks_to_a_machine(sentence: str) -> bool:
    """Tell whether a sentence tries to direct whoever reads it by machine."""
    return bool(_SPEAKS.search(sentence))


def without_instructions(text: str) -> str:
    """A clause's text, sentences that direct a machine left out."""
    if not speaks_to_a_machine(text):
        return text
    return "".join(piece for piece in sentences(text) if not speaks_to_a_machine(piece))
