"""Errors as the contract has them: JSON, in both languages, never a stack trace."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable

from aiohttp import web

log = logging.getLogger("bot.web")
MESSAGES = {
    "bad_json": "Le corps n'est pas du JSON valable. / The body is not valid JSON.",
    "unauthorized": "Jeton absent ou expiré. / The token is missing or has expired.",
    "not_found": "Introuvable. / Not found.",
    "method_not_allowed": "Méthode non admise ici. / This method is not allowed here.",
    "button_unknown": "Ce bouton n'a pas été proposé. / This button was not offered.",
    "bad_message": "Envoyez un texte ou un bouton. / Send either a text or a button.",
    "text_empty": "Le message est vide. / The message is empty.",
    "text_too_long": "1 000 caractères au plus. / At most 1,000 characters.",
    "body_too_large": "Message trop volumineux. / The message is too large.",
    "too_many_messages": "Trop de messages à la fois ; attendez un peu. / Too many messages at "
    "once; please wait a little.",
    "bad_language": "Langue : fr ou en. / Language: fr or en.",
    "broken": "Une erreur de notre côté ; réessayez. / An error on our side; please try again.",
}


class ApiError(Exception):
    """An answer of the contract that is not a success."""

    def __init__(self, status: int, code: str, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after

    def response(self) -> web.Response:
        """Return the JSON answer."""
        body = {"error": {"code": self.code, "message": MESSAGES[self.code]}}
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after else None
        return web.json_response(body, status=self.status, headers=headers)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
OF_STATUS = {404: "not_found", 405: "method_not_allowed", 413: "body_too_large"}


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into the contract's form."""
    try:
        return await handler(request)
    except ApiError as error:
        return error.response()
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return ApiError(error.status, OF_STATUS.get(error.status, "bad_message")).response()
    except Exception as error:
        log.error(
            "request failed path=%s kind=%s", request.match_info.handler, type(error).__name__
        )
        return ApiError(500, "broken").response()


@web.middleware
async def safe_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the headers that keep a page to itself."""
    response = await handler(request)
    response.headers.update(
        {
            "Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'; "
            "base-uri 'none'; form-action 'self'",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
            "X-Frame-Options": "DENY",
        }
    )
    if request.path.startswith("/api/"):
        response.headers["Cache-Control"] = "no-store"
    return response
