"""Reads what people say of themselves into a profile: no model, only tables of patterns."""

from knowledge.eligibility.reading.heard import Heard, read

__all__ = ["Heard", "read"]
