# The gateway, without Rasa. Build after deploy/rasa.Dockerfile, from the root:
#   docker build -f deploy/gateway.Dockerfile -t iom-assistant-gateway:0.1.0 .
# 3.13 is the newest Python on which it was run; docs/operate.md says what is known of 3.14.
ARG PYTHON=3.13
ARG RASA_IMAGE=iom-assistant-rasa:0.1.0
FROM ${RASA_IMAGE} AS trained

FROM python:${PYTHON}-slim-bookworm AS build
WORKDIR /app
COPY requirements/gateway.txt requirements/
RUN python -m venv /venv \
    && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes --only-binary :all: \
        -r requirements/gateway.txt \
    && /venv/bin/pip uninstall -y execnet hypothesis jsonschema pytest pytest-asyncio pytest-xdist \
    && rm -r requirements
# Not bot/nlu and bot/dialogue: they are Rasa's.
COPY bot/*.py bot/
COPY bot/channels bot/channels
COPY bot/conversations bot/conversations
COPY bot/safety bot/safety
COPY bot/desk bot/desk
COPY domain domain
COPY bot/web bot/web
COPY knowledge knowledge
COPY --from=trained /app/models/danger.npz models/danger.npz
RUN python -m compileall -q bot knowledge \
    && mkdir /state \
    && chmod -R a+rX /app

FROM python:${PYTHON}-slim-bookworm
WORKDIR /app
COPY --from=build /venv /venv
COPY --from=build /app /app
COPY --from=build --chown=10001:10001 /state /state
ENV PATH=/venv/bin:$PATH HOME=/tmp PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    STATE_DIR=/state HOST=0.0.0.0 PORT=8080 SAFETY_MODEL=/app/models/danger.npz
USER 10001:10001
EXPOSE 8080 8081
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import os; from urllib.request import urlopen; urlopen('http://127.0.0.1:' + os.environ['PORT'] + '/health/live', timeout=4)"]
CMD ["python", "-m", "bot.serve"]
