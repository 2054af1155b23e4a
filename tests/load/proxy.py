"""A balancer of a few lines: hands each connection to the next server in turn, and to another where one refuses it.

It passes bytes on and never sends a request a second time; what it may do over is only what no server has heard of, which
is safe for every method. So what learners see of a server's end is what any balancer without stickiness would show them.
"""

import asyncio
import contextlib
from itertools import count
from threading import Thread

from tests.load.site import HOST, free_port

CHUNK = 65536


class Proxy:
    """Listens on `port`, in a thread of its own, for the servers on some ports; `with` starts and stops it."""

    def __init__(self, *servers: int) -> None:
        self.servers = list(servers)
        self.port = free_port()
        self._turn = count()
        self._open = dict.fromkeys(servers, 0)
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._serve, HOST, self.port), self._loop
        ).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(_end_all(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def drain(self, server: int) -> None:
        """Give a server no more connections, as an operator does before a restart."""
        self.servers.remove(server)

    def restore(self, server: int) -> None:
        self.servers.append(server)

    def open_to(self, server: int) -> int:
        """How many connections a server still has."""
        return self._open[server]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found = await self._connect()
        if found is None:
            writer.close()
            return
        port, server_reader, server_writer = found
        self._open[port] += 1
        with contextlib.suppress(asyncio.CancelledError):  # cut at the end
            await asyncio.gather(_pass(reader, server_writer), _pass(server_reader, writer))
        self._open[port] -= 1

    async def _connect(self) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter] | None:
        servers, turn = list(self.servers), next(self._turn)
        for step in range(len(servers)):
            port = servers[(turn + step) % len(servers)]
            with contextlib.suppress(ConnectionRefusedError):
                return port, *await asyncio.open_connection(HOST, port)
        return None


async def _end_all() -> None:
    """Cut what is still open."""
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Pass on what comes until one side ends, and end the other with it."""
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    writer.close()
