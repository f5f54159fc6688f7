"""A scripted model that writes down what the documents' own answer says, each sentence with the key of its clause."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.chatapi.prompt import Request
from tests.chatapi.server import Behaviour, Reply

OwnAnswer = Callable[[str], str]
"""Gives the documents' own answer to a question."""


def faithful(own_answer: OwnAnswer) -> Callable[[Request], Behaviour]:
    """Make the script."""

    def script(request: Request) -> Behaviour:
        return Reply("\n".join(_keyed(line, request) for line in own_answer(request.question).splitlines()), 20)

    return script


def _keyed(line: str, request: Request) -> str:
    return "".join(f"{sentence}[{_key(sentence, request)}]" for sentence in re.findall(r"[^。！？]+[。！？]*", line))


def _key(sentence: str, request: Request) -> str:
    wanted = _squeezed(sentence)
    holding = [clause["key"] for clause in request.clauses if wanted in _squeezed(clause["text"])]
    return holding[0] if holding else request.clauses[0]["key"]


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)
