"""How we hear, speak and route."""
