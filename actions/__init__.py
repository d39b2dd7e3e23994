"""Rasa actions, one module a topic: ask the knowledge, say the answer."""
