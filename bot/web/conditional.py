"""An answer that whoever has it already need not be sent again; else packed for who takes that."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import blake2b

from aiohttp import hdrs, web

from bot.web.assets import takes_gzip

WORTH = 1024  # bytes from which on packing pays


@dataclass(frozen=True)
class Encoded:
    """The bytes of an answer, plain and packed, and the tag by which it is known."""

    raw: bytes
    packed: bytes | None
    tag: str

    @classmethod
    def of(cls, raw: bytes) -> Encoded:
        """Pack what is to be sent and make its tag: some milliseconds of work when it is long."""
        packed = gzip.compress(raw, compresslevel=6, mtime=0) if len(raw) >= WORTH else None
        return cls(raw, packed, blake2b(raw, digest_size=12).hexdigest())

    @property
    def size(self) -> int:
        """Return how many bytes are held."""
        return len(self.raw) + len(self.packed or b"")

    def response(self, request: web.Request, kind: str = "application/json") -> web.Response:
        """Return the answer, or 304 when the caller has this very one."""
        asked = {one.value for one in request.if_none_match or ()}
        # May be kept, but is asked about each time.
        headers = {"Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
        accepted = ",".join(request.headers.getall("Accept-Encoding", ()))
        packs = self.packed if takes_gzip(accepted) else None
        # Packed and plain are not the same bytes, so not of the same tag; known by either.
        other = f"{self.tag}-gzip"
        headers[hdrs.ETAG] = f'"{other if packs else self.tag}"'
        if asked & {self.tag, other, "*"}:
            return web.Response(status=304, headers=headers)
        headers["Content-Type"] = f"{kind}; charset=utf-8"
        if packs:
            headers["Content-Encoding"] = "gzip"
        return web.Response(body=packs or self.raw, headers=headers)
