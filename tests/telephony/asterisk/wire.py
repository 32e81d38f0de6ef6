"""What lies between the program and Asterisk: can be cut, be slow, or answer with errors of its own."""

import asyncio

ERROR = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class Wire:
    """`delays`: seconds by which the next pieces that Asterisk says come late; `errors`: so many requests fail here."""

    def __init__(self, host: str) -> None:
        self._host, self._is_cut = host, False
        self._ends: set[asyncio.StreamWriter] = set()
        self.delays: list[float] = []
        self.errors = 0

    async def open(self) -> str:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        self._is_cut = True
        for end in self._ends:
            end.transport.abort()

    def mend(self) -> None:
        self._is_cut = False

    async def close(self) -> None:
        self.cut()
        self._server.close()
        await self._server.wait_closed()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._is_cut:
            writer.close()
            return
        there, back = await asyncio.open_connection(self._host, 8088)
        self._ends |= {writer, back}
        await asyncio.gather(self._ask(reader, back, writer), self._answer(there, writer), return_exceptions=True)
        self._ends -= {writer, back}

    async def _ask(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter, back: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if self.errors and b"HTTP/1.1\r\n" in data:
                    self.errors -= 1
                    back.write(ERROR)
                    back.close()
                    return
                to.write(data)
        finally:
            to.close()

    async def _answer(self, reader: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                if self.delays and data.startswith(b"HTTP/"):
                    await asyncio.sleep(self.delays.pop())
                to.write(data)
        finally:
            to.close()
