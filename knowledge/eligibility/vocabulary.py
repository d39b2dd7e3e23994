"""What may be known of a person, and of what type. Strict: a wrong type is an error, not a no."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["flag", "choice", "number", "listing", "text"]
Profile = Mapping[str, Any]
COUNTRY = re.compile(r"[A-Z]{2}")
LANGUAGE = re.compile(r"[A-Z][A-Za-z' -]{1,39}")
LONGEST = 100  # characters of a free text
LONGEST_NAME = 40  # characters of a field's name that are told back


class ProfileError(ValueError):
    """What is said of a person is not of the type of its field; `field` names it."""

    def __init__(self, field: str, problem: str) -> None:
        # It may be a stranger's word: in short, and without what is no character.
        named = field[:LONGEST_NAME].encode("utf-8", "backslashreplace").decode("utf-8")
        super().__init__(f"{named}: {problem}")
        self.field = named
        self.problem = problem


@dataclass(frozen=True)
class Field:
    """One thing that may be known: a yes or no, one of a few, a whole number, several, a text."""

    kind: Kind
    values: tuple[str, ...] = ()
    pattern: re.Pattern[str] | None = None
    also: frozenset[str] = frozenset()  # beside the pattern
    most: int = 130

    def read(self, name: str, raw: Any) -> Any:
        """Return a value as rules compare it; ProfileError when it is of another type."""
        if self.kind == "flag" and not isinstance(raw, bool):
            raise ProfileError(name, "must be true or false")
        if self.kind == "number" and not (
            isinstance(raw, int) and not isinstance(raw, bool) and 0 <= raw <= self.most
        ):
            raise ProfileError(name, f"must be a whole number from 0 to {self.most}")
        if self.kind in ("choice", "text"):
            self._one(name, raw)
        if self.kind != "listing":
            return raw
        if not isinstance(raw, list | tuple | frozenset):
            raise ProfileError(name, "must be a list")
        for one in raw:
            self._one(name, one)
        return frozenset(raw)

    def _one(self, name: str, raw: Any) -> None:
        if not isinstance(raw, str) or not raw or len(raw) > LONGEST:
            raise ProfileError(name, f"must be a text of 1 to {LONGEST} characters")
        if self.values and raw not in self.values:
            raise ProfileError(name, f"must be one of: {', '.join(self.values)}")
        if self.pattern and raw not in self.also and not self.pattern.fullmatch(raw):
            raise ProfileError(name, "is not written as this field wants it; GET tells how")


@dataclass(frozen=True)
class Vocabulary:
    """The fields there are, in the order in which a profile is shown."""

    fields: Mapping[str, Field] = field(default_factory=dict)

    def read(self, profile: Mapping[str, Any]) -> dict[str, Any]:
        """Return a profile as rules read it; nothing, null and empty are all: not known."""
        known: dict[str, Any] = {}
        for name, raw in profile.items():
            if name not in self.fields:
                raise ProfileError(name, "is not a field of a profile")
            if raw is None or raw == [] or raw == "":
                continue
            known[name] = self.fields[name].read(name, raw)
        return known

    def names(self, fields: Iterable[str]) -> None:
        """Refuse what is no field."""
        for name in fields:
            if name not in self.fields:
                raise ProfileError(str(name), "is not a field of a profile")


def _choice(values: str) -> Field:
    return Field("choice", tuple(values.split()))


FLAG = Field("flag")
COUNTRIES = Field("listing", pattern=COUNTRY, also=frozenset({"stateless"}))
ONE_COUNTRY = Field("choice", pattern=COUNTRY)
IOM = Vocabulary(
    {
        "nationality": COUNTRIES,
        "origin": COUNTRIES,
        "parents_origin": COUNTRIES,
        "residence_country": ONE_COUNTRY,
        "destination_country": ONE_COUNTRY,
        "legal_status": _choice(
            "citizen_nl citizen_residence eu_free_movement permit_permanent permit_temporary "
            "permit_asylum_temporary student_permit asylum_pending asylum_rejected undocumented"
        ),
        "qualification": _choice(
            "none secondary vocational student_higher higher_education advanced_degree"
        ),
        "profession": Field("text"),
        "sector": _choice(
            "health education agriculture infrastructure water finance justice ict government other"
        ),
        "goal": _choice(
            "temporary_assignment permanent_return start_business work_abroad visit other"
        ),
        "age": Field("number"),
        "experience_years": Field("number", most=80),
        "children": Field("number", most=30),
        "languages": Field("listing", pattern=LANGUAGE),
        "employed": FLAG,
        "asked_to_leave": FLAG,
        "lacks_means": FLAG,
        "ends_procedures": FLAG,
        "assisted_return_last_5y": FLAG,
        "wants_return": FLAG,
        "can_pay": FLAG,
        "sponsored": FLAG,
        "travel_document": _choice("valid expired obtainable none"),
        "sponsor_status": _choice("refugee dutch_citizen other"),
        "ind_permission": _choice("granted pending refused not_asked"),
        "unhcr_status": _choice(
            "not_registered registered not_nominated nominated_waiting nominated_selected"
        ),
        "project": _choice("somalia great_lakes"),
        "track": _choice("internship professional"),
        "study_stage": _choice(
            "final_year graduate_student graduated_within_year graduated_earlier other"
        ),
    }
)
