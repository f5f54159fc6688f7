"""Everything that the bot says to people, in Chinese; one place, so that wording is changed without touching code."""

from __future__ import annotations

START = (
    "你好，我是政问，按政策文件原文回答问题。\n"
    "直接把问题发给我就行，例如：集中整改的期限是多久？\n"
    "每个回答都附条款原文和出处；文件里没有的，我会直说没有。\n"
    "发 /help 看全部用法。"
)
START_IN_GROUP = "你好，我是政问，按政策文件原文回答问题。用 /ask 加问题、@我，或回复我的消息，我就会回答。"

HELP = (
    "怎么提问\n"
    "· 私聊：直接发问题。可以接着追问；换话题先发 /reset。\n"
    "· 群里：发 /ask 加问题，或@我，或回复我的消息。其他消息我不会应答。\n"
    "\n"
    "怎么看回答\n"
    "· 先给结论，再列依据：文件名、条款、文号、日期、效力和原文。\n"
    "· 点“全文”看整条和前后条；群里点“详情”，完整依据会发到你的私聊。\n"
    "· 文件里查不到的，我会说明没有查到，不会猜。\n"
    "· 回答仅供查阅参考，以正式文件原文为准。\n"
    "\n"
    "命令\n"
    "/ask 提问\n"
    "/documents 看有哪些文件，后面加词可以查找\n"
    "/source 看上一个回答的出处原文\n"
    "/reset 忘掉前面的对话\n"
    "/feedback 对上一个回答提意见"
)
HELP_ADMIN = (
    "管理命令（仅限私聊）\n"
    "/reload 重新读取文件夹，只更新有变化的文件\n"
    "/upload 添加文件：直接把文件发给我\n"
    "/remove 移除文件，后面写文件名或标题\n"
    "/status 运行状况\n"
    "/stats 使用统计，后面可加天数\n"
    "/unanswered 没答上和被评“没用”的问题\n"
    "/allow 开通群或个人，后面写编号；不写则列出\n"
    "/deny 停用群或个人，后面写编号\n"
    "/export 导出审计记录"
)

COMMANDS = {
    "ask": "提问",
    "documents": "看有哪些文件",
    "source": "看上一个回答的出处原文",
    "reset": "忘掉前面的对话",
    "feedback": "对上一个回答提意见",
    "help": "使用说明",
    "start": "开始",
}
GROUP_COMMANDS = ("ask", "documents", "source", "help")
ADMIN_COMMANDS = {
    "reload": "更新文件",
    "upload": "添加文件",
    "remove": "移除文件",
    "status": "运行状况",
    "stats": "使用统计",
    "unanswered": "没答上的问题",
    "allow": "开通群或个人",
    "deny": "停用群或个人",
    "export": "导出审计记录",
}
"""What the menu beside the input field shows for each command."""

ASK_HINT = "请把问题写在命令后面，例如：/ask 整改进展情况报告报给谁？"
ASK_HINT_MENTION = "请把问题和@我写在同一条消息里，例如：@{name} 整改进展情况报告报给谁？"
TEXT_ONLY = "我只看得懂文字，请把问题打字发给我。"
UNKNOWN_COMMAND = "没有 /{command} 这个命令。发 /help 看全部用法。"
QUESTION_NOT_TAKEN = "这个问题我没法处理。请用一两句话写清楚要问什么，再发一次。"

NOT_ALLOWED = "这里还没有开通。编号：{chat_id}"
PERSON_NOT_ALLOWED = "你还没有开通。编号：{user_id}"
AUDIENCE_MOVED = (
    "群 {old_id} 升级成了超级群，编号变为 {new_id}，开通已转过去。下列文件的 audience 写的是旧编号，新群现在看不到，"
    "请改成新编号后发 /reload：\n{titles}"
)
ADMINS_ONLY = "这个命令只有管理员能用。"
DIRECT_MESSAGE_ONLY = "管理命令请在与我的私聊里使用。"

FAILED = "抱歉，处理时出错了，已经记下来。请稍后再试；需要联系管理员时请报编号：{error_id}"
FAILED_FOR_ADMIN = "出错编号 {error_id}\n聊天 {chat_id}，用户 {user_id}\n{details}"
UNAVAILABLE = "抱歉，现在暂时查不了文件，请过一会儿再试。编号：{error_id}"

EVIDENCE = "依据"
LEADS = "最接近的条款（不一定能回答这个问题）"
NOTES = "说明"

ANSWER_GOES_ON = "……（回答较长，点“详情”看全部）"

RELOAD_STARTED = "正在读取文件夹，期间可以照常提问。"
RELOAD_PROGRESS = "正在更新：{done}/{total}　{source}"
RELOAD_RUNNING = "上一次更新还没有结束，请稍等。"
RELOAD_DONE = "更新完成，用时 {seconds} 秒，共 {documents} 份文件、{clauses} 条。"
RELOAD_UNCHANGED = "文件没有变化。"
RELOAD_FAILED = "更新没有完成，原有内容不受影响。编号：{error_id}\n原因：{reason}"
RELOAD_GROUPS = {"added": "新增", "changed": "有变化", "removed": "已移除", "failed": "读取失败"}
RELOAD_MORE = "……另有 {count} 份"


OPEN_CLAUSE = "{marker} 全文"
MORE = "详情"
USEFUL = "👍 有用"
USELESS = "👎 没用"
REASONS = ("答非所问", "条款找错了", "内容过时", "不完整", "看不懂", "其他")
PREVIOUS_CLAUSE = "← 上一条"
NEXT_CLAUSE = "下一条 →"
THANKS = "谢谢，已记下。"
ASK_REASON = "请选一个原因。"
CLAUSE_BEFORE = "上一条"
CLAUSE_AFTER = "下一条"
CLAUSE_GONE = "这一条现在看不到了，可能文件已更新。请重新提问。"
ANSWER_GONE = "这个回答已经过期，请重新提问。"
ANSWER_CHANGED = "这个回答引用的文件后来有变动，请重新提问。"
MORE_QUESTION = "问：{question}"
"""Before the whole answer, which arrives in another chat than it was asked in."""
MORE_SENT = "这就发到你的私聊。"
MORE_NEEDS_START = "我还不能给你发私聊：请先打开与我的私聊，点“开始”，再回来点详情。"
MORE_FOR_ASKER = "详情只发给提问的人。你也可以自己来问。"
"""Shown in a box over the chat: at most 200 characters, as all answers to buttons."""

TOO_MANY_QUESTIONS = "问得有点快，请过一分钟再继续。"
RESET = "好的，前面的对话我已经忘掉，可以重新开始问了。"
NO_ANSWER_YET = "这里还没有提过问题。先问一个，再看它的出处。"
NO_SOURCES = "上一个回答没有引用条款。"
SOURCE_RANGE = "上一个回答有 {count} 处出处，请发 /source 加序号，例如 /source 1。"
FEEDBACK_HINT = "请把意见写在命令后面，例如：/feedback 第三条引用的不是最新文件"
FEEDBACK_TAKEN = "谢谢，意见已记下，管理员会看到。"
NO_DOCUMENTS = "这里还没有可以查的文件。"
NO_DOCUMENTS_FOUND = "没有标题含“{words}”的文件。"
DOCUMENTS_TITLE = "可以查的文件（共 {count} 份）"
DOCUMENTS_MORE = "只列出了前 {shown} 份。发 /documents 加标题里的词可以查找。"
DOCUMENT_CLAUSES = "{clauses} 条"

ID_NEEDED = (
    "请在命令后面写群或个人的编号，例如：/{command} -1001234567890。没有开通的群或个人向我提问时，会看到自己的编号。"
)
ALLOWED_NOW = "已开通：{ids}"
DENIED_NOW = "已停用：{ids}"
ADMIN_NOT_DENIED = "{chat_id} 是配置里指定的管理员，不能在这里停用。"
ALLOWED_LIST = "已开通的群和个人：\n{ids}"
NOBODY_ALLOWED = "还没有开通任何群或个人（管理员除外）。"

STATUS = (
    "版本：{version}\n"
    "向量模型：{embedder}\n"
    "大模型：{chat_model}\n"
    "文件：{documents} 份，{clauses} 条\n"
    "索引更新于：{index_age}\n"
    "群隐私模式：{privacy}\n"
    "正在处理的消息：{queue}\n"
    "已运行：{uptime}"
)
NO_CHAT_MODEL = "未设置（答案是原文摘句）"
PRIVACY_ON = "开（群里可能收不到@消息，用 /ask 或回复最稳妥）"
PRIVACY_OFF = "关（能收到群里全部消息，但只回答问我的）"
INDEX_AGE_UNKNOWN = "未知"
STATS = (
    "最近 {days} 天\n"
    "提问 {questions} 次，来自 {people} 人、{chats} 个聊天\n"
    "没有查到 {refused} 次\n"
    "有用 {useful}，没用 {useless}\n"
    "回答用时中位数 {median_ms} 毫秒\n"
    "大模型撰写 {written} 次，词元读入 {tokens_in}、写出 {tokens_out}"
)
DAYS_NEEDED = "天数请写 1 到 3650 的整数，例如：/stats 7"
UNANSWERED_COLUMNS = ("时间", "问题", "情况", "原因")
UNANSWERED_CASES = {"refused": "没有查到", "answered": "被评没用"}
UNANSWERED_CAPTION = "没答上和被评“没用”的问题，共 {count} 个"
EXPORT_CAPTION = "审计记录，共 {count} 条"
NOTHING_UNANSWERED = "没有答不上或被评“没用”的问题。"

UPLOAD_HINT = "请把文件直接发给我（{suffixes}，不超过 20 MB），我检查后放进文件夹并更新索引。"
UPLOADS_OFF = "这里没有设置可以写入的文件夹，不能添加或移除文件。请设置 ZHENGWEN_DOCUMENTS_DIR。"
UPLOAD_TOO_BIG = "文件有 {megabytes} MB，机器人最多能收 20 MB。请拆分后再发，或直接放进文件夹再发 /reload。"
UPLOAD_NOT_FETCHED = "Telegram 没有给出这个文件（{reason}）。请重新发一次，或直接放进文件夹再发 /reload。"
UPLOAD_EMPTY = "文件是空的，请检查后再发。"
UPLOAD_BAD_NAME = "文件名“{name}”不能用：请去掉斜杠、开头的点和特殊字符，再发一次。"
UPLOAD_BAD_SUFFIX = "读不了“{name}”这种格式。能读的有：{suffixes}。"
UPLOAD_NOT_STORED = "文件没能写入（{reason}），文件夹没有变化。"
UPLOAD_UNDONE = "文件没有通过检查，已撤回，原有内容不受影响。\n原因：{reason}"
UPLOAD_DONE = "已收下：{name}"
UPLOAD_REPLACED = "已替换：{name}"
REMOVE_HINT = "请在命令后面写文件名或标题，例如：/remove 通知.md。发 /documents 看有哪些文件。"
REMOVE_UNKNOWN = "没有找到文件“{words}”。"
REMOVE_CANDIDATES = "没有正好叫“{words}”的文件，是不是：\n{names}"
REMOVE_DONE = "已移除：{name}（数据目录 removed 里留有备份）"


def date_in_chinese(iso_date: str) -> str:
    """Write 2022-03-01 as 2022年3月1日; anything else is given back as it is."""
    parts = iso_date.split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return iso_date
    year, month, day = (int(part) for part in parts)
    return f"{year}年{month}月{day}日"


TOKEN_EMPTY = "机器人令牌是空的：请把 TELEGRAM_BOT_TOKEN 设为 @BotFather 给的令牌"
TOKEN_REFUSED = "Telegram 不认这个机器人令牌：请把 TELEGRAM_BOT_TOKEN 设为 @BotFather 给的令牌"
UNREACHABLE = "连不上 Telegram（{reason}）：请检查网络、HTTPS_PROXY 和 ZHENGWEN_TELEGRAM_API_URL"
BAD_API_URL = "“{url}”不是 Bot API 服务器的地址：请写成 http://主机:端口"
WEBHOOK_NEEDS_PORT = "用 webhook 要有监听端口：请设置 ZHENGWEN_LISTEN_PORT"
WEBHOOK_REFUSED = "Telegram 不接受 webhook 地址“{url}”（{reason}）：请把 ZHENGWEN_WEBHOOK_URL 设为公网 https 地址"
CANNOT_LISTEN = "不能监听 {host}:{port}（{reason}）：请改 ZHENGWEN_LISTEN_HOST 或 ZHENGWEN_LISTEN_PORT"
DATABASE_BUSY = "数据库没有响应（{reason}）：请检查是否被其他程序占用、磁盘是否已满、ZHENGWEN_DATABASE_URL 是否正确"
DATABASE_REFUSED = "数据库拒绝了操作（{reason}）：请检查权限"
DATABASE_URL_WRONG = "ZHENGWEN_DATABASE_URL 不是数据库地址：请写成 postgresql://用户:密码@主机/库名"
DATABASE_DRIVER_MISSING = "缺少数据库驱动 {name}：请安装 zhengwen[postgres]"
DATABASE_CLOSED = "打不开数据库（{reason}）：请检查 ZHENGWEN_DATABASE_URL 和 ZHENGWEN_DATA_DIR"
"""What the operator reads when the bot cannot start or work."""


def duration(seconds: float) -> str:
    """Write a time span in days, hours and minutes."""
    minutes = int(seconds // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days} 天 {hours} 小时"
    return f"{hours} 小时 {minutes} 分" if hours else f"{minutes} 分钟"


def ago(seconds: float) -> str:
    """Write how long ago something was."""
    return "刚刚" if seconds < 60 else f"{duration(seconds)}前"
