"""The gateway: the chat's HTTP contract and its page."""
