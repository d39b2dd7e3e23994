"""Reads single settings out of an environment that is handed in."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.settings import SecretFileError, secret_in


class SettingsError(ValueError):
    """A setting makes no sense; the text says which, and what to write."""


def secret(environ: Mapping[str, str], name: str) -> str:
    """Return a secret from the environment, or from the file that NAME_FILE names."""
    try:
        return secret_in(environ, name)
    except SecretFileError as error:
        raise SettingsError(str(error)) from None


def number(environ: Mapping[str, str], name: str, default: int, most: int, least: int = 0) -> int:
    """Return a whole number from `least` to `most`; SettingsError when it is none."""
    raw = environ.get(name) or str(default)
    if not (raw.isdecimal() and raw.isascii() and least <= int(raw) <= most):
        told = f"{raw!r} is not a whole number from {least} to {most}; correct it"
        raise SettingsError(f"{name}: {told}")
    return int(raw)
