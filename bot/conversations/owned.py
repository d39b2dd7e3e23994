"""What belongs to a conversation, and goes with it: the column of each table that names it."""

from __future__ import annotations

from bot.conversations.channel_tables import correspondent, delivery
from bot.conversations.hook_tables import hook_event
from bot.conversations.review_tables import review
from bot.conversations.tables import (
    case,
    case_label,
    case_note,
    feedback,
    message,
    return_code,
    tracker_event,
    tracker_snapshot,
)

OWNED = (
    tracker_event.c.sender,
    tracker_snapshot.c.sender,
    review.c.conversation_id,
    correspondent.c.conversation_id,
    delivery.c.conversation_id,
    hook_event.c.conversation_id,
    case_label.c.conversation_id,
    case_note.c.conversation_id,
    case.c.conversation_id,
    feedback.c.conversation_id,
    return_code.c.conversation_id,
    message.c.conversation_id,
)
