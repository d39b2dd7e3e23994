#!/usr/bin/env bash
# Usage: tools/setup.sh <folder> <python version> <lock>. Makes a virtual environment from a lock, once.
set -euo pipefail
folder=$1 version=$2 lock=$3
stamp=$(sha256sum "$lock" | cut -c1-16)
if [ "$(cat "$folder/.lock-stamp" 2>/dev/null || true)" = "$stamp" ]; then exit 0; fi

rm -rf "$folder"
echo "installing what $lock lists into $folder; once, about three minutes …"
if command -v uv >/dev/null 2>&1 && uv python find "$version" >/dev/null 2>&1; then
  uv venv -q --python "$version" "$folder"
  uv pip install -q --python "$folder/bin/python" --no-deps --require-hashes -r "$lock"
else
  # A pyenv shim may exist for a version that is not installed, so the program is tried.
  if ! "python$version" -c 'import venv' >/dev/null 2>&1; then
    echo "Python $version is missing: install it (for example 'pyenv install $version') and run make again." >&2
    exit 1
  fi
  "python$version" -m venv "$folder"
  "$folder/bin/python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r "$lock" 2>&1 |
    { grep -vE '^ *(WARNING|DEPRECATION)' || true; }
fi
echo "$stamp" >"$folder/.lock-stamp"
