"""Typed keys of what the application carries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.channels.house import House
from bot.conversations.alerting import Alerting
from bot.conversations.api_keys import Keys
from bot.conversations.data import PersonalData
from bot.conversations.dispatcher import Dispatcher
from bot.conversations.keeping import Keeping
from bot.conversations.metrics import Metrics
from bot.conversations.notices import Notices
from bot.conversations.rates import Rates
from bot.conversations.store import ConversationStore
from bot.settings import Settings
from bot.web.guesses import Guesses
from bot.web.streams import Streams
from knowledge.live import LiveKnowledge
from knowledge.search.live import LiveSearch

CHANNELS: web.AppKey[House] = web.AppKey("channels", House)
ALERTING: web.AppKey[Alerting] = web.AppKey("alerting", Alerting)
KEYS: web.AppKey[Keys] = web.AppKey("keys", Keys)  # of other systems
SETTINGS: web.AppKey[Settings] = web.AppKey("settings", Settings)
OURS: web.AppKey[frozenset[str]] = web.AppKey("ours", frozenset)  # our own numbers
PERSONAL_DATA: web.AppKey[PersonalData] = web.AppKey("personal_data", PersonalData)
STORE: web.AppKey[ConversationStore] = web.AppKey("store", ConversationStore)
DISPATCHER: web.AppKey[Dispatcher] = web.AppKey("dispatcher", Dispatcher)
KEEPING: web.AppKey[Keeping] = web.AppKey("keeping", Keeping)
METRICS: web.AppKey[Metrics] = web.AppKey("metrics", Metrics)
KNOWLEDGE: web.AppKey[LiveKnowledge] = web.AppKey("knowledge", LiveKnowledge)
SEARCH: web.AppKey[LiveSearch] = web.AppKey("search", LiveSearch)
NOTICES: web.AppKey[Notices] = web.AppKey("notices", Notices)
MESSAGE_RATES: web.AppKey[Rates] = web.AppKey("message_rates", Rates)
CONVERSATION_RATES: web.AppKey[Rates] = web.AppKey("conversation_rates", Rates)
FEEDBACK_RATES: web.AppKey[Rates] = web.AppKey("feedback_rates", Rates)
GUESSES: web.AppKey[Guesses] = web.AppKey("guesses", Guesses)
STREAMS: web.AppKey[Streams] = web.AppKey("streams", Streams)
ON_TRIAL: web.AppKey[bool] = web.AppKey("on_trial", bool)  # until `golive` is clean
NOW: web.AppKey[Callable[[], datetime]] = web.AppKey("now", Callable)  # type: ignore[arg-type]
