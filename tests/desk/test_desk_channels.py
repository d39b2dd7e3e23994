"""Cases of people who write on a platform: where, whether a reply goes out, and how far it came."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.conversations.channel_tables import TEMPLATE, correspondent, delivery
from tests.desk.team import NOW, Team

KEY = "whatsapp-" + "a" * 22


def on_whatsapp(team: Team, **of_it: Any) -> int:
    number = team.case("bonjour", key=KEY)
    values = {
        "conversation_id": KEY,
        "sender_key": "k",
        "channel": "whatsapp",
        "address": b"sealed",
    }
    values |= {"heard_at": NOW, "sent_seq": 2, **of_it}

    def work(connection: sa.Connection) -> None:
        connection.execute(sa.insert(correspondent).values(**values))
        sent = {"conversation_id": KEY, "seq": 2, "part": 0, "ref": "r", "state": "read", "at": NOW}
        connection.execute(sa.insert(delivery).values(**sent))

    team.database.writing(work)
    return number


async def test_the_queue_tells_and_chooses_the_channel(team: Team) -> None:
    there, web = on_whatsapp(team), team.case("bonsoir")
    anne = team.join("anne", "agent")

    async def found(query: str) -> list[tuple[int, str]]:
        told = await (await anne.get(f"/desk/api/cases{query}")).json()
        return sorted((one["id"], one["channel"]) for one in told["cases"])

    assert await found("") == sorted([(there, "whatsapp"), (web, "web")])
    assert await found("?channel=whatsapp") == [(there, "whatsapp")]
    assert await found("?channel=web") == [(web, "web")]
    assert await found("?channel=telegram") == await found("?channel=pigeon") == []
    page = await (await anne.get("/desk/")).text()
    assert page.count(">WhatsApp<") == 2, "as a tag, and among the filters"


async def test_a_case_says_whether_a_reply_goes_out_now(team: Team) -> None:
    number = on_whatsapp(team)
    anne = team.join("anne", "agent")
    await anne.post(f"/desk/api/cases/{number}/take")
    path = f"/desk/cases/{number}"
    page = await (await anne.get(path)).text()
    assert "Your reply goes out at once: WhatsApp." in page and "· read<" in page
    assert "· waiting<" in page, "that somebody took it is not sent yet"
    team.now = NOW + timedelta(hours=25)
    anne = team.join("bea", "agent")
    await anne.post(f"/desk/api/cases/{number}/assign", {"to": "bea"})
    page = await (await anne.get(path)).text()
    assert "over 24 hours old" in page and "has been told" not in page
    told = sa.update(correspondent).values(template_at=NOW)
    team.database.writing(lambda c: c.execute(told).rowcount)
    assert "has been told" in await (await anne.get(path)).text()
    wait = {"conversation_id": KEY, "seq": 3, "part": TEMPLATE, "ref": "t", "at": NOW}
    failed = sa.insert(delivery).values(**wait, state="failed")
    team.database.writing(lambda c: c.execute(failed).rowcount)
    for language, words in {"fr": "pas pu prévenir", "en": "could not tell"}.items():
        page = await (await anne.get(f"{path}?language={language}")).text()
        assert words in page and "has been told" not in page and "sait déjà" not in page
    stopped = sa.update(correspondent).values(stopped_at=NOW)
    team.database.writing(lambda c: c.execute(stopped).rowcount)
    assert "wants no more messages" in await (await anne.get(path)).text()
