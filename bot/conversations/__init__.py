"""The durable part: conversations, their messages, and what Rasa remembers of them."""
