"""What content files may say of conditions: criteria, cautions, and the words around them."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from pydantic import Field, field_validator

from knowledge.basics import Bilingual, Citation, Dates, Model, Reviewed, Written
from knowledge.eligibility.grammar import read_rule
from knowledge.eligibility.rules import Rule
from knowledge.eligibility.vocabulary import IOM

# When the first rules were written; what is written later gives its own day.
FIRST_RULES = Dates(fr=date(2026, 11, 27), en=date(2026, 11, 27))
RuleData = dict[str, Any]


def _readable(raw: RuleData | None) -> RuleData | None:
    """Let a rule through that can be read; say what is wrong with another."""
    if raw is not None:
        read_rule(raw)
    return raw


class ProfileField(Model):
    """A field of a profile as people meet it: its name, the question, and words for its values."""

    name: Bilingual
    question: Bilingual
    why_we_ask: Bilingual
    how_to_find_out: Bilingual
    values: dict[str, Bilingual] = {}


class Asked(Model):
    """How a programme asks a field in its own words."""

    question: Bilingual | None = None
    why_we_ask: Bilingual | None = None
    how_to_find_out: Bilingual | None = None


class Remark(Model):
    """What is told with a criterion when something is true of the person."""

    when: RuleData
    text: Bilingual
    _check = field_validator("when")(_readable)

    @cached_property
    def rule(self) -> Rule:
        """Return `when` as a rule."""
        return read_rule(self.when)


class Criterion(Reviewed):
    """A published condition. `applies`: for whom; `unless`: what makes a no uncertain.

    The id is the field that it rests on. `unsettled`: why it stays unknown when all is said.
    `asks`: the words of its questions, where the usual ones do not fit.
    """

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    label: Bilingual
    rule: RuleData
    applies: RuleData | None = None
    unless: RuleData | None = None
    unsettled: Bilingual | None = None
    remarks: list[Remark] = []
    asks: dict[str, Asked] = {}
    facts: list[str] = Field(min_length=1)
    sources: list[Citation] = Field(min_length=1)
    written: Written = FIRST_RULES
    _check = field_validator("rule", "applies", "unless")(_readable)

    @cached_property
    def condition(self) -> Rule:
        """Return `rule` as a rule."""
        return read_rule(self.rule)

    @cached_property
    def gate(self) -> Rule | None:
        """Return `applies` as a rule."""
        return read_rule(self.applies) if self.applies else None

    @cached_property
    def softener(self) -> Rule | None:
        """Return `unless` as a rule."""
        return read_rule(self.unless) if self.unless else None

    @field_validator("asks")
    @classmethod
    def _are_fields(cls, asks: dict[str, Asked]) -> dict[str, Asked]:
        IOM.names(asks)
        return asks


class Caution(Remark):
    """A point that no source settles, and that what is known of the person makes matter."""

    label: Bilingual


class Eligibility(Model):
    """The conditions of a programme, and what is told with a verdict on them.

    `on_top_of`: a programme whose conditions hold as well. `note`: the caveat, told before
    the first question as well with `note_first`. `not_published`:
    what no source says. `afterwards`: what comes after the conditions, and who decides.
    `suits`: what somebody plans for whom it is worth a look. `presumed`: what goes
    without saying of who asks about this programme, and is never asked.
    """

    on_top_of: str | None = None
    presumed: dict[str, Any] = {}
    suits: RuleData | None = None
    criteria: list[Criterion] = []
    cautions: list[str] = []
    note: Bilingual | None = None
    note_first: bool = False
    not_published: Bilingual
    afterwards: Bilingual
    contacts: list[str] = Field(min_length=1)

    _check = field_validator("suits")(_readable)

    @cached_property
    def suited(self) -> Rule | None:
        """Return `suits` as a rule."""
        return read_rule(self.suits) if self.suits else None

    @field_validator("presumed")
    @classmethod
    def _is_a_profile(cls, presumed: dict[str, Any]) -> dict[str, Any]:
        IOM.read(presumed)
        return presumed
