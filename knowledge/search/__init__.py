"""Free questions against the answers: words and meaning, both languages."""
