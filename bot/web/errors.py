"""Errors as the contract has them: JSON, in both languages, never a stack trace."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, ClassVar

from aiohttp import web

from bot.logs import tell
from knowledge.database import DatabaseAway

log = logging.getLogger("bot.web")
MESSAGES = {
    "bad_json": "Le corps n'est pas du JSON valable. / The body is not valid JSON.",
    "field_unknown": "Un champ inconnu ; admis : / An unknown field; there are:",
    "bad_request": "Requête incompréhensible. / The request makes no sense.",
    "unauthorized": "Jeton absent ou expiré. / The token is missing or has expired.",
    "forbidden": "Cela ne vous est pas permis. / You are not allowed to do this.",
    "not_found": "Introuvable. / Not found.",
    "method_not_allowed": "Méthode non admise ici. / This method is not allowed here.",
    "button_unknown": "Ce bouton n'a pas été proposé. / This button was not offered.",
    "bad_message": "Envoyez un texte ou un bouton. / Send either a text or a button.",
    "bad_after": "after : un numéro de message, 0 ou plus. / after: a message number, 0 or more.",
    "bad_client_message_id": "client_message_id, follows : de 1 à 128 caractères imprimables. / "
    "client_message_id, follows: 1 to 128 printable characters.",
    "bad_page": "limit : un nombre admis ; after : comme next le donne. / limit: a number that is "
    "allowed; after: as next gives it.",
    "text_empty": "Le message est vide. / The message is empty.",
    "text_too_long": "1 000 caractères au plus. / At most 1,000 characters.",
    "too_slow": "Envoi trop lent ; réessayez. / Sent too slowly; please try again.",
    "body_too_large": "Message trop volumineux. / The message is too large.",
    "too_many_messages": "Trop de messages à la fois ; attendez un peu. / Too many messages at "
    "once; please wait a little.",
    "too_many_streams": "Trop de flux ouverts pour cette conversation. / Too many streams are open "
    "for this conversation.",
    "too_many_codes": "Trop d'essais ; attendez un peu. / Too many tries; please wait a little.",
    "bad_code": "Le code : trois mots et quatre chiffres. / The code: three words and four digits.",
    "bad_feedback": "useful : true ou false ; comment : null ou 500 caractères au plus. / useful: "
    "true or false; comment: null or at most 500 characters.",
    "not_a_reply": "Seules les réponses de l'assistant s'évaluent. / Only replies of the assistant "
    "can be rated.",
    "bad_days": "days : 7 ou 0. / days: 7 or 0.",
    "no_case": "Possible seulement quand une demande est ouverte. / Only possible while a request "
    "is open.",
    "nobody_reads": "Personne ne lit ce chat : n'y laissez ni numéro ni adresse. / Nobody reads "
    "this chat: leave no number or address here.",
    "consent_needed": "consent : true, ou rien n'est gardé. / consent: true, or nothing is kept.",
    "bad_contact": "Donnez un numéro avec le code du pays (+31 6…), ou une adresse "
    "électronique. / Give a number with its country code (+31 6…), or an e-mail address.",
    "bad_language": "Langue : fr ou en. / Language: fr or en.",
    "bad_country": "country : deux lettres, NL par exemple. / country: two letters, such as NL.",
    "bad_status": "status : open, closed ou unknown. / status: open, closed or unknown.",
    "bad_profile": "Profil incorrect. / The profile is wrong.",
    "bad_parameter": "Un paramètre ne va pas. / A parameter is wrong.",
    "bad_payload": "Ce n'est aucun message de cette plateforme. / This is no message of this "
    "platform.",
    "database_away": "Le service ne répond pas en ce moment ; réessayez dans quelques secondes. / "
    "The service is not answering at the moment; please try again in a few seconds.",
    "earlier_missing": "Le message d'avant n'est pas encore arrivé ; réessayez dans 2 secondes. / "
    "The message before has not arrived yet; please try again in 2 seconds.",
    "broken": "Une erreur de notre côté ; réessayez. / An error on our side; please try again.",
}
LATER = 5  # seconds after which to try again with a database that is away
SAFE = {
    # The page has one script, one style sheet, an empty icon, and speaks with its own host only.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; img-src data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Server": "iom-assistant",  # aiohttp's own tells versions
}


class ApiError(Exception):
    """An answer of the contract that is not a success; `detail` says more, in English."""

    messages: ClassVar[Mapping[str, str]] = MESSAGES

    def __init__(
        self,
        status: int,
        code: str,
        retry_after: int | None = None,
        headers: Mapping[str, str] | None = None,
        detail: str = "",
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code)
        self.more = more or {}
        self.detail = detail
        self.status = status
        self.code = code
        self.headers = dict(headers or {})
        if retry_after:
            self.headers["Retry-After"] = str(retry_after)

    def response(self) -> web.Response:
        """Return the JSON answer."""
        message = f"{self.messages[self.code]} {self.detail}".strip()
        body = {"error": {"code": self.code, "message": message}, **self.more}
        return web.json_response(body, status=self.status, headers=self.headers)


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
# aiohttp forbids the listing of a folder; to the world there is nothing there.
OF_STATUS = {
    403: (404, "not_found"),
    404: (404, "not_found"),
    405: (405, "method_not_allowed"),
    413: (413, "body_too_large"),
}


def _of_aiohttp(error: web.HTTPException) -> ApiError:
    status, code = OF_STATUS.get(error.status, (error.status, "bad_request"))
    allowed = error.headers.get("Allow")
    return ApiError(status, code, headers={"Allow": allowed} if allowed else None)


@web.middleware
async def errors_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into the contract's form."""
    try:
        return await handler(request)
    except ApiError as error:
        return error.response()
    except web.RequestPayloadError:  # it says gzip, and is none
        refused = ApiError(400, "bad_json").response()
        refused.force_close()  # where the next request begins is not known
        return refused
    except web.HTTPException as error:
        if error.status < 400:
            raise
        return _of_aiohttp(error).response()
    except DatabaseAway:
        tell(log, logging.WARNING, "database away", handler=request.match_info.handler.__name__)
        return ApiError(503, "database_away", retry_after=LATER).response()
    except ConnectionResetError:  # who asked has gone; aiohttp lets it rest
        raise
    except Exception as error:
        number = secrets.token_hex(4)  # who is told it helps us to find the line
        where, kind = request.match_info.handler.__name__, type(error).__name__
        tell(log, logging.ERROR, "request failed", handler=where, kind=kind, number=number)
        return ApiError(500, "broken", detail=f"[{number}]").response()


@web.middleware
async def safe_headers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Add the headers that keep a page to itself."""
    response = await handler(request)
    response.headers.update(SAFE)
    if response.status >= 400 or request.path.startswith(("/api/", "/health/")):
        response.headers.setdefault("Cache-Control", "no-store")
    return response


async def no_expectation(request: web.Request, response: web.StreamResponse) -> None:
    """Answer an Expect that we do not know in our form: aiohttp does so before any middleware."""
    if response.status == 417 and isinstance(response, web.HTTPException):
        told = ApiError(417, "bad_request").response().text or ""
        response.text = told
        response.content_type = "application/json"
        response.headers.update(SAFE)
        response.headers["Content-Length"] = str(len(told.encode("utf-8")))


class JsonProtocol(web.RequestHandler):
    """Answers in the contract's form even what is no HTTP."""

    __slots__ = ()

    def log_exception(self, *args: object, **named: object) -> None:
        """Log one line; aiohttp's own would trace, and a stranger could fill the log with that."""
        error = named.get("exc_info")
        strange = isinstance(error, web.RequestPayloadError)  # what was sent is broken, not we
        level = logging.DEBUG if strange else logging.ERROR
        tell(log, level, "connection failed", kind=type(error).__name__)

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        """Return an error; aiohttp's own would quote and log what a stranger sent."""
        if request.writer.output_size > 0:
            raise ConnectionError("part of an answer is out already")
        if isinstance(exc, UnicodeEncodeError):  # aiohttp quotes an Expect that is no text
            status = 400
        response = ApiError(status, "bad_request" if status < 500 else "broken").response()
        response.headers.update(SAFE)
        response.headers["Cache-Control"] = "no-store"
        response.force_close()
        return response
