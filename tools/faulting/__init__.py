"""Bad lines between processes: a proxy that plays them."""
