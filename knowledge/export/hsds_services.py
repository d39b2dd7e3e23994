"""A programme as HSDS 3.0 has it: a service, its lines and all that is said of it. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from knowledge.answers import Knowledge, Question
from knowledge.basics import Bilingual
from knowledge.eligibility.models import Criterion
from knowledge.eligibility.programmes import criteria_of
from knowledge.eligibility.verdict import opening
from knowledge.eligibility.words import in_words
from knowledge.export.data import OPENNESS
from knowledge.export.hsds_parts import ORGANIZATION, Json, Owner, Parts, filled, ident, named
from knowledge.models import Programme
from knowledge.reply import OLD

# HSDS knows no "unknown": what may have ended is not shown as if it ran; `alert` says the rest.
STATUS = {"active": "active", "ended": "defunct", "unknown": "inactive"}
RESIDENCE = Bilingual(
    fr="Les personnes à qui le programme s'adresse vivent ici.",
    en="The people whom the programme is for live here.",
)
COUNTRIES = Bilingual(
    fr="On part de ce pays ou on y va, d'après les sources.",
    en="People go from or to this country, as published.",
)
ONLY = Bilingual(fr="seulement si {}", en="only if {}")


def service(parts: Parts, programme: Programme, today: date) -> Json:
    """Return a programme without what it has several of."""
    return filled(
        {
            "id": ident("service", programme.id),
            "organization_id": ORGANIZATION,
            "name": parts.told(programme.name),
            "alternate_name": programme.acronym,
            "description": parts.cited(parts.told(programme.summary), named(programme.sources)),
            "email": parts.email(own_lines(parts.knowledge, programme)),
            "status": STATUS[programme.status],
            "application_process": _steps(parts, programme),
            "eligibility_description": _conditions(parts, programme),
            "alert": _alert(parts, programme, today),
            "last_modified": f"{modified(parts.knowledge, programme)}T00:00:00Z",
        }
    )


def belongings(parts: Parts, programme: Programme) -> Json:
    """Return what a programme has several of."""
    owner = Owner("service", ident("service", programme.id))
    lines = own_lines(parts.knowledge, programme)
    return {
        "phones": parts.phones(owner, lines),
        "contacts": parts.contacts(owner, lines),
        "service_areas": [
            *_areas(parts, owner, RESIDENCE, programme.residence),
            *_areas(parts, owner, COUNTRIES, programme.countries),
        ],
        "required_documents": [
            owner.part(
                "document", str(n), document=parts.cited(parts.told(one.text), named(one.sources))
            )
            for n, one in enumerate(programme.documents, 1)
        ],
        "attributes": list(_attributes(parts, owner, programme)),
    }


def own_lines(knowledge: Knowledge, programme: Programme) -> list[str]:
    """Return the lines of IOM that are given for a programme, the first one first."""
    told = knowledge.answer(Question("contact_programme", programme.id))
    given = list(told.contacts) if told and programme.id in told.programmes else []
    held = programme.eligibility
    of_offices = {key for one in knowledge.content.offices.values() for key in one.contacts}
    every = dict.fromkeys([*given, *(held.contacts if held else ())])
    return [key for key in every if key in of_offices]


def modified(knowledge: Knowledge, programme: Programme) -> date:
    """Return the day of the newest text; the time of day is not known."""
    texts = (programme, *_criteria(knowledge, programme))
    return max(day for one in texts for day in (one.written.fr, one.written.en))


def _criteria(knowledge: Knowledge, programme: Programme) -> list[Criterion]:
    return [one for one in criteria_of(knowledge, programme) if one.servable]


def _conditions(parts: Parts, programme: Programme) -> str:
    held, criteria = programme.eligibility, _criteria(parts.knowledge, programme)
    after = (held.note, held.not_published, held.afterwards) if held else ()
    lines = [f"– {_condition(parts, one)}" for one in criteria]
    lines += [parts.told(one) for one in after if one]
    return parts.cited("\n".join(lines), named(*(one.sources for one in criteria)))


def _condition(parts: Parts, criterion: Criterion) -> str:
    """Return a condition in words, with for whom it holds and what stays open about it."""
    more = []
    if criterion.gate:
        gate = in_words(criterion.gate, parts.knowledge.content, parts.language)
        more.append(parts.told(ONLY).format(gate))
    if criterion.unsettled:
        more.append(parts.told(criterion.unsettled).removesuffix("."))
    return "".join([parts.told(criterion.label), *(f" ({one})" for one in more)])


def _steps(parts: Parts, programme: Programme) -> str:
    steps = [f"{n}. {parts.told(one.text)}" for n, one in enumerate(programme.steps, 1)]
    return parts.cited("\n".join(steps), named(*(one.sources for one in programme.steps)))


def _alert(parts: Parts, programme: Programme, today: date) -> str:
    texts = (programme, *_criteria(parts.knowledge, programme))
    said = [] if programme.status == "active" else [opening(programme, parts.language)]
    if any(parts.knowledge.stale(one, today) for one in texts):
        said.append(parts.told(OLD))
    return "\n".join(said)


def _areas(parts: Parts, owner: Owner, about: Bilingual, codes: list[str]) -> Iterator[Json]:
    for code in codes:
        told = {"name": parts.country(code), "description": parts.told(about)}
        area = owner.part("area", f"{about.en}/{code}", **told)
        coded = Owner("service_area", area["id"]).attribute("country", code)
        yield {**area, "attributes": [coded]}


def _attributes(parts: Parts, owner: Owner, programme: Programme) -> Iterator[Json]:
    yield owner.attribute("identifier", programme.id)
    yield owner.attribute("status", OPENNESS[programme.status])
    if programme.ended:
        yield owner.attribute("ended", programme.ended)
    if programme.successor:
        yield owner.attribute("successor", ident("service", programme.successor))
    for key in programme.topics:
        term = parts.topic(key)
        yield owner.attribute("topic", None, taxonomy_term_id=term["id"], taxonomy_term=term)
