"""Asks addresses whether they still answer: politely, bounded, and nothing inside the own network unless allowed.

The only module that asks anything outside. Nothing is read of an answer but its status and where it leads.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL

from servicecenter.feedback.links import Answered, Probed

HOSTS_AT_ONCE = 4
REDIRECTS = 5
HEADERS = {"User-Agent": "servicecenter link check", "Accept": "*/*"}
_LEADS_ON, _FOR_GOOD = frozenset({301, 302, 303, 307, 308}), frozenset({301, 308})
_NOT_FOR_PROGRAMS = frozenset({401, 403, 405, 406, 429, 451})


class PrivateAddress(OSError):
    """A name that leads inside: loopback, the own network, a cloud's metadata."""


@dataclass(frozen=True)
class Prober:
    """`private`: whether addresses inside may be asked, for an intranet."""

    private: bool = False
    timeout_seconds: float = 10.0

    async def probe(self, urls: Collection[str]) -> dict[str, Probed]:
        """Each host is asked one address at a time, some hosts side by side."""
        by_host: defaultdict[str, list[str]] = defaultdict(list)
        for url in urls:
            by_host[_host(url)].append(url)
        some = asyncio.Semaphore(HOSTS_AT_ONCE)
        found: dict[str, Probed] = {}

        async def of_host(own: Sequence[str]) -> None:
            async with some, self._client() as client:
                for url in own:
                    found[url] = await self._follow(client, url)

        await asyncio.gather(*(of_host(own) for own in by_host.values()))
        return found

    @asynccontextmanager
    async def _client(self) -> AsyncIterator[ClientSession]:
        resolver = ThreadedResolver() if self.private else PublicOnly()
        connector = TCPConnector(resolver=resolver, limit_per_host=1, use_dns_cache=False, force_close=True)
        timeout = ClientTimeout(total=self.timeout_seconds)
        async with ClientSession(
            connector=connector, timeout=timeout, headers=HEADERS, cookie_jar=DummyCookieJar()
        ) as client:
            yield client

    async def _follow(self, client: ClientSession, url: str) -> Probed:
        """Redirects by hand: each step may lead inside."""
        here, for_good = url, True
        try:
            for _ in range(REDIRECTS + 1):
                if not self.private and _is_literally_private(here):
                    return Probed(Answered.PRIVATE)
                status, location = await _ask(client, here)
                if status not in _LEADS_ON or not location:
                    return _probed(status, moved_to=here if here != url and for_good else "")
                here, for_good = str(URL(here).join(URL(location))), for_good and status in _FOR_GOOD
        except TimeoutError:
            return Probed(Answered.SILENT)
        except ClientConnectorError as error:
            inside = isinstance(error.os_error, PrivateAddress)
            return Probed(Answered.PRIVATE if inside else Answered.UNREACHABLE)
        except (ClientError, ValueError, OSError):  # ValueError: what leads on is no address
            return Probed(Answered.UNREACHABLE)
        return Probed(Answered.CIRCLE)


class PublicOnly(AbstractResolver):
    """Refuses names that lead inside, in the moment they are connected to: asked before, they could lead elsewhere."""

    def __init__(self) -> None:
        self._inner = ThreadedResolver()

    async def resolve(self, host: str, port: int = 0, family: int = 0) -> list[ResolveResult]:
        found = await self._inner.resolve(host, port, family)  # type: ignore[arg-type]  # the same parameters
        if not all(is_public(each["host"]) for each in found):
            raise PrivateAddress(host)
        return found

    async def close(self) -> None:
        await self._inner.close()


def is_public(address: str) -> bool:
    """Whether an IP address lies in the open internet."""
    given = ip_address(address.partition("%")[0])
    plain = (given.ipv4_mapped or given) if isinstance(given, IPv6Address) else given
    return plain.is_global and not plain.is_multicast


async def _ask(client: ClientSession, url: str) -> tuple[int, str]:
    """HEAD, and GET where a server does not like that; no body is read, however large it is."""
    async with client.head(url, allow_redirects=False) as answer:
        if answer.status < 400:
            return answer.status, answer.headers.get("Location", "")
    async with client.get(url, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", "")


def _probed(status: int, moved_to: str) -> Probed:
    if status in _NOT_FOR_PROGRAMS:
        return Probed(Answered.REFUSED, status)
    if status >= 400:
        return Probed(Answered.BROKEN if status >= 500 else Answered.GONE, status)
    return Probed(Answered.MOVED if moved_to else Answered.OK, status, moved_to)


def _host(url: str) -> str:
    try:
        return URL(url).host or ""
    except ValueError:
        return ""


def _is_literally_private(url: str) -> bool:
    """An IP address written out is connected to without asking any resolver."""
    try:
        return not is_public(_host(url))
    except ValueError:  # a name: the resolver looks
        return False
