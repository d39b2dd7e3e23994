"""What every answer must be, whatever was sent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from tools.fuzzing.call import Input
from tools.fuzzing.sheets import HTML, faults_of_page, is_of_ours
from tools.fuzzing.texts import MARKER
from tools.fuzzing.wire import Answer, Garbled, Heard, answers_in

OUR_WORKS = (b"Traceback", b'File "', b"sqlalchemy", b"aiohttp", b"/work/", b"site-packages")
OF_FILES = (412, 416)  # a condition or a span of a file that does not hold: there is no more to say
FORMS = re.compile(rb'href="/chat\?[a-z0-9_=]+(&amp;[a-z0-9_=]+)?"')
JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Judge:
    """Knows the files that are served; a page that differs from them holds something sent."""

    files: frozenset[bytes]

    def faults(self, given: Input, heard: Heard) -> list[str]:
        """Return what is wrong with what came back; nothing, as a rule."""
        if not heard.ended:
            return ["the connection does not end"]
        try:
            answers = answers_in(heard.raw, given.methods)
        except (Garbled, ValueError) as error:
            # Where we hung up, or were hung up on, an answer may be cut.
            return [f"garbled: {error}"] if given.whole and not heard.reset else []
        found = [
            fault if len(answers) == 1 else f"answer {n}: {fault}"
            for n, answer in enumerate(answers, 1)
            for fault in self._of(answer, given.api)
        ]
        if given.whole and not heard.reset and len(answers) != len(given.methods):
            found.append(f"{len(answers)} answers to {len(given.methods)} requests")
        return found

    def _of(self, answer: Answer, api: bool) -> Iterator[str]:
        if answer.status >= 500:
            yield f"status {answer.status}"
        if answer.status == 202:  # the Rasa beside it answers at once
            yield "status 202: a message hangs"
        led = answer.headers.get("location", "")
        if 300 <= answer.status < 400 and answer.status != 304 and (api or not is_of_ours(led)):
            yield f"status {answer.status}: leads elsewhere"
        if any(word in answer.body for word in OUR_WORKS):
            yield "tells of our works"
        if answer.headers.get("x-content-type-options") != "nosniff":
            yield f"status {answer.status} without our headers"
        if any(letter.isdigit() for letter in answer.headers.get("server", "")):
            yield "tells a version"
        if any(MARKER in value for value in answer.headers.values()):
            yield "a header holds what was sent"
        if answer.body or answer.status >= 400:
            yield from self._of_body(answer, api)

    def _of_body(self, answer: Answer, api: bool) -> Iterator[str]:
        if answer.method == "HEAD" and not answer.body:
            return
        if answer.kind == JSON:
            yield from _of_json(answer)
        elif answer.status == 200 and _plain(answer.body) in self.files and not api:
            return
        elif answer.kind == HTML and not api:
            yield from faults_of_page(answer.body)
        elif answer.status in OF_FILES and not answer.body and not api:
            return
        elif answer.status >= 400 or api:
            yield f"status {answer.status} as {answer.kind or 'nothing'}, not JSON"
        elif answer.status == 200 and answer.body not in self.files:
            yield f"a file that is not ours, as {answer.kind}"
        elif answer.status != 200 and not any(answer.body in one for one in self.files):
            yield f"a part of no file of ours, as {answer.kind}"


def _plain(page: bytes) -> bytes:
    """Return the page at "/" as it is when its address asks for nothing."""
    return FORMS.sub(b'href="/chat"', page)


def _of_json(answer: Answer) -> Iterator[str]:
    try:
        said = json.loads(answer.body.decode(), parse_constant=_refuse)
        json.dumps(said, ensure_ascii=False).encode()
    except ValueError:
        yield f"status {answer.status} with bad JSON"
        return
    if answer.status < 400:
        return
    error = said.get("error") if isinstance(said, dict) else None
    if not isinstance(error, dict) or set(error) != {"code", "message"} or len(said) != 1:
        yield f"status {answer.status} not in the contract's form"
    elif not all(isinstance(one, str) and one for one in error.values()):
        yield f"status {answer.status} with an error that says nothing"
    elif len(answer.body) > 2000:
        yield f"status {answer.status} as long as what was sent"


def _refuse(constant: str) -> None:
    raise ValueError(constant)
