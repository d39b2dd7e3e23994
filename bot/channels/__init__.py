"""Platforms where people already are: one file each, pure; the engine around them is shared."""
