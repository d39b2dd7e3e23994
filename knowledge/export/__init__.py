"""The knowledge as data for integrators."""
