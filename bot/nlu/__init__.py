"""Thin Rasa wrappers: language, tokens, intent, entities."""
