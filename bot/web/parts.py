"""The parts that the gateway is put together from; each names its routes."""

from __future__ import annotations

from bot.web import (
    api,
    assets,
    contact,
    data_api,
    eligibility_api,
    feedback,
    forms,
    forward,
    health,
    help_now,
    hsds_api,
    keep,
    knowledge_api,
    metrics,
    platforms,
    resume,
    schema_org_api,
    sending,
    stream,
)
from bot.web.openapi import pages as openapi_pages
from bot.web.openapi import serving as openapi

PARTS = (
    assets,
    api,
    sending,
    stream,
    feedback,
    data_api,
    keep,
    contact,
    resume,
    knowledge_api,
    schema_org_api,
    hsds_api,
    eligibility_api,
    forward,
    help_now,
    forms,
    health,
    metrics,
    platforms,
    openapi,
    openapi_pages,
)
