"""Scripts and styles, for our own pages and for the pages of others that embed the chat.

They are read once, at start: a page never gets a script of today with a style of yesterday. They
hold nothing about anybody, so every site may load them; what the API says stays with the sites
that the operator named.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from aiohttp import ETag, web

from bot.web.errors import ApiError
from bot.web.joined import joined, spare, spare_style

FOLDER = Path(__file__).parent / "static"
ENTRY = "chat.js"  # goes out with all that it imports in it, and by a short name for host pages
TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
FOR_EVERYBODY = {
    "Access-Control-Allow-Origin": "*",  # modules are always fetched by CORS
    "Cross-Origin-Resource-Policy": "cross-origin",
    # A new version is everywhere within minutes, and nobody waits for the question whether it is.
    "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
    "Vary": "Accept-Encoding",
}


@dataclass(frozen=True)
class Asset:
    """A file as it goes out."""

    kind: str
    plain: bytes
    packed: bytes
    tag: ETag

    @classmethod
    def read(cls, path: Path) -> Asset:
        """Read a file; what only people read in it stays here."""
        if path.name == ENTRY:
            return cls.of(joined(path).encode(), TYPES[path.suffix])
        less = spare if path.suffix == ".js" else spare_style
        return cls.of(less(path.read_text(encoding="utf-8")).encode(), TYPES[path.suffix])

    @classmethod
    def of(cls, plain: bytes, kind: str) -> Asset:
        """Pack bytes; the tag is weak, since packed and plain are the same to whoever reads."""
        tag = ETag(blake2b(plain, digest_size=12).hexdigest(), is_weak=True)
        return cls(kind, plain, gzip.compress(plain, mtime=0), tag)

    def response(self, request: web.Request) -> web.Response:
        """Return the file, packed for who takes that, or that nothing has changed."""
        known = {one.value for one in request.if_none_match or ()}
        response = web.Response(headers={**FOR_EVERYBODY, "Content-Type": self.kind})
        response.etag = self.tag
        if known & {self.tag.value, "*"}:
            response.set_status(304)
        elif takes_gzip(request.headers.get("Accept-Encoding", "")):
            response.headers["Content-Encoding"] = "gzip"
            response.body = self.packed
        else:
            response.body = self.plain
        return response


def routes() -> list[web.RouteDef]:
    """Return the routes of the files, and the short one that stands in host pages."""
    held = {one.name: Asset.read(one) for one in sorted(FOLDER.iterdir()) if one.suffix in TYPES}

    async def static(request: web.Request) -> web.Response:
        """Serve one file."""
        asset = held.get(request.match_info["name"])
        if asset is None:  # the pages in this folder have gaps, which others fill
            raise ApiError(404, "not_found")
        return asset.response(request)

    async def short(request: web.Request) -> web.Response:
        """Serve the one script that a page of others needs."""
        return held[ENTRY].response(request)

    return [web.get("/static/{name}", static), web.get("/chat.js", short)]


def takes_gzip(accepted: str) -> bool:
    """Tell whether an Accept-Encoding has gzip in it, and not at a weight of nought."""
    for one in accepted.lower().split(","):
        coding, _, weight = one.partition(";")
        if coding.strip() in ("gzip", "x-gzip"):
            return weight.replace(" ", "").removeprefix("q=").strip("0.") != "" or not weight
    return False
