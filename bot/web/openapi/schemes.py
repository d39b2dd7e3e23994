"""How a caller shows that they may."""

from __future__ import annotations

from bot.web.openapi.operation import Scheme
from bot.web.openapi.shape import Said

TOKEN = Scheme(
    "conversation",
    {
        "type": "http",
        "scheme": "bearer",
        "description": Said(
            "Le `token` reçu à l'ouverture de la conversation ; il n'ouvre qu'elle.",
            "The `token` that came when the conversation was opened; it opens no other.",
        ),
    },
    ("unauthorized", "not_found", "database_away"),
)
API_KEY = Scheme(
    "api_key",
    {
        "type": "apiKey",
        "in": "header",
        "name": "X-API-Key",
        "description": Said(
            "Pour les serveurs d'autres systèmes (`python -m bot keys`), jamais dans un "
            "navigateur. Une conversation ouverte avec une clé ne s'ouvre ensuite qu'avec cette "
            "clé et son `token` ; pour lire, la clé donne une limite à elle.",
            "For servers of other systems (`python -m bot keys`), never in a browser. A "
            "conversation opened with a key is opened from then on by that key and its `token` "
            "together; for reading, a key has a limit of its own.",
        ),
    },
    ("unauthorized", "forbidden", "too_many_messages"),
)
