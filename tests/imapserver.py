"""A real IMAP server on loopback: pymap, with its mailbox in memory."""

import asyncio
import imaplib
from argparse import Namespace
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email.message import EmailMessage

from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer

USER, PASSWORD = "servicecenter", "geheim"


@dataclass
class Imap:
    port: int

    async def put(self, *mails: EmailMessage | bytes) -> None:
        """As a mail server delivers them."""

        def append() -> None:
            with self._logged_in() as client:
                for each in mails:
                    content = each if isinstance(each, bytes) else each.as_bytes()
                    assert client.append("INBOX", "", imaplib.Time2Internaldate(0), content)[0] == "OK"

        await asyncio.to_thread(append)

    async def flags(self) -> list[str]:
        """Of each mail, in their order."""

        def fetch() -> list[str]:
            with self._logged_in() as client:
                client.select("INBOX", readonly=True)
                return [
                    " ".join(sorted(flag.decode() for flag in imaplib.ParseFlags(line) if flag != b"\\Recent"))
                    for line in client.fetch("1:*", "(FLAGS)")[1]
                    if isinstance(line, bytes)
                ]

        return await asyncio.to_thread(fetch)

    def _logged_in(self) -> imaplib.IMAP4:
        client = imaplib.IMAP4("127.0.0.1", self.port, timeout=5)
        client.login(USER, PASSWORD)
        return client


@asynccontextmanager
async def imap_server() -> AsyncIterator[Imap]:
    args = Namespace(
        host="127.0.0.1", port=0, debug=False, tls=False, cert=None, key=None, proxy_protocol=None, passlib_cfg=None,
        demo_data=False, demo_user=USER, demo_password=PASSWORD, inherited_sockets=None,
    )  # fmt: skip
    backend, config = await DictBackend.init(args, secure_auth=False, reject_dnsbl=False)
    config.apply_context()
    serve = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield Imap(server.sockets[0].getsockname()[1])
    finally:
        server.close()
        await server.wait_closed()
