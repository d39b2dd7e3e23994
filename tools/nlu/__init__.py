"""How well messages are understood: tuning on one split, a report on the other."""
