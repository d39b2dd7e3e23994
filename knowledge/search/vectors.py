"""What sentences mean, kept in a file: each is encoded once, whatever release it stands in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from knowledge.search.encoder import PACKAGE

AT_ONCE = 8  # sentences encoded before a turn that waits for the encoder is let in
PAUSE = 0.002  # seconds; a lock taken again at once is never free for somebody else

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Kept = dict[str, NDArray[np.float32]]


def vectors_of(sentences: Sequence[str], encode: Encode, kept_in: Path) -> NDArray[np.float32]:
    """Return one row a sentence; those that the file lacks are encoded and kept there.

    A file that cannot be read is made anew, one that cannot be written is done without.
    """
    kept = _read(kept_in)
    keys = [_key(sentence) for sentence in sentences]
    missing = {key: text for key, text in zip(keys, sentences, strict=True) if key not in kept}
    wanted = list(missing.items())
    for start in range(0, len(wanted), AT_ONCE):
        few = wanted[start : start + AT_ONCE]
        rows = encode([text for _, text in few])
        kept.update({key: row for (key, _), row in zip(few, rows, strict=True)})
        time.sleep(PAUSE)
    if missing:
        _write(kept_in, {key: kept[key] for key in dict.fromkeys(keys)})
    return np.stack([kept[key] for key in keys]) if keys else encode([])


def _key(sentence: str) -> str:
    # Another encoder means something else by the same numbers.
    return blake2b(f"{PACKAGE}\n{sentence}".encode(), digest_size=12).hexdigest()


def _read(path: Path) -> Kept:
    try:
        with np.load(path, allow_pickle=False) as stored:
            rows = stored["rows"].astype(np.float32)
            return dict(zip(stored["keys"].tolist(), rows, strict=True))
    except Exception:  # a spoilt archive fails in many ways
        return {}


def _write(path: Path, kept: Kept) -> None:
    # Half precision: the nearest stay the nearest, in half the space.
    rows = np.stack(list(kept.values())).astype(np.float16)
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=path.parent, prefix=f"{path.name}.") as own:
            whole = Path(own) / path.name
            np.savez(whole, keys=np.array(list(kept)), rows=rows)
            whole.replace(path)
