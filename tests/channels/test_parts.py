"""The small parts of the engine: keys, what rests a platform, settings and what checks them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.channel_settings import channels_from, merged
from bot.channels.base import Address
from bot.channels.breaker import Breaker
from bot.channels.check import main, points
from bot.channels.sealing import Sealer
from bot.environ import SettingsError
from bot.settings import Settings

NOW = datetime(2026, 11, 28, tzinfo=timezone.utc)
WORD = "a good secret"
GOOD = {"TELEGRAM_TOKEN": "token of ours", "TELEGRAM_SECRET": WORD}


def test_an_address_is_opened_by_its_key_and_as_its_platforms_only(tmp_path: Path) -> None:
    sealer, who = Sealer.opened("k" * 32, tmp_path), Address("+999001", "we")
    sealed = sealer.sealed("twilio", who)
    assert b"999001" not in sealed and sealed != sealer.sealed("twilio", who)
    assert sealer.opens("twilio", sealed) == who
    assert sealer.opens("whatsapp", sealed) is None
    assert Sealer.opened("l" * 32, tmp_path).opens("twilio", sealed) is None
    assert (
        sealer.opens("twilio", sealed[:-1] + b"x") is None and sealer.opens("twilio", b"") is None
    )
    assert not list(tmp_path.iterdir()), "a key that is given is not written down"


def test_a_key_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    first, second = (Sealer.opened("", tmp_path) for _ in range(2))
    assert first.key == second.key
    (made,) = tmp_path.iterdir()
    assert made.stat().st_mode & 0o077 == 0
    assert first.name_of("person", "a", "bc") != first.name_of("person", "ab", "c")


def test_a_platform_that_fails_rests_and_one_tries_for_all() -> None:
    breaker = Breaker()
    for _ in range(4):
        breaker.failed(NOW)
    assert breaker.waits(NOW) is None
    breaker.failed(NOW)
    later = NOW + timedelta(seconds=16)
    assert breaker.waits(NOW) == NOW + timedelta(seconds=15)
    assert breaker.waits(later) is None, "this one tries"
    assert breaker.waits(later) == later + timedelta(seconds=15), "and the others wait for it"
    breaker.worked()
    assert breaker.waits(later) is None


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"TELEGRAM_SECRET": ""}, "TELEGRAM_SECRET: needed as well"),
        ({"TELEGRAM_TOKEN": ""}, "TELEGRAM_TOKEN: needed as well"),
        ({"TELEGRAM_SECRET": WORD[:5]}, "8 or more characters"),
        ({"TELEGRAM_API_BASE": "http://example.org"}, "is no https address"),
        ({"PUBLIC_URL": "chat.example"}, "PUBLIC_URL"),
        ({"WEBHOOK_TOKEN": "12345678", "WEBHOOK_SECRET": "12345678"}, "WEBHOOK_API_BASE: needed"),
    ],
)
def test_half_a_channel_is_told_and_named(changed: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told):
        channels_from({**GOOD, **changed})


def test_a_file_of_channels_is_read_and_the_environment_goes_first(tmp_path: Path) -> None:
    file = tmp_path / "channels.env"
    file.write_text("# ours\nTELEGRAM_TOKEN = from the file\nTELEGRAM_SECRET=a good secret\n")
    settings = Settings.from_environ({"STATE_DIR": str(tmp_path)})
    assert settings.channels["telegram"].token == "from the file"
    told = {"STATE_DIR": str(tmp_path), "TELEGRAM_TOKEN": "from outside"}
    assert Settings.from_environ(told).channels["telegram"].token == "from outside"
    file.write_text("TELEGRAM_TOKEN=x\nDATABASE_URL=elsewhere\n")
    with pytest.raises(SettingsError, match="line 2: no setting of a channel"):
        merged({"CHANNELS_FILE": str(file)})
    with pytest.raises(SettingsError, match="cannot be read"):
        merged({"CHANNELS_FILE": str(tmp_path / "nowhere")})


def test_the_check_says_what_is_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    environ = {"STATE_DIR": str(tmp_path)}
    assert list(points(environ)) == []
    assert main(["check"], environ) == 0
    assert "telegram   off" in capsys.readouterr().out
    good = {**environ, **GOOD, "PUBLIC_URL": "https://chat.example"}
    assert main(["check"], good) == 0
    assert "telegram   on       https://chat.example/channels/telegram" in capsys.readouterr().out
    half = {**good, "WHATSAPP_TOKEN": "a token", "TELEGRAM_SECRET": WORD[:5]}
    assert main(["check"], half) == 1
    told = capsys.readouterr().out
    assert "stops  whatsapp: WHATSAPP_SECRET" in told and "stops  telegram:" in told
    meta = {**good, "WHATSAPP_TOKEN": "a token ok", "WHATSAPP_SECRET": WORD}
    assert main(["check"], meta) == 0
    told = capsys.readouterr().out
    assert "WHATSAPP_TEMPLATE is not set" in told and WORD not in told
    assert main(["check"], {**meta, "DATABASE_URL": "postgresql://a@b/c"}) == 1
    assert main([], environ) == 2


def test_the_example_is_a_file_that_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["example"], {}) == 0
    file = tmp_path / "channels.env"
    file.write_text(capsys.readouterr().out)
    assert Settings.from_environ({"STATE_DIR": str(tmp_path)}).channels == {}
    assert "WHATSAPP_VERIFY_TOKEN" in file.read_text()
