#!/usr/bin/env bash
# Usage: tools/setup.sh <folder> <python version> <lock> [optional]
# Makes a virtual environment from a lock, once. "optional": outside CI a missing Python is told, not an error.
set -euo pipefail
folder=$1 version=$2 lock=$3 optional=${4:-}
trap 'exit 130' INT
stamp=$(sha256sum "$lock" | cut -c1-16)
if [ "$(cat "$folder/.lock-stamp" 2>/dev/null || true)" = "$stamp" ] && [ -x "$folder/bin/python" ]; then exit 0; fi

# A pyenv shim may exist for a version that is not installed, so the program is run, not only looked for.
python=python$version
if ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
  python=$(uv python find --system --no-python-downloads "$version" 2>/dev/null || true)
  if [ -z "$python" ] || ! "$python" -c 'import ensurepip, venv' >/dev/null 2>&1; then
    if [ -n "$optional" ] && [ -z "${CI:-}" ]; then
      echo "Python $version (with venv) is missing, so what needs $folder is left out; CI does run it."
      exit 0
    fi
    echo "Python $version (with venv) is missing: install it (for example 'pyenv install $version') and run make again." >&2
    exit 1
  fi
fi

# Nothing is removed before there is a Python to replace it; the stamp comes last, so a broken install is redone.
echo "installing what $lock lists into $folder; once, about three minutes …"
rm -rf "$folder"
(while sleep 20 >/dev/null 2>&1; do echo "… still installing, $SECONDS s"; done) &
heartbeat=$!
trap 'kill "$heartbeat" 2>/dev/null || true' EXIT

with_pip() {
  "$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$lock" 2>&1 |
    { grep -vE '^ *(WARNING|DEPRECATION)' || true; }
}
# Always venv, never "uv venv": make check needs the pip that only venv brings.
"$python" -m venv "$folder"
if command -v uv >/dev/null 2>&1; then
  uv pip install -q --python "$folder/bin/python" --no-deps --require-hashes -r "$lock" || {
    echo "uv could not install it; trying pip …"
    with_pip
  }
else
  with_pip
fi
echo "$stamp" >"$folder/.lock-stamp"
