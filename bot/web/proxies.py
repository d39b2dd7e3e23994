"""Who called, behind proxies of the operator's: tries are counted by that address."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address

from aiohttp import web
from aiohttp.typedefs import Middleware

from bot.settings import Network
from bot.web.errors import Handler

HEADER = "X-Forwarded-For"


def seen_through(proxies: tuple[Network, ...]) -> Middleware:
    """Return what tells the handlers after it who called, instead of which proxy did."""

    @web.middleware
    async def through(request: web.Request, handler: Handler) -> web.StreamResponse:
        told = ",".join(request.headers.getall(HEADER, []))
        before = caller(request.remote or "", told, proxies) if proxies and told else None
        return await handler(request.clone(remote=before) if before else request)

    return through


def caller(peer: str, told: str, proxies: tuple[Network, ...]) -> str:
    """Return the first address on the way back from us that is no proxy.

    `told`: addresses as the proxies wrote them, the nearest last. Those that stand before the
    first stranger anybody may have made up.
    """
    address = peer
    for one in reversed(told.split(",")):
        here, before = _read(address), _read(one.strip())
        if before is None or here is None or not any(here in network for network in proxies):
            break
        address = str(before)
    return address


def _read(written: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(written)
    except ValueError:
        return None
    # Of who calls by IPv4 where both are listened to.
    return getattr(found, "ipv4_mapped", None) or found
