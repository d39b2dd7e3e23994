"""The HTTP API described from the code: each operation beside its handler."""
