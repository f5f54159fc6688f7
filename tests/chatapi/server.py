"""An OpenAI-compatible server on loopback whose model is a script: real HTTP, real streaming, faults on demand."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.chatapi.prompt import Request

KEY = "sk-test-key-of-the-scripted-server"
MODEL = "scripted"


@dataclass(frozen=True)
class Reply:
    """What the model says and how the server behaves while it does."""

    text: str = ""
    piece_characters: int = 3
    """Of each event; keys and sentences are cut anywhere."""
    finish: str | None = "stop"
    """None: the stream ends without saying why."""
    stop_after: int | None = None
    """Events after which the stream ends, hangs or breaks off."""
    hangs: bool = False
    drops: bool = False
    pause_seconds: float = 0.0
    """Before each event."""
    counts_tokens: bool = True


@dataclass(frozen=True)
class Refusal:
    """An HTTP status in place of a stream."""

    status: int
    body: bytes = b'{"error": {"message": "no", "type": "error", "code": null}}'
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)


Behaviour = Reply | Refusal
Script = Callable[[Request], Behaviour]


@dataclass
class ChatApiServer:
    """Start it with `with`; `url` is what `ZHENGWEN_CHAT_BASE_URL` takes."""

    script: Script = lambda request: Reply("NO_ANSWER")
    requests: list[Request] = field(default_factory=list)
    most_at_once: int = 0
    url: str = ""

    def __enter__(self) -> ChatApiServer:
        self._at_once = 0
        self._loop = asyncio.new_event_loop()
        started = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(started,), daemon=True)
        self._thread.start()
        assert started.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _serve(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._run(started))
        self._loop.close()

    async def _run(self, started: threading.Event) -> None:
        self._stop = asyncio.Event()
        app = web.Application()
        app.router.add_post("/v1/chat/completions", self._complete)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        started.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _complete(self, http: web.Request) -> web.StreamResponse:
        request = Request(await http.json(), dict(http.headers))
        self.requests.append(request)
        if http.headers.get("Authorization") != f"Bearer {KEY}":
            return _refused(Refusal(401))
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            behaviour = self.script(request)
            if isinstance(behaviour, Refusal):
                return _refused(behaviour)
            return await self._stream(http, request, behaviour)
        finally:
            self._at_once -= 1

    async def _stream(self, http: web.Request, request: Request, reply: Reply) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        response.enable_chunked_encoding()
        await response.prepare(http)
        size = reply.piece_characters
        pieces = [reply.text[start : start + size] for start in range(0, len(reply.text), size)]
        for number, piece in enumerate(pieces):
            if number == reply.stop_after:
                break
            await asyncio.sleep(reply.pause_seconds)
            await _event(response, _chunk({"content": piece}))
        if reply.hangs:
            await self._stop.wait()
        if reply.drops:
            assert http.transport is not None
            http.transport.close()
            return response
        if reply.finish is not None and reply.stop_after is None:
            await _event(response, _chunk({}, finish=reply.finish))
            if reply.counts_tokens and request.body.get("stream_options", {}).get("include_usage"):
                usage = {"prompt_tokens": 100, "completion_tokens": len(pieces), "total_tokens": 100 + len(pieces)}
                await _event(response, _chunk(None, usage=usage))
            await response.write(b"data: [DONE]\n\n")
        await response.write_eof()
        return response


def _chunk(delta: dict[str, str] | None, *, finish: str | None = None, usage: Any = None) -> dict[str, Any]:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk = {"id": "c1", "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL}
    return chunk | {"choices": choices, "usage": usage}


async def _event(response: web.StreamResponse, value: dict[str, Any]) -> None:
    await response.write(f"data: {json.dumps(value, ensure_ascii=False)}\n\n".encode())


def _refused(refusal: Refusal) -> web.Response:
    return web.Response(
        status=refusal.status, body=refusal.body, content_type=refusal.content_type, headers=refusal.headers
    )
