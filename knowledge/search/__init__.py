"""Meaning of sentences, in both languages."""
