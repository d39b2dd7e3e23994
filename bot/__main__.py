"""`python -m bot`: everything on one machine, until Ctrl-C.

`golive`: what is open before that; `channels`: on which platforms people may write; `staff`: who
works at the desk; `review`: what was answered badly; `keys`, `hooks`: other systems.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from datetime import datetime, timezone
from types import FrameType

from bot.settings import Settings, SettingsError
from bot.supervisor import ROOT, StartFailed, Supervisor
from bot.training import TrainingFailed, ensure_models

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Stop(Exception):
    """Somebody asked us to stop."""


def say(line: str) -> None:
    """Tell the operator what goes on."""
    print(line, flush=True)


def run(settings: Settings) -> None:
    """Load, train if needed, start, and watch."""
    supervisor = Supervisor(settings, os.environ, say)
    try:
        supervisor.check_port()
        supervisor.check_state_dir()
        supervisor.load_knowledge()
        model, safety = ensure_models(ROOT, ROOT / "models", say)
        say("starting Rasa and the gateway …")
        supervisor.start(model, safety)
        say(f"ready: {supervisor.url}")
        if settings.desk != "none":
            say(f"the desk: http://{settings.host}:{settings.desk_port}/desk/")
        if settings.desk != "none" and not settings.alerts.target:
            say("warning: nobody is told of urgent cases; set ALERT_TARGET")
        while True:
            time.sleep(0.5)
            supervisor.keep_running(time.monotonic())
    except Stop:
        say("stopping …")
    finally:
        # A second Ctrl-C must not leave a child behind; stopping ends by itself.
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)
        supervisor.stop()


def _asked_to_stop(number: int, frame: FrameType | None) -> None:
    raise Stop


def main() -> None:
    """Read the settings and run, or say what is open before going live."""
    if sys.argv[1:] == ["golive"]:
        from bot import golive  # reads all content, which a start need not wait for

        golive.main()
    if sys.argv[1:2] == ["review"]:
        from bot import review_cli

        sys.exit(review_cli.main(sys.argv[2:]))
    if sys.argv[1:2] == ["channels"]:
        from bot.channels import check

        sys.exit(check.main(sys.argv[2:], os.environ))
    os.umask(0o077)  # database and logs are nobody else's
    if sys.argv[1:2] == ["staff"]:
        from bot.desk import cli  # a start need not read the desk

        return cli.main(sys.argv[2:], os.environ, datetime.now(timezone.utc))
    if sys.argv[1:2] == ["keys"]:
        from bot import keys_cli

        return keys_cli.main(sys.argv[2:], os.environ, datetime.now(timezone.utc))
    if sys.argv[1:2] == ["hooks"]:
        from bot import hooks_cli

        return hooks_cli.main(sys.argv[2:], os.environ, datetime.now(timezone.utc))
    if sys.argv[1:]:
        names = "`channels`, `golive`, `staff`, `review`, `keys` or `hooks`"
        told = f"write `python -m bot`, or that with {names}"
        sys.exit(f"{sys.argv[1]}: {told}")
    for number in SIGNALS:
        signal.signal(number, _asked_to_stop)
    try:
        run(Settings.from_environ(os.environ))
    except (SettingsError, StartFailed, TrainingFailed) as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
