#!/usr/bin/env bash
# Usage: tools/test.sh
# The gateway's suite on Python 3.12 runs beside the whole one on 3.10, which has the last word.
set -uo pipefail
beside_log=$(mktemp) whole_log=$(mktemp)
make -s gateway-test >"$beside_log" 2>&1 &
beside=$!
trap 'kill "$beside" 2>/dev/null; rm -f "$beside_log" "$whole_log"' EXIT
trap 'exit 130' INT TERM

# Two files at once, each whole on one side: what a file starts is started once.
.venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder 2>&1 | tee "$whole_log"
whole=${PIPESTATUS[0]}
wait "$beside"
gateway=$?

echo "on Python 3.12, without Rasa:"
cat "$beside_log"
echo "on Python 3.10, all:"
tail -n 1 "$whole_log"
[ "$whole" -eq 0 ] && [ "$gateway" -eq 0 ]
