"""How a command ends: its exit code, and an error as one line on standard error. A contract with those who call it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from typing import Any, NoReturn

import typer

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130


class UsageError(Exception):
    """The command was called with arguments or settings that cannot be used; `str(error)` is one line."""


def fail(message: str, code: int) -> int:
    """Say what went wrong, and give the exit code back."""
    typer.echo(f"错误：{message}", err=True)
    return code


def leave(code: int) -> NoReturn:
    """End the process at once: everything is written, and taking the libraries down takes a third of a second."""
    for stream in (sys.stdout, sys.stderr):
        # A reader that has gone is no error any more.
        with suppress(BrokenPipeError, ValueError):
            stream.flush()
    os._exit(code)


def reported(
    *usage_errors: type[Exception],
) -> Callable[[Callable[..., int | None]], Callable[..., None]]:
    """Turn the errors that a command raises into one line and the exit code of the contract.

    Args:
        usage_errors: Further errors that mean wrong usage or settings.
    """

    def decorate(command: Callable[..., int | None]) -> Callable[..., None]:
        @wraps(command)
        def run(*arguments: Any, **options: Any) -> None:  # noqa: ANN401 - whatever the command takes
            code = _run(lambda: command(*arguments, **options), usage_errors)
            if code is not None:
                raise typer.Exit(code)

        return run

    return decorate


def _run(command: Callable[[], int | None], usage_errors: tuple[type[Exception], ...]) -> int | None:
    # What each command may raise is imported with the command, not with the entry point.
    from bot.telegram.errors import TelegramFrontEndError, TelegramStartError
    from bot.terminal.questions import QuestionFileError
    from knowledge.errors import DocumentsFolderError, KnowledgeError
    from retrieval.errors import ChatSetupError, EmbedderError, QuestionError, RetrievalError

    wrong_usage: tuple[type[Exception], ...] = (
        *usage_errors,
        *(
            UsageError,
            QuestionFileError,
            DocumentsFolderError,
            EmbedderError,
            ChatSetupError,
            QuestionError,
            TelegramStartError,
        ),
    )
    try:
        return command()
    except wrong_usage as error:
        return fail(str(error), EXIT_USAGE)
    except (KnowledgeError, RetrievalError, TelegramFrontEndError) as error:
        return fail(str(error), EXIT_FAILED)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough; what is still buffered must not raise again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
