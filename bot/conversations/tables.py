"""Tables of conversations, and of Rasa's trackers, so that erasure works with Rasa down."""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

conversation = sa.Table(
    "conversation",
    metadata,
    sa.Column("id", sa.String(64), primary_key=True),
    sa.Column("token_hash", sa.String(64), nullable=False, index=True),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("language_chosen", sa.Boolean, nullable=False),
    sa.Column("log_odds", sa.Float, nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    # Until when it stays open on this device, if the person chose that.
    sa.Column("kept_until", sa.DateTime(timezone=True)),
    sa.Column("last_seq", sa.Integer, nullable=False),
    # The gateway that handles what waits here, while that one is alive.
    sa.Column("held_by", sa.String(32)),
    # Somebody of the staff has taken it: the assistant keeps silent, but for danger.
    sa.Column("silent", sa.Boolean, nullable=False, server_default=sa.false()),
    # Somebody told of danger here: staff read it only as the protection role, and if they may.
    sa.Column("protected", sa.Boolean, nullable=False, server_default=sa.false()),
    # The API key it was opened with: the token alone does not open it.
    sa.Column("api_key", sa.String(8)),
)

gateway = sa.Table(
    "gateway",
    metadata,
    sa.Column("id", sa.String(32), primary_key=True),
    sa.Column("alive_until", sa.DateTime(timezone=True), nullable=False),
)

message = sa.Table(
    "message",
    metadata,
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("seq", sa.Integer, primary_key=True),
    sa.Column("author", sa.String(10), nullable=False),
    sa.Column("kind", sa.String(20)),
    # A bilingual reply for the assistant; {"text"} as cleaned for a person.
    sa.Column("body", sa.JSON, nullable=False),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("client_message_id", sa.String(128)),
    sa.Column("button", sa.String(64)),
    sa.Column("in_reply_to", sa.Integer),
    # Of a person's message: new, done or failed.
    sa.Column("state", sa.String(10)),
    sa.Column("tries", sa.Integer, nullable=False, server_default="0"),
    sa.Column("understood", sa.JSON(none_as_null=True)),  # intents, and how surely
    sa.UniqueConstraint("conversation_id", "client_message_id", name="message_once"),
)
# Written out: with a value that is bound later SQLite would not use the index.
WAITS = message.c.state == sa.literal_column("'new'")
_OF_TALK = message.c.conversation_id, message.c.seq
sa.Index("message_waits", *_OF_TALK, sqlite_where=WAITS, postgresql_where=WAITS)

# What needs a human. It holds no words of the person: those are in the conversation. How to reach
# them stands here if they left that for staff, with consent.
case = sa.Table(
    "case",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversation.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    sa.Column("state", sa.String(10), nullable=False),  # open, taken, closed
    sa.Column("priority", sa.String(10), nullable=False),  # urgent, high, normal
    sa.Column("reason", sa.String(30), nullable=False),
    sa.Column("category", sa.String(30)),
    sa.Column("programme", sa.String(64)),
    sa.Column("language", sa.String(2), nullable=False),
    sa.Column("seq", sa.Integer, nullable=False),  # of the message that made it due
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("contact", sa.String(254)),
    sa.Column("contact_given_at", sa.DateTime(timezone=True)),  # when they consented
    # Of somebody in danger: that they let staff read what was said.
    sa.Column("may_be_read", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("topic", sa.String(64)),  # the intent that was understood
    sa.Column("office", sa.String(64)),
    sa.Column("taken_by", sa.String(64)),  # a name of the staff
    sa.Column("taken_at", sa.DateTime(timezone=True)),
    sa.Column("outcome", sa.String(30)),  # of a closed one
    # When staff were last told that it is urgent, and how often; until when one of us tells them.
    sa.Column("alerted_at", sa.DateTime(timezone=True)),
    sa.Column("alerts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("alerting_until", sa.DateTime(timezone=True)),
)
sa.Index("case_state", case.c.state, case.c.priority, case.c.opened_at)
sa.Index("case_changed", case.c.changed_at)
sa.Index(
    "case_one_open",
    case.c.conversation_id,
    unique=True,
    sqlite_where=case.c.state != "closed",
    postgresql_where=case.c.state != "closed",
)

# What staff note of a case among themselves; the person gets it with their data.
case_note = sa.Table(
    "case_note",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("case_id", sa.ForeignKey("case.id", ondelete="CASCADE"), nullable=False, index=True),
    sa.Column("conversation_id", sa.String(64), nullable=False, index=True),
    sa.Column("author", sa.String(64), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

case_label = sa.Table(
    "case_label",
    metadata,
    sa.Column("case_id", sa.ForeignKey("case.id", ondelete="CASCADE"), primary_key=True),
    sa.Column("label", sa.String(40), primary_key=True),
    sa.Column("conversation_id", sa.String(64), nullable=False, index=True),
)

tracker_event = sa.Table(
    "tracker_event",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("sender", sa.String(64), nullable=False, index=True),
    sa.Column("data", sa.JSON, nullable=False),
)

tracker_snapshot = sa.Table(
    "tracker_snapshot",
    metadata,
    sa.Column("sender", sa.String(64), primary_key=True),
    sa.Column("state", sa.JSON, nullable=False),
)

# Whether a reply of the assistant was of use; the last word counts.
feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    sa.Column("seq", sa.Integer, primary_key=True),  # of the reply
    sa.Column("useful", sa.Boolean, nullable=False),
    sa.Column("comment", sa.Text),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False),
)

# What opens a conversation again; the code itself is not here. One a conversation.
return_code = sa.Table(
    "return_code",
    metadata,
    sa.Column(
        "conversation_id",
        sa.ForeignKey("conversation.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    # Two parts of one slow hash: one to find the row by, one to compare.
    sa.Column("lookup", sa.String(16), nullable=False, unique=True),
    sa.Column("proof", sa.String(48), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    # The message that still shows the code, until that is taken out of it.
    sa.Column("shown_in", sa.Integer),
)
