"""A small, strict Bot API server on loopback: long polling, webhooks, files, faults on demand."""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.botapi.errors import ApiError, bad_request
from tests.botapi.limits import SendingLimits
from tests.botapi.methods import Methods
from tests.botapi.world import Json, World

TOKEN = "7000000001:AAtest-token_of_the_emulated_server0"
_TOKEN_FORM = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")


@dataclass
class Call:
    method: str
    params: dict[str, Any]
    at: float
    status: int = 0


@dataclass
class Fault:
    """What happens instead of an answer, some times over."""

    status: int = 500
    body: bytes = b'{"ok": false, "error_code": 500, "description": "Internal Server Error"}'
    hang_seconds: float = 0.0
    drop_connection: bool = False
    after: bool = False
    """The request takes effect, only its answer is lost."""
    times: int = 1


@dataclass
class Webhook:
    url: str
    secret: str | None
    allowed: list[str] | None


@dataclass
class BotApiServer:
    """Start it with `async with`; `url` is what `ZHENGWEN_TELEGRAM_API_URL` takes."""

    token: str = TOKEN
    world: World = field(default_factory=World)
    limits: SendingLimits | None = None
    calls: list[Call] = field(default_factory=list)
    faults: dict[str, list[Fault]] = field(default_factory=dict)
    webhook: Webhook | None = None
    webhook_statuses: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.methods = Methods(self.world)
        self._updates: list[Json] = []
        self._ids = itertools.count(500)
        self._changed = asyncio.Condition()
        self._poll = 0
        self._runner: web.AppRunner | None = None
        self._deliverer: asyncio.Task[None] | None = None
        self.url = ""

    async def __aenter__(self) -> BotApiServer:
        app = web.Application(client_max_size=60_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        app.router.add_get("/file/bot{token}/{path:.+}", self._download)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop_delivering()
        assert self._runner is not None
        await self._runner.cleanup()

    # ── what tests do ──────────────────────────────────────────────────────────────────────────────────────────

    async def push(self, kind: str, content: Json) -> int:
        """Queue an update; gives its id."""
        update_id = next(self._ids)
        await self.push_raw({"update_id": update_id, kind: content})
        return update_id

    async def push_raw(self, update: Json) -> None:
        async with self._changed:
            self._updates.append(update)
            self._changed.notify_all()

    def fail_next(self, method: str, fault: Fault) -> None:
        self.faults.setdefault(method.lower(), []).append(fault)

    def calls_of(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method.lower() == method.lower()]

    @property
    def pending(self) -> int:
        """Updates that were not confirmed."""
        return len(self._updates)

    async def wait_until(self, condition: Any, *, seconds: float = 10.0) -> None:
        """Wait until `condition()` holds; it is looked at after every request and every delivery."""
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(condition)

    # ── HTTP ───────────────────────────────────────────────────────────────────────────────────────────────────

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        params = await _params(request)
        call = Call(method, params, time.monotonic())
        self.calls.append(call)
        fault = self._next_fault(method)
        async with self._changed:
            self._changed.notify_all()
        if fault is not None and not fault.after:
            return await self._fail(request, fault)
        try:
            self._check_token(request.match_info["token"])
            result = await self._call(method, params)
            response = web.json_response({"ok": True, "result": result})
        except ApiError as error:
            response = web.json_response(error.body(), status=error.status)
        call.status = response.status
        async with self._changed:
            self._changed.notify_all()
        return response if fault is None else await self._fail(request, fault)

    async def _call(self, method: str, params: dict[str, Any]) -> Any:
        name = method.lower()
        if name == "getupdates":
            return await self._get_updates(params)
        if name == "setwebhook":
            return self._set_webhook(params)
        if name == "deletewebhook":
            return self._delete_webhook(params)
        if name == "getwebhookinfo":
            url = self.webhook.url if self.webhook else ""
            return {"url": url, "has_custom_certificate": False, "pending_update_count": self.pending}
        handler = self.methods.find(method)
        if handler is None:
            raise ApiError(404, "Not Found: method not found")
        if self.limits is not None:
            self.limits.check(method, params)
        return handler(params)

    def _check_token(self, token: str) -> None:
        if not _TOKEN_FORM.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")

    def _next_fault(self, method: str) -> Fault | None:
        waiting = self.faults.get(method.lower(), [])
        if not waiting:
            return None
        waiting[0].times -= 1
        return waiting.pop(0) if waiting[0].times <= 0 else waiting[0]

    async def _fail(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.hang_seconds:
            await asyncio.sleep(fault.hang_seconds)
        if fault.drop_connection:
            assert request.transport is not None
            request.transport.abort()
        return web.Response(status=fault.status, body=fault.body, content_type="application/json")

    async def _download(self, request: web.Request) -> web.StreamResponse:
        try:
            self._check_token(request.match_info["token"])
            for stored in self.world.files.values():
                if stored.path == request.match_info["path"]:
                    return web.Response(body=stored.content)
            raise ApiError(404, "Not Found")
        except ApiError as error:
            return web.json_response(error.body(), status=error.status)

    # ── updates ────────────────────────────────────────────────────────────────────────────────────────────────

    async def _get_updates(self, params: dict[str, Any]) -> list[Json]:
        if self.webhook is not None:
            raise ApiError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first",
            )
        self._poll += 1
        mine = self._poll
        async with self._changed:
            self._confirm(int(params.get("offset") or 0))
            self._changed.notify_all()
            allowed = json.loads(params["allowed_updates"]) if params.get("allowed_updates") else None
            try:
                async with asyncio.timeout(float(params.get("timeout") or 0)):
                    await self._changed.wait_for(lambda: self._poll != mine or self._waiting(allowed))
            except TimeoutError:
                return []
            if self._poll != mine:
                raise ApiError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            return self._waiting(allowed)[: int(params.get("limit") or 100)]

    def _confirm(self, offset: int) -> None:
        if offset > 0:
            self._updates = [update for update in self._updates if update["update_id"] >= offset]

    def _waiting(self, allowed: list[str] | None) -> list[Json]:
        return [update for update in self._updates if not allowed or any(kind in allowed for kind in update)]

    def _set_webhook(self, params: dict[str, Any]) -> bool:
        url, secret = params.get("url", ""), params.get("secret_token")
        if not url:
            return self._delete_webhook(params)
        # The real server takes https only; loopback has no certificate, as with a local Bot API server.
        if not url.startswith(("https://", "http://127.0.0.1")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self._stop_delivering()
        allowed = json.loads(params["allowed_updates"]) if params.get("allowed_updates") else None
        self.webhook = Webhook(url, secret, allowed)
        self._deliverer = asyncio.create_task(self._deliver(self.webhook))
        return True

    def _delete_webhook(self, params: dict[str, Any]) -> bool:
        self._stop_delivering()
        self.webhook = None
        if params.get("drop_pending_updates") in ("true", "True"):
            self._updates.clear()
        return True

    def _stop_delivering(self) -> None:
        if self._deliverer is not None:
            self._deliverer.cancel()
            self._deliverer = None

    async def _deliver(self, webhook: Webhook) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": webhook.secret} if webhook.secret else {}
        async with aiohttp.ClientSession() as session:
            while True:
                async with self._changed:
                    await self._changed.wait_for(lambda: self._waiting(webhook.allowed))
                update = self._waiting(webhook.allowed)[0]
                status = await _post(session, webhook.url, update, headers)
                self.webhook_statuses.append(status)
                if 200 <= status < 300:
                    async with self._changed:
                        self._updates.remove(update)
                        self._changed.notify_all()
                else:
                    await asyncio.sleep(0.1)


async def _post(session: aiohttp.ClientSession, url: str, update: Json, headers: dict[str, str]) -> int:
    try:
        async with session.post(url, json=update, headers=headers) as response:
            return response.status
    except aiohttp.ClientError:
        return 0


async def _params(request: web.Request) -> dict[str, Any]:
    params: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        return params | await request.json()
    for key, value in (await request.post()).items():
        params[key] = (value.filename, value.file.read()) if isinstance(value, web.FileField) else value
    return params
