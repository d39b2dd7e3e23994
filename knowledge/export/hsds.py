"""The knowledge as an HSDS 3.0 directory (Open Referral). Pure: a release in, JSON out.

A programme is a service, IOM the organization, an office a location. Only what the base holds is
stated: what HSDS has room for and nobody told us is left out. docs/hsds.md has the whole table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from knowledge.answers import Knowledge
from knowledge.basics import Bilingual, Language
from knowledge.export.data import offices, programmes, says
from knowledge.export.hsds_finding import Wanted
from knowledge.export.hsds_parts import Json, Owner, Parts, filled, ident
from knowledge.export.hsds_places import (
    location,
    organization,
    whole_location,
    whole_organization,
)
from knowledge.export.hsds_services import belongings, own_lines, service
from knowledge.models import Office, Programme

META = {
    "version": "3.0",
    # Nothing is added to HSDS and nothing taken away: it is its own profile.
    "profile": "https://github.com/openreferral/specification/tree/3.0",
    "openapi_url": "https://raw.githubusercontent.com/openreferral/specification/3.0/schema/openapi.json",
}
ASK = Bilingual(
    fr="C'est ici que l'on se renseigne sur ce programme.",
    en="This is where to ask about the programme.",
)
SHORT = ("id", "organization_id", "name", "status")
Pair = tuple[Programme, Office]


@dataclass(frozen=True)
class Hsds:
    """A release in one language, on one day. Each record comes as lists have it, and whole."""

    knowledge: Knowledge
    language: Language
    today: date

    @cached_property
    def _parts(self) -> Parts:
        return Parts(self.knowledge, self.language)

    def service(self, programme: Programme) -> Json:
        """Return a programme."""
        found = service(self._parts, programme, self.today)
        return {**found, "organization": organization(self._parts)}

    def minimal(self, programme: Programme) -> Json:
        """Return the id of a programme, and when it changed."""
        found = service(self._parts, programme, self.today)
        return {"id": found["id"], "modified_date": found["last_modified"]}

    def whole_service(self, programme: Programme) -> Json:
        """Return a programme with all that belongs to it, and where to ask about it."""
        at = [self._linked(pair, whole=True) for pair in self._at(programme)]
        more = {**belongings(self._parts, programme), "service_at_locations": at}
        return filled({**self.service(programme), **more})

    def organization(self) -> Json:
        """Return IOM."""
        return organization(self._parts)

    def whole_organization(self, full_service: bool = False) -> Json:
        """Return IOM with offices and programmes; `full_service`: with all that these have."""
        services = []
        for one in self._programmes():
            told = self.whole_service(one) if full_service else self.service(one)
            kept = told.keys() - {"organization"} if full_service else SHORT
            services.append({key: value for key, value in told.items() if key in kept})
        return whole_organization(self._parts, services)

    def at_location(self, pair: Pair) -> Json:
        """Return that a programme is told of in an office."""
        return {**self._linked(pair), "service": self.service(pair[0])}

    def whole_at_location(self, pair: Pair) -> Json:
        """Return that a programme is told of in an office, with all of both."""
        programme, _ = pair
        told = {**self.service(programme), **belongings(self._parts, programme)}
        return {**self._linked(pair, whole=True), "service": filled(told)}

    def services(self, wanted: Wanted) -> list[Programme]:
        """Return the programmes that fit."""
        fit = {one.id for one in programmes(self.knowledge, wanted.search)}
        return [one for one in self._filtered(wanted) if one.id in fit]

    def organizations(self, search: str) -> list[Json]:
        """Return IOM if it fits."""
        found = self.organization()
        every = (found[key] for key in ("name", "alternate_name", "description"))
        return [found] if says(search, *every) else []

    def at_locations(self, wanted: Wanted) -> list[Pair]:
        """Return what is told of where, as far as programme or office fit the search."""
        told = {one.id for one in programmes(self.knowledge, wanted.search)}
        told_in = {one.id for one in offices(self.knowledge, wanted.search)}
        fit = {one.id for one in self._filtered(wanted)}
        return [
            (programme, office)
            for programme, office in self.pairs()
            if programme.id in fit and (programme.id in told or office.id in told_in)
        ]

    def pairs(self) -> list[Pair]:
        """Return each programme that may still run with each office that tells of it."""
        return [pair for one in self._programmes() for pair in self._at(one)]

    def _programmes(self) -> list[Programme]:
        return [one for _, one in sorted(self.knowledge.content.programmes.items())]

    def _filtered(self, wanted: Wanted) -> list[Programme]:
        return [one for one in self._programmes() if wanted.fits(one, self.knowledge)]

    def _at(self, programme: Programme) -> Iterator[Pair]:
        """Yield the offices whose lines are given for a programme; one that has ended has none."""
        lines = set(own_lines(self.knowledge, programme))
        for _, office in sorted(self.knowledge.content.offices.items()):
            named = self._parts.current(key for key in office.contacts if key in lines)
            if programme.status != "ended" and any(one.kind != "web" for _, one in named):
                yield programme, office

    def _linked(self, pair: Pair, whole: bool = False) -> Json:
        programme, office = pair
        owner = Owner("service_at_location", pair_id(pair))
        lines = [one for one in own_lines(self.knowledge, programme) if one in office.contacts]
        place = (whole_location if whole else location)(self._parts, office)
        more = {
            "phones": self._parts.phones(owner, lines),
            "contacts": self._parts.contacts(owner, lines),
        }
        return filled(
            {
                "id": owner.id,
                "service_id": ident("service", programme.id),
                "location_id": ident("location", office.id),
                "description": self._parts.told(ASK),
                "location": place,
                **(more if whole else {}),
            }
        )


def pair_id(pair: Pair) -> str:
    """Return the UUID of a programme in an office."""
    programme, office = pair
    return ident("service_at_location", programme.id, office.id)
