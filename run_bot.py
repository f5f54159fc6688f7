"""Zhengwen's only entry point: reads the settings, wires them to the rooms, runs one command.

Whatever takes long to import is imported by the command that needs it.
"""

from __future__ import annotations

import sys
import time
from contextlib import AbstractContextManager
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import ValidationError

from bot.terminal.exits import EXIT_INTERRUPTED, EXIT_USAGE, UsageError, fail, leave, reported
from bot.terminal.output import print_json, print_view
from config.logs import configure_logging
from config.settings import STARTER_DOCUMENTS, Settings, SettingsError, read_settings

if TYPE_CHECKING:
    from pydantic import SecretStr

    from bot.ports import Progress
    from bot.telegram.settings import TelegramSettings
    from knowledge.library import Library
    from retrieval.assistant import Assistant
    from retrieval.chat.options import ChatOptions

# What the parser raises for wrong usage: typer names only this child of it.
_PARSER_ERROR: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="run_bot.py",
    help="政问：按政策文件回答问题，答在前，出处原文在后。"
    "不带命令时：设有 TELEGRAM_BOT_TOKEN 则运行 Telegram 机器人，否则打开终端对话。",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=False,
    rich_markup_mode=None,
)

AsJson = Annotated[bool, typer.Option("--json", help="标准输出只有 JSON，其余写到标准错误。")]
FromFile = Annotated[
    Path | None, typer.Option("--file", help="逐行提问：每行一个问题，或一行一个含 id、question 的 JSON。")
]


@dataclass(frozen=True)
class _Context:
    """What the options before the command say."""

    documents: Path | None
    data: Path | None

    def settings(self) -> Settings:
        """Read the settings, the options first."""
        return read_settings(documents_dir=self.documents, data_dir=self.data)


# ── commands ───────────────────────────────────────────────────────────────────────────────────────────────────────


@app.callback(invoke_without_command=True)
@reported(SettingsError)
def main_options(
    context: typer.Context,
    documents: Annotated[
        Path | None, typer.Option(help="文件夹（ZHENGWEN_DOCUMENTS_DIR），默认是自带的示例文件。")
    ] = None,
    data: Annotated[Path | None, typer.Option(help="索引目录（ZHENGWEN_DATA_DIR），默认 data/。")] = None,
) -> int | None:
    """Read the options before the command; without one, run the bot or the chat."""
    context.obj = _Context(documents, data)
    if context.invoked_subcommand is not None:
        return None
    settings = context.obj.settings()
    return _telegram(settings) if settings.telegram_bot_token else _chat(settings)


@app.command(help="运行 Telegram 机器人（需要 TELEGRAM_BOT_TOKEN）。")
@reported(SettingsError)
def telegram(context: typer.Context) -> int:
    """Run the Telegram bot."""
    return _telegram(context.obj.settings())


@app.command(help="打开终端对话；标准输入是管道时逐行回答后结束。")
@reported(SettingsError)
def chat(context: typer.Context) -> int:
    """Open the terminal chat."""
    return _chat(context.obj.settings())


@app.command(help="使索引与文件夹一致，只处理有变动的文件。")
@reported(SettingsError)
def index(
    context: typer.Context,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="全部重读、重新编制，换向量模型后使用。")] = False,
    as_json: AsJson = False,
) -> int:
    """Bring the index up to the documents folder."""
    from bot.terminal.payloads import report_payload
    from bot.terminal.rendering import report_view

    assistant = _assistant(context.obj.settings())
    with _progress() as progress:
        report = assistant.reload(rebuild=rebuild, progress=progress)
    if as_json:
        print_json(report_payload(report))
    else:
        print_view(report_view(report))
    return 0


@app.command(help="列出文件：标题、文种、发文机关、层级、地区、日期、效力、条款数。")
@reported(SettingsError)
def documents(context: typer.Context, as_json: AsJson = False) -> int:
    """List the documents."""
    from bot.terminal.library_listing import list_documents

    return list_documents(_library(context.obj.settings()), as_json=as_json)


@app.command(help="列出条款，以及未列入条款的文字和原因；不需要索引。")
@reported(SettingsError)
def clauses(
    context: typer.Context,
    document: Annotated[str | None, typer.Argument(help="文件的编号，或在文件夹中的路径；不写则为全部。")] = None,
    as_json: AsJson = False,
) -> int:
    """List the clauses and what was dropped."""
    from bot.terminal.library_listing import list_clauses

    return list_clauses(_library(context.obj.settings()), document, as_json=as_json)


@app.command(help="查找最相近的条款。")
@reported(SettingsError)
def search(
    context: typer.Context,
    query: Annotated[str | None, typer.Argument(help="要查的内容。")] = None,
    file: FromFile = None,
    count: Annotated[int, typer.Option("-k", min=1, max=1000, help="条数。")] = 10,
    as_json: AsJson = False,
) -> int:
    """Find the nearest clauses."""
    from bot.terminal.asking import given_questions
    from bot.terminal.batch import search_line
    from bot.terminal.payloads import search_payload
    from bot.terminal.rendering import results_view

    questions = given_questions(query, file)
    assistant = _opened(context.obj.settings())
    for question in questions:
        started = time.perf_counter()
        found = search_line(assistant, question, count) if file else assistant.search(question.text, count=count)
        elapsed_ms = (time.perf_counter() - started) * 1000
        if as_json:
            print_json(search_payload(question.id, question.text, found, elapsed_ms))
        else:
            print_view(results_view(found))
    return 0


@app.command(help="回答问题，答案在前，出处原文在后；文件中没有答案时如实说明。")
@reported(SettingsError)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(help="问题；不写时从标准输入逐行读取。")] = None,
    file: FromFile = None,
    as_json: AsJson = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="说明怎么得出的：问题怎么理解，大模型写了什么，逐句核对的结果。")
    ] = False,
    after: Annotated[
        list[str] | None, typer.Option("--after", metavar="<str>", help="前面问过的问题，作为追问的前文；可写多次。")
    ] = None,
) -> int:
    """Answer questions."""
    from bot.terminal.asking import answered, given_questions
    from bot.terminal.explaining import explanation_payload, explanation_view
    from bot.terminal.payloads import answer_payload
    from bot.terminal.rendering import answer_view

    questions = given_questions(question, file)
    assistant = _opened(context.obj.settings(), writes=True)
    for one, answer in answered(assistant, questions, after=after or (), one_by_one=file is not None):
        if as_json:
            explanation = {"explanation": explanation_payload(answer)} if explain else {}
            print_json(answer_payload(one.id, answer) | explanation)
            continue
        print_view(answer_view(answer))
        if explain:
            print_view(explanation_view(answer))
    return 0


@app.command(help="逐句核对：句子里的数字、期限、日期、机构、文件名、条号和说法，是否都在所引条款里；不需要索引。")
@reported(SettingsError)
def check(
    file: Annotated[
        Path,
        typer.Option(
            "--file", help="核对文件，一行一个 JSON：id、sentence、clauses（key、title、path、text、status）。"
        ),
    ],
    as_json: AsJson = False,
) -> int:
    """Check sentences against the clauses that they cite."""
    from bot.terminal.checks import checked_payload, checks_view
    from bot.terminal.pairs import read_pairs
    from retrieval.checking import check_together

    pairs = read_pairs(file)
    found = check_together([(pair.sentence, pair.sources) for pair in pairs])
    rows = list(zip(pairs, found, strict=True))
    if as_json:
        for pair, checked in rows:
            print_json(checked_payload(pair, checked))
    else:
        print_view(checks_view(rows))
    return 0


@app.command(help="用一份有标准答案的问题评测检索、回答和拒答，也可评测法条检索。")
@reported(SettingsError)
def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Argument(help="问题文件，一行一个 JSON。")],
    report: Annotated[Path | None, typer.Option("--report", help="另写一份 HTML 报告。")] = None,
    as_json: AsJson = False,
) -> int:
    """Score answers and search against questions whose answers are known."""
    from bot.terminal.evaluation import evaluate as evaluate_questions
    from bot.terminal.evaluation_questions import read_question_set
    from bot.terminal.evaluation_report import report_html, write_report
    from bot.terminal.evaluation_view import evaluation_payload, evaluation_view
    from bot.terminal.progress import EVALUATION

    asked = read_question_set(questions)
    if report is not None and (report.is_dir() or not report.parent.is_dir()):
        raise UsageError(f"报告写不到 {report}：请写明已有文件夹里的一个文件名")
    settings = context.obj.settings()
    assistant = _opened(settings, writes=True)
    with _progress() as progress:
        scored = evaluate_questions(assistant, asked, advance=lambda done, total: progress(done, total, EVALUATION))
    if report is not None:
        names = {"questions": questions.name, "documents": settings.documents_dir.name, "embedder": settings.embedder}
        write_report(report, report_html(scored, **names))
    if as_json:
        print_json(evaluation_payload(scored))
    else:
        print_view(evaluation_view(scored))
    return 0


# ── wiring ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _chat(settings: Settings) -> int:
    from bot.terminal.chat import TerminalChat
    from bot.terminal.console import terminal_console

    return TerminalChat(_opened(settings, writes=True), terminal_console()).run()


def _telegram(settings: Settings) -> int:
    if settings.telegram_bot_token is None:
        raise SettingsError("未设置 TELEGRAM_BOT_TOKEN：请填写 @BotFather 给出的令牌")
    from bot.telegram.app import run_telegram

    configure_logging(settings.log_level)
    telegram_settings = _telegram_settings(settings, settings.telegram_bot_token)
    return run_telegram(_opened(settings, writes=True), telegram_settings)


def _telegram_settings(settings: Settings, token: SecretStr) -> TelegramSettings:
    from bot.telegram.settings import TelegramSettings

    try:
        return TelegramSettings(
            token=token,
            api_url=settings.telegram_api_url,
            admin_ids=settings.admin_ids,
            allowed_chats=settings.allowed_chats,
            data_dir=settings.data_dir,
            # The starter documents are part of the program: admins change folders of their own.
            documents_dir=None if settings.documents_dir == STARTER_DOCUMENTS else settings.documents_dir,
            database_url=settings.database_url.get_secret_value() if settings.database_url else None,
            retention_days=settings.retention_days,
            questions_per_minute=settings.questions_per_minute,
            chat_questions_per_minute=settings.chat_questions_per_minute,
            webhook_url=settings.webhook_url,
            listen_host=settings.listen_host,
            listen_port=settings.listen_port,
            version=_version(),
            embedder=settings.embedder,
            chat_model=settings.chat_model or "",
        )
    except ValidationError as error:
        raise SettingsError(error.errors()[0]["msg"].removeprefix("Value error, ")) from None


def _version() -> str:
    try:
        return version("zhengwen")
    except PackageNotFoundError:
        # Run from a folder without being installed.
        return ""


def _assistant(settings: Settings, *, writes: bool = False) -> Assistant:
    """The assistant; only one that `writes` answers loads the chat model, where one is set."""
    from retrieval.startup import collector_paused

    with collector_paused():
        from retrieval.assistant import Assistant, AssistantOptions

    options = AssistantOptions(
        documents_dir=settings.documents_dir,
        data_dir=settings.data_dir,
        embedder=settings.embedder,
        reranker=settings.reranker,
        chroma_url=settings.chroma_url,
        database_url=settings.database_url.get_secret_value() if settings.database_url else None,
        chat=_chat_options(settings) if writes else None,
    )
    return Assistant(options)


def _chat_options(settings: Settings) -> ChatOptions | None:
    """What the settings say of the chat model; None where none is set, so that its libraries stay unloaded."""
    if settings.chat_model is None:
        return None
    from retrieval.chat.options import ChatOptions

    return ChatOptions(
        model=settings.chat_model,
        base_url=settings.chat_base_url,
        api_key=settings.chat_api_key.get_secret_value() if settings.chat_api_key else None,
        timeout_seconds=settings.chat_timeout_seconds,
        answer_tokens=settings.chat_answer_tokens,
        temperature=settings.chat_temperature,
        daily_tokens=settings.chat_daily_tokens,
        person_daily_tokens=settings.chat_person_daily_tokens,
    )


def _opened(settings: Settings, *, writes: bool = False) -> Assistant:
    """An assistant whose index is up to date; what changed and what failed goes to standard error."""
    assistant = _assistant(settings, writes=writes)
    with _progress() as progress:
        report = assistant.open(progress=progress)
    for _, error in report.failed if report else ():
        typer.echo(f"未能载入：{error}", err=True)
    return assistant


def _library(settings: Settings) -> Library:
    from knowledge.library import read_library

    return read_library(settings.documents_dir)


def _progress() -> AbstractContextManager[Progress]:
    from bot.terminal.console import terminal_console
    from bot.terminal.progress import indexing_progress

    return indexing_progress(terminal_console(stderr=True))


def main() -> None:
    """Run the command line."""
    # A terminal of another locale still gets Chinese; a byte that is no text does not end the program.
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        code = app(standalone_mode=False)
    except _PARSER_ERROR as error:
        from bot.terminal.usage import usage_line

        code = fail(usage_line(error), EXIT_USAGE)
    except typer.Abort:
        code = EXIT_INTERRUPTED
    sys.exit(code)


if __name__ == "__main__":
    try:
        main()
    except SystemExit as end:
        leave(end.code if isinstance(end.code, int) else 0)
