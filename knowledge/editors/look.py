"""What the preview's pages look like, and the one script they run."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

STYLE = """
:root { --ink: #1b2733; --soft: #5a6b7b; --line: #d8e0e8; --blue: #0b5cad; --red: #a3200d;
  --amber: #7a5200; --sheet: #fff; --ground: #f3f6f9; }
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--ground); }
header { background: var(--blue); color: #fff; padding: .75rem 1rem; }
header a { color: #fff; }
main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.1rem; }
a { color: var(--blue); }
ul.files { columns: 18rem; padding: 0; list-style: none; }
ul.files li { break-inside: avoid; padding: .15rem 0; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: .5rem;
  margin: 0 0 1rem; padding: .75rem 1rem; }
section.off { border-left: .4rem solid var(--amber); }
section.bad { border-left: .4rem solid var(--red); }
h3 { margin: 0 0 .5rem; font-size: .85rem; font-weight: 600; color: var(--soft); }
.both { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
.said { white-space: pre-line; overflow-wrap: anywhere; }
.small { font-size: .8rem; color: var(--soft); margin: .5rem 0 0; padding: 0; list-style: none; }
.small li { overflow-wrap: anywhere; }
.buttons span { display: inline-block; border: 1px solid var(--blue); color: var(--blue);
  border-radius: 1rem; padding: .05rem .7rem; margin: .4rem .3rem 0 0; font-size: .85rem; }
.fault { color: var(--red); margin: .25rem 0; overflow-wrap: anywhere; }
.remark { color: var(--amber); margin: .25rem 0; }
pre { background: #f7ecea; padding: .5rem; overflow-x: auto; font-size: .8rem; margin: .25rem 0; }
pre b { color: var(--red); }
@media (max-width: 40rem) { .both { grid-template-columns: 1fr; } }
"""
# Reloads when a file was saved; the scroll position stays, as with any reload.
SCRIPT = """
const shown = document.body.dataset.version;
setInterval(async () => {
  try {
    const now = await (await fetch("/version")).text();
    if (now !== shown) location.reload();
  } catch { /* stopped; it may come back */ }
}, 1500);
"""


def policy() -> str:
    """Return the Content-Security-Policy: our own style and script, nothing from elsewhere."""

    def hashed(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    return (
        f"default-src 'none'; style-src {hashed(STYLE)}; script-src {hashed(SCRIPT)};"
        " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
