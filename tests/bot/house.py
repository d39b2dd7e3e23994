"""A small house: our supervisor and training, with tiny programs in place of Rasa and the rest."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("__init__", "__main__", "settings", "supervisor", "training")
READ = ("alert_settings", "channel_settings", "environ", "hours")  # by the settings
WITHIN = 120.0  # seconds

RASA = """
import os, pathlib, sys
with open("trainings", "a") as noted:
    noted.write(f"{os.getpid()}\\n")
import time
for _ in range(300):
    if not pathlib.Path("train-slowly").exists():
        break
    time.sleep(0.1)
arguments = dict(zip(sys.argv[2::2], sys.argv[3::2]))
made = pathlib.Path(arguments["--out"], arguments["--fixed-model-name"] + ".tar.gz")
if not pathlib.Path("train-nothing").exists():
    made.write_bytes(b"model")
sys.exit("no such policy" if pathlib.Path("train-badly").exists() else 0)
"""

DANGER = """
import pathlib, sys
pathlib.Path(sys.argv[1]).write_bytes(b"model")
"""

KNOWLEDGE = """
import pathlib, sys
pathlib.Path("loaded").touch()
sys.exit("countries.yml: two fault(s)" if pathlib.Path("load-badly").exists() else 0)
"""

# Both children note their environment; a file named after what goes wrong makes it go wrong.
CHILD = """
import json, os, pathlib, signal, sys, time
name = {name!r}
pathlib.Path(name + "-environ.json").write_text(json.dumps(dict(os.environ)))
def goodbye(number, frame):
    time.sleep(1.5 if pathlib.Path("stop-slowly").exists() else 0)
    os._exit(0)
signal.signal(signal.SIGTERM, goodbye)
if pathlib.Path(name + "-silent").exists():
    os._exit(3)
if pathlib.Path(name + "-dies").exists():
    sys.exit("model is broken")
"""

SERVER = """
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer
token = "Bearer " + os.environ["RASA_TOKEN"]
class Health(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200 if healthy(self) else 503)
        self.end_headers()
    def log_message(self, *said):
        pass
"""
DIALOGUE = f"""{CHILD.format(name="rasa")}{SERVER}
def healthy(request):
    return request.path == "/internal/health" and request.headers["Authorization"] == token
HTTPServer(("127.0.0.1", int(os.environ["RASA_PORT"])), Health).serve_forever()
"""
# Like the real one: ready when Rasa is.
GATEWAY = f"""{CHILD.format(name="gateway")}{SERVER}
direct = urllib.request.build_opener(urllib.request.ProxyHandler({{}}))
def healthy(request):
    url = os.environ["RASA_URLS"] + "/internal/health"
    try:
        asked = urllib.request.Request(url, headers={{"Authorization": token}})
        return direct.open(asked).status == 200 and request.path == "/health/ready"
    except OSError:
        return False
HTTPServer((os.environ.get("HOST") or "127.0.0.1", int(os.environ["PORT"])), Health).serve_forever()
"""


def build(root: Path) -> Path:
    """Build the house in an empty folder."""
    files = {
        "rasa/__init__.py": "",  # without it the real Rasa would be found first
        "rasa/__main__.py": RASA,
        "knowledge/__main__.py": KNOWLEDGE,
        "knowledge/names.py": "",
        "knowledge/settings.py": (ROOT / "knowledge" / "settings.py").read_text(encoding="utf-8"),
        "knowledge/search/encoder.py": "",
        "knowledge/content/countries.yml": "",
        "bot/dialogue/__main__.py": DIALOGUE,
        "bot/serve.py": GATEWAY,
        "bot/nlu/intent.py": "",
        "bot/nlu/danger.py": DANGER,
        "bot/safety/model.py": "",
        "data/danger/fr.yml": "",
        "data/development/profile.yml": "",
        "data/development/profile_2.yml": "",
        "data/development/languages.yml": "",
        "knowledge/content/safety/words_fr.yml": "",
        "knowledge/content/safety/words_en.yml": "",
        "config.yml": "recipe: default.v1\n",
        "domain/offices.yml": "",
        "data/nlu/fr/offices.yml": "",
        "requirements/assistant.txt": "",
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    for name in OURS + READ:
        shutil.copy(ROOT / "bot" / f"{name}.py", root / "bot")
    return root


class Run:
    """`python -m bot` in such a house."""

    def __init__(self, root: Path, port: int | str, **settings: str) -> None:
        self.root = root
        self.printed = root / "printed.txt"
        ours = ("DATABASE_URL", "HOST", "CONTENT_DIR", "PYTHONPATH")
        environ = {key: value for key, value in os.environ.items() if key not in ours}
        environ |= {"PORT": str(port), "STATE_DIR": str(root / "state"), **settings}
        with self.printed.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bot"], cwd=root, env=environ, stdout=output, stderr=output
            )

    def output(self) -> str:
        return self.printed.read_text(encoding="utf-8")

    def until(self, wanted: str) -> None:
        """Wait until the output holds `wanted`."""
        end = time.monotonic() + WITHIN
        while wanted not in self.output():
            assert self.process.poll() is None, self.output()
            assert time.monotonic() < end, self.output()
            time.sleep(0.05)

    def pids(self) -> dict[str, int]:
        folder = self.root / "state" / "run"
        return {path.stem: int(path.read_text()) for path in folder.glob("*.pid")}

    def ends(self) -> int:
        """Wait for the end and return the exit code."""
        return self.process.wait(WITHIN)

    def close(self) -> None:
        """Leave nothing behind, whatever the test found."""
        pids = self.pids().values()
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pid in pids:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    """Tell whether a process still runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"
