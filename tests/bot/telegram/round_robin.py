"""A small balancer on loopback: each request goes to the next server, past those that do not answer."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web


@asynccontextmanager
async def round_robin(ports: Sequence[int]) -> AsyncIterator[tuple[str, dict[int, int]]]:
    """Gives the balancer's address, and how many requests each port has answered."""
    answered = dict.fromkeys(ports, 0)
    turn = itertools.cycle(ports)
    async with aiohttp.ClientSession() as session:

        async def forward(request: web.Request) -> web.Response:
            body = await request.read()
            headers = {key: value for key, value in request.headers.items() if key.lower() != "host"}
            for port in itertools.islice(turn, len(ports)):
                url = f"http://127.0.0.1:{port}{request.path}"
                try:
                    async with session.request(request.method, url, data=body, headers=headers) as response:
                        answered[port] += 1
                        return web.Response(status=response.status, body=await response.read())
                except aiohttp.ClientConnectionError:
                    continue
            return web.Response(status=502)

        app = web.Application()
        app.router.add_route("*", "/{path:.*}", forward)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        try:
            yield f"http://127.0.0.1:{runner.addresses[0][1]}", answered
        finally:
            await runner.cleanup()
