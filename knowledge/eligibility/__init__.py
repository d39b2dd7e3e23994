"""Who may take part: published conditions as rules, and what is known of a person. Pure."""
