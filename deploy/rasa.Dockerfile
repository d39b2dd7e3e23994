# The Rasa process, with the models trained from this checkout. Build from the root:
#   docker build -f deploy/rasa.Dockerfile -t iom-assistant-rasa:0.1.0 .
# Rasa 3.6 takes no Python above 3.10.
FROM python:3.10-slim-bookworm AS build
WORKDIR /app
COPY requirements/assistant.txt requirements/
# Three packages of the lock come as source only; they need no compiler.
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements/assistant.txt \
    && /venv/bin/pip uninstall -y bandit detect-secrets hypothesis import-linter mypy playwright \
        pytest pytest-asyncio ruff types-PyYAML yamllint
COPY config.yml credentials.yml endpoints.yml ./
COPY domain domain
COPY data data
COPY actions actions
COPY bot bot
COPY knowledge knowledge
ENV PATH=/venv/bin:$PATH RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3
# Trained under the names that their inputs give them; served under names that settings can hold.
RUN python -c "from pathlib import Path; from bot.training import ensure_danger_model as danger, ensure_model as iom; root, made = Path.cwd(), Path('trained'); out = Path('models'); out.mkdir(); iom(root, made, print).rename(out / 'iom.tar.gz'); danger(root, made, print).rename(out / 'danger.npz')" \
    && rm -rf trained .rasa config.yml credentials.yml domain data requirements \
    && python -m compileall -q actions bot knowledge \
    && mkdir /state \
    && chmod -R a+rX /app

FROM python:3.10-slim-bookworm
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /state /state
ENV PATH=/venv/bin:$PATH HOME=/tmp MPLCONFIGDIR=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=3 \
    STATE_DIR=/state RASA_BIND=0.0.0.0 RASA_PORT=5005 RASA_MODEL=/app/models/iom.tar.gz
USER 10001:10001
EXPOSE 5005
HEALTHCHECK --interval=10s --timeout=5s --start-period=120s --retries=6 \
    CMD ["python", "-m", "bot.dialogue.health"]
CMD ["python", "-m", "bot.dialogue"]
