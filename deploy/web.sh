#!/bin/sh
# Builds the web page into gateway/web/dist, when its sources are newer than the last build.
# Uses the machine's Node.js (20 or newer) or, where there is none, one from the virtual environment.
set -eu
cd "$(dirname "$0")/.."
web=gateway/web
stamp=$web/dist/.built
if [ -f "$stamp" ] && [ -z "$(find $web/src $web/public $web/index.html $web/package-lock.json $web/vite.config.ts -newer "$stamp" 2>/dev/null | head -1)" ]; then
  exit 0
fi
if ! node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' 2>/dev/null || ! command -v npm >/dev/null 2>&1; then
  echo "Node.js 20 is not here: taking one into the virtual environment …" >&2
  .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deploy/node.txt
  PATH="$PWD/.venv/bin:$PATH"; export PATH
fi
echo "Building the web page …" >&2
cd $web
npm ci --no-audit --no-fund --loglevel=error >&2
npm run --silent build >&2
touch dist/.built
