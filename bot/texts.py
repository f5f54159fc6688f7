"""Everything that the bot says to people, in Chinese; one place, so that wording is changed without touching code."""

from __future__ import annotations

from knowledge.values import Status

START = (
    "你好，我是政问，按政策文件原文回答问题。\n"
    "直接把问题发给我就行，例如：集中整改的期限是多久？\n"
    "每个回答都附条款原文和出处；文件里没有的，我会直说没有。\n"
    "发 /help 看全部用法。"
)
START_IN_GROUP = "你好，我是政问，按政策文件原文回答问题。用 /ask 加问题、@我，或回复我的消息，我就会回答。"

HELP = (
    "怎么提问\n"
    "· 私聊：直接发问题。可以接着追问。\n"
    "· 群里：发 /ask 加问题，或@我，或回复我的消息。其他消息我不会应答。\n"
    "\n"
    "怎么看回答\n"
    "· 先给结论，再列依据：文件名、条款、文号、日期、效力和原文。\n"
    "· 文件里查不到的，我会说明没有查到，不会猜。\n"
    "· 回答仅供查阅参考，以正式文件原文为准。"
)
HELP_ADMIN = "管理命令（仅限私聊）\n/reload 重新读取文件夹，只更新有变化的文件"

ASK_HINT = "请把问题写在命令后面，例如：/ask 整改进展情况报告报给谁？"
ASK_HINT_MENTION = "请把问题和@我写在同一条消息里，例如：@{name} 整改进展情况报告报给谁？"
TEXT_ONLY = "我只看得懂文字，请把问题打字发给我。"
UNKNOWN_COMMAND = "没有 /{command} 这个命令。发 /help 看全部用法。"
QUESTION_NOT_TAKEN = "这个问题我没法处理。请用一两句话写清楚要问什么，再发一次。"

NOT_ALLOWED = "这里还没有开通。编号：{chat_id}"
ADMINS_ONLY = "这个命令只有管理员能用。"
DIRECT_MESSAGE_ONLY = "管理命令请在与我的私聊里使用。"

FAILED = "抱歉，处理时出错了，已经记下来。请稍后再试；需要联系管理员时请报编号：{error_id}"
FAILED_FOR_ADMIN = "出错编号 {error_id}\n聊天 {chat_id}，用户 {user_id}\n{details}"
UNAVAILABLE = "抱歉，现在暂时查不了文件，请过一会儿再试。编号：{error_id}"

EVIDENCE = "依据"
LEADS = "最接近的条款（不一定能回答这个问题）"
NOTES = "说明"

STATUS_NAMES = {
    Status.IN_FORCE: "现行有效",
    Status.SUPERSEDED: "已被取代",
    Status.REPEALED: "已废止",
    Status.UNKNOWN: "效力未注明",
}

RELOAD_STARTED = "正在读取文件夹，期间可以照常提问。"
RELOAD_PROGRESS = "正在更新：{done}/{total}　{source}"
RELOAD_RUNNING = "上一次更新还没有结束，请稍等。"
RELOAD_DONE = "更新完成，用时 {seconds} 秒，共 {documents} 份文件、{clauses} 条。"
RELOAD_UNCHANGED = "文件没有变化。"
RELOAD_FAILED = "更新没有完成，原有内容不受影响。编号：{error_id}\n原因：{reason}"
RELOAD_GROUPS = {"added": "新增", "changed": "有变化", "removed": "已移除", "failed": "读取失败"}
RELOAD_MORE = "……另有 {count} 份"


def date_in_chinese(iso_date: str) -> str:
    """Write 2022-03-01 as 2022年3月1日; anything else is given back as it is."""
    parts = iso_date.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return iso_date
    year, month, day = (int(part) for part in parts)
    return f"{year}年{month}月{day}日"
