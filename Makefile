# The one door. Plain "make" lists what it can do.
.DEFAULT_GOAL := help
PY := .venv/bin/python
QUIET := RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 SQLALCHEMY_SILENCE_UBER_WARNING=1

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-16s %s\n", $$1, $$2}'

setup:  ## make .venv from the lock, once
	@bash tools/setup.sh .venv 3.10 requirements/assistant.txt

run: setup  ## start the assistant and print its address
	@exec $(PY) -m bot

train: setup  ## train if the inputs changed
	@$(PY) -m bot.training

check: setup  ## lint, types, import rules, content and Rasa's own validation
	@echo "ruff …" && .venv/bin/ruff check --quiet . && .venv/bin/ruff format --check --quiet .
	@echo "mypy …" && .venv/bin/mypy --no-error-summary
	@echo "import rules …" && .venv/bin/lint-imports --no-cache | tail -n 1
	@echo "bandit …" && .venv/bin/bandit -q -r bot actions knowledge tools -c pyproject.toml
	@echo "secrets …" && git ls-files -coz --exclude-standard | xargs -0r .venv/bin/detect-secrets-hook --baseline .secrets.baseline
	@echo "yamllint …" && .venv/bin/yamllint --strict -c .yamllint .
	@echo "content …" && $(PY) -m knowledge check
	@echo "versions …" && $(PY) tools/expected_conflicts.py
	@mkdir -p models && echo "rasa data validate …" && $(QUIET) .venv/bin/rasa data validate --domain domain --data data --fail-on-warnings >models/validate.log 2>&1 || (tail -n 20 models/validate.log; exit 1)

gateway-test:  ## the gateway's tests on Python 3.12, without Rasa
	@bash tools/setup.sh .venv312 3.12 requirements/gateway.txt optional
	@[ ! -f .venv312/.lock-stamp ] || .venv312/bin/python -m pytest -q -n 2 --dist loadfile -m "not rasa and not browser" tests/knowledge tests/bot tests/deploy tests/desk tests/api tests/channels tests/examples --ignore tests/api/test_schemathesis.py --ignore tests/bot/dialogue --ignore tests/bot/test_faults.py --ignore tests/bot/test_soak.py

fuzz-setup:  ## make .venvfuzz from its lock, once
	@bash tools/setup.sh .venvfuzz 3.12 requirements/fuzz.txt optional

test: check train fuzz-setup  ## everything; ends with pytest's own closing line
	@$(QUIET) bash tools/test.sh

test-later: setup train  ## the suite with the clock three years ahead (needs faketime)
	@$(QUIET) faketime -f +3y $(PY) -m pytest -q

bench: setup train  ## what README's table says, measured here
	@$(QUIET) $(PY) -m tools.bench

fuzz: setup  ## 32,000 bad inputs over every public entry of the gateway
	@$(PY) -m tools.fuzz

fuzz-api: setup fuzz-setup  ## schemathesis over the whole API, in every phase (ten minutes)
	@$(PY) -m tools.fuzz_api

soak: setup  ## kill gateway, Rasa and database under load, 104 times; writes docs/soak.md (eleven minutes)
	@$(QUIET) $(PY) -m tools.soak

burst: setup train  ## a thousand people in five seconds, and one who floods; writes docs/burst.md
	@$(QUIET) $(PY) -m tools.burst

bench-knowledge: setup  ## a big made-up base: load, query, search, memory
	@$(QUIET) $(PY) -m tools.bench_knowledge

bench-api: setup train  ## how fast the API is read, and what the chat feels of it
	@$(QUIET) $(PY) -m tools.bench_api

bench-desk: setup  ## the queue of the desk with 10,000 open cases
	@$(PY) -m tools.bench_desk

tune: setup  ## choose the steps of the fallback ladder on the development split; writes config.yml
	@$(QUIET) $(PY) -m tools.nlu.tune

nlu-report: setup  ## how well messages are understood; writes docs/nlu (forty minutes, mostly DIET)
	@$(QUIET) $(PY) -m tools.nlu.report

safety-report: setup  ## docs/protection.md: what danger is told, and how well it is heard
	@$(QUIET) $(PY) -m tools.safety_report

search: setup  ## how well questions find their answer; writes docs/search.md
	@$(QUIET) $(PY) -m tools.search

eligibility: setup  ## docs/eligibility, the conditions of each programme as pictures
	@$(PY) -m tools.eligibility

picture: setup train  ## docs/chat.png, docs/webchat and docs/desk: chat and desk in pictures
	@$(QUIET) $(PY) -m tools.picture
	@$(QUIET) $(PY) -m tools.desk_picture

lock:  ## renew the locks (needs uv)
	uv pip compile -q requirements/assistant.in --override requirements/overrides.txt --python-version 3.10 --python-platform x86_64-manylinux_2_28 --generate-hashes --no-emit-index-url -o requirements/assistant.txt
	uv pip compile -q requirements/gateway.in --python-version 3.12 --python-platform x86_64-manylinux_2_28 --generate-hashes --no-emit-index-url -o requirements/gateway.txt
	uv pip compile -q requirements/fuzz.in --python-version 3.12 --python-platform x86_64-manylinux_2_28 --generate-hashes --no-emit-index-url -o requirements/fuzz.txt

.PHONY: help setup run train check gateway-test fuzz-setup test test-later bench fuzz fuzz-api soak burst bench-knowledge bench-api bench-desk tune nlu-report safety-report search eligibility picture lock
