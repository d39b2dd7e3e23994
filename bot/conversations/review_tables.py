"""Tables of what the assistant got wrong, and of counts that outlive conversations."""

from __future__ import annotations

import sqlalchemy as sa

from bot.conversations.tables import metadata

# Messages that were answered badly, for reviewers. When one of them confirms that nobody can be
# known by it, a row is let go of its conversation, and no longer goes with it.
review = sa.Table(
    "review",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("conversation_id", sa.ForeignKey("conversation.id", ondelete="CASCADE")),
    sa.Column("seq", sa.Integer),  # of the person's message
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("said", sa.Text, nullable=False),  # by the person, redacted
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("reply", sa.JSON, nullable=False),  # its text in each language
    sa.Column("understood", sa.JSON(none_as_null=True)),  # intents, and how surely
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),  # open, done, dropped
    sa.Column("intent", sa.String(64)),  # the right one
    sa.Column("gap", sa.Text),  # what the content lacks
    sa.Column("reviewer", sa.String(64)),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("no_person", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("conversation_id", "seq", name="review_once"),
)
sa.Index("review_state", review.c.state, review.c.id)

# How often something happened on a day: of nobody in particular, so it is kept.
count_day = sa.Table(
    "count_day",
    metadata,
    sa.Column("what", sa.String(20), primary_key=True),
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("count", sa.Integer, nullable=False),
)
