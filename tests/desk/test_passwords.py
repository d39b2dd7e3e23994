"""Which passwords are refused, how they are kept, how long one waits, which codes are good."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pyotp
import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.low_level import Type

from bot.desk import totp
from bot.desk.passwords import Passwords, fault
from bot.desk.waits import MANY, OF_ACCOUNT, OF_ADDRESS, Addresses

NOW = datetime(2026, 11, 28, 12, 0, 10, tzinfo=timezone.utc)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # pragma: allowlist secret
REFUSED = {
    "court": "too_short",
    "elevenchars": "too_short",
    "x9 kp2 " * 19: "too_long",
    "password1234": "common",  # pragma: allowlist secret
    "Passw0rd!2024": "common",
    "MotDePasse-2026": "common",
    "bonjour soleil 99": "common",
    "123456789012": "common",
    "qwertyuiop123": "common",
    "Azertyuiop!12": "common",
    "987654321098": "common",
    "aaaaaaaaaaaaa": "common",
    "abcabcabcabcabc": "common",
    "1q2w3e4r5t6y": "common",
    "tulipes de l'OIM 44": "names_us",
    "my IOM tulip field": "names_us",
    "MIGRATIONbirds71": "names_us",
    "vive Anne la belle": "names_us",
    "DIALLO lighthouse": "names_us",
}
GOOD = [
    "cactus lanterne 7 voiles",
    "correct horse battery staple",
    "x9$Kp2vLq7!m",
    "пароль из снега",
    "كلمة سر طويلة جدا",
    "🦊🌵🪁🧭🥁🎈🧵🪵🍋🧊🪺🐚",
    "809417263518",
    "ééééà ùûüç œ",
    "k" * 3 + "v7" * 2 + "zm#" + "q" * 118,
]


@pytest.mark.parametrize("password", REFUSED)
def test_a_bad_password_is_refused_and_why(password: str) -> None:
    assert fault(password, "Anne-Marie Diallo") == REFUSED[password]


@pytest.mark.parametrize("password", GOOD)
def test_any_characters_will_do(password: str) -> None:
    assert fault(password, "Anne-Marie Diallo") is None


async def test_a_password_is_kept_by_argon2id_and_found_again() -> None:
    kept = Passwords()
    hashed = await kept.hash("é cactus lanterne")
    used = extract_parameters(hashed)
    assert used.type is Type.ID
    assert (used.memory_cost, used.time_cost, used.parallelism) == (19 * 1024, 2, 1)
    assert await kept.fits(hashed, "é cactus lanterne") == (True, hashed)
    assert await kept.fits(hashed, "e\u0301 cactus lanterne") == (True, hashed)  # another keyboard
    for wrong in ("é cactus lantern", "", "\0", "\ud800", "é cactus lanterne" + " " * 200):
        assert await kept.fits(hashed, wrong) == (False, None)
    assert await kept.fits("no hash", "é cactus lanterne") == (False, None)
    assert await kept.fits(None, "é cactus lanterne") == (False, None)
    kept.close()


async def test_a_weaker_hash_is_made_anew_when_it_is_used() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8 * 1024, parallelism=1)
    kept, old = Passwords(), weak.hash(b"cactus lanterne")
    fits, fresh = await kept.fits(old, "cactus lanterne")
    assert fits
    assert fresh is not None
    assert extract_parameters(fresh).memory_cost == 19 * 1024
    assert await kept.fits(fresh, "cactus lanterne") == (True, fresh)
    kept.close()


def test_a_wait_doubles_and_never_lasts_for_ever() -> None:
    seconds = [int(OF_ACCOUNT.after(n).total_seconds()) for n in (0, 4, 5, 6, 7, 8, 9, 10, 10**6)]
    assert seconds == [0, 0, 15, 30, 60, 120, 240, 300, 300]
    assert int(OF_ADDRESS.after(10**6).total_seconds()) == 60


def test_an_address_waits_ever_longer_and_is_forgiven() -> None:
    addresses, now = Addresses(), NOW
    assert [addresses.seconds_to_wait("198.51.100.7", now) for _ in range(6)] == [0] * 5 + [2]
    assert addresses.seconds_to_wait("203.0.113.9", now) == 0  # another one does not wait
    waited = []
    for _ in range(8):
        wait = addresses.seconds_to_wait("198.51.100.7", now)
        waited.append(wait - 1)
        now += timedelta(seconds=wait)
        assert addresses.seconds_to_wait("198.51.100.7", now) == 0
    assert waited == sorted(waited)
    assert (waited[0], waited[-1]) == (1, 60)
    now += timedelta(hours=1)
    assert [addresses.seconds_to_wait("198.51.100.7", now) for _ in range(5)] == [0] * 5


def test_a_household_of_ipv6_is_one_address_and_memory_is_bounded() -> None:
    addresses = Addresses()
    for host in range(5):
        assert addresses.seconds_to_wait(f"2001:db8:0:1::{host}", NOW) == 0
    assert addresses.seconds_to_wait("2001:db8:0:1::ff", NOW) > 0
    for number in range(MANY + 50):
        addresses.seconds_to_wait(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", NOW)
    assert len(addresses._failed) == MANY


@pytest.mark.parametrize("by", [-1, 0, 1])
def test_a_code_is_good_one_step_around(by: int) -> None:
    step = int(NOW.timestamp()) // 30 + by
    code = pyotp.TOTP(SECRET).generate_otp(step)
    assert totp.step_of(SECRET, code, NOW, None) == step
    assert totp.step_of(SECRET, f" {code[:3]} {code[3:]} ", NOW, step - 1) == step
    assert totp.step_of(SECRET, code, NOW, step) is None  # it was taken
    assert totp.step_of(SECRET, code, NOW, step + 5) is None


@pytest.mark.parametrize("by", [-2, 2, 1000])
def test_a_code_of_another_time_is_not(by: int) -> None:
    code = pyotp.TOTP(SECRET).generate_otp(int(NOW.timestamp()) // 30 + by)
    assert totp.step_of(SECRET, code, NOW, None) is None


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "\0" * 6])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert totp.step_of(SECRET, typed, NOW, None) is None


def test_the_link_for_the_app_names_us_and_the_person() -> None:
    link = totp.link(SECRET, "Anne-Marie", "Staff desk")
    read = pyotp.parse_uri(link)
    assert (read.name, read.issuer, read.secret) == ("Anne-Marie", "Staff desk", SECRET)
    assert totp.grouped("ABCDEFGHIJ") == "ABCD EFGH IJ"
