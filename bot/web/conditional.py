"""An answer that whoever has it already need not be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

from aiohttp import ETag, web


@dataclass(frozen=True)
class Encoded:
    """The bytes of an answer, and the tag by which it is known."""

    raw: bytes
    tag: ETag

    @classmethod
    def of(cls, raw: bytes) -> Encoded:
        """Make the tag of what is to be sent."""
        return cls(raw, ETag(blake2b(raw, digest_size=12).hexdigest()))

    def response(self, request: web.Request, kind: str = "application/json") -> web.Response:
        """Return the answer, or 304 when the caller has this very one."""
        asked = {one.value for one in request.if_none_match or ()}
        known = bool(asked & {self.tag.value, "*"})  # also when a proxy made the tag a weak one
        body = None if known else self.raw
        response = web.Response(status=304 if known else 200, body=body)
        response.content_type, response.charset = kind, "utf-8"
        response.etag = self.tag
        response.headers["Cache-Control"] = "no-cache"  # may be kept, but asked about each time
        return response
