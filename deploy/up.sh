#!/bin/sh
# Starts the full system in containers, and says how the first user gets in.
# usage: deploy/up.sh [demo]
set -eu
cd "$(dirname "$0")/.."
# Prometheus and Grafana come along, unless COMPOSE_PROFILES is empty.
COMPOSE_PROFILES=${COMPOSE_PROFILES-observability}; export COMPOSE_PROFILES
compose() { docker compose -f deploy/compose.yaml "$@"; }

docker compose version >/dev/null 2>&1 || { echo "make up needs Docker with its compose plug-in (docker-compose-plugin)." >&2; exit 1; }
docker version >/dev/null 2>&1 || { echo "No Docker engine answers: start it, or set DOCKER_HOST." >&2; exit 1; }
deploy/secrets.sh deploy/secrets
compose build migrate operator
compose up --detach --wait

if [ "${1:-}" = demo ]; then compose run --rm operator demo; fi
if password=$(compose run --rm -T operator user administrator 2>/dev/null); then
  echo "The first user is administrator, with the one-time password $password"
else
  echo "There are users already. A new one-time password: docker compose -f deploy/compose.yaml run --rm operator user password NAME"
fi
echo "Atrium: http://127.0.0.1:${PORT:-8000}/   (make down stops it; the data stays)"
