"""The desk's cases as a table."""

from __future__ import annotations

import csv
import io

import sqlalchemy as sa
from aiohttp import web

from bot.desk import journal, queue
from bot.desk.guard import Member, allowed
from bot.desk.keys import DATABASE
from bot.desk.story import fields


def routes() -> list[web.RouteDef]:
    """Return the route."""
    return [web.get("/desk/export.csv", as_csv)]


@allowed("export")
async def as_csv(request: web.Request, member: Member) -> web.Response:
    """Hand out what is known of all cases: no words of people, no case of danger."""

    def work(connection: sa.Connection) -> str:
        out = io.StringIO()
        table = csv.writer(out)
        names = (*queue.SHOWN, "channel")
        table.writerow(names)
        for row in queue.every(connection):
            table.writerow([fields(row)[name] for name in names])
        return out.getvalue()

    text = await request.app[DATABASE].read(work)
    await request.app[DATABASE].write(lambda c: journal.write(c, member, "export"))
    headers = {"Content-Disposition": 'attachment; filename="iom-assistant-cases.csv"'}
    return web.Response(text=text, content_type="text/csv", charset="utf-8", headers=headers)
