"""Take out of a text what tells who somebody is: numbers, addresses, names. Pure."""

from bot.conversations.redact.kinds import KINDS, marks, without_marks
from bot.conversations.redact.own import ours_of
from bot.conversations.redact.removal import Redacted, redact

__all__ = ["KINDS", "Redacted", "marks", "ours_of", "redact", "without_marks"]
