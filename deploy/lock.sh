#!/bin/sh
# Writes the pinned lists anew, with hashes and without any registry's address.
set -eu
cd "$(dirname "$0")/.."
tools=$(mktemp -d); trap 'rm -rf "$tools"' EXIT
python3 -m venv "$tools" && "$tools/bin/pip" -q install pip-tools
lock() { "$tools/bin/pip-compile" -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
           --no-header --no-annotate --allow-unsafe "$@"; }
lock -o requirements.txt requirements.in
lock -o requirements-dev.txt -c requirements.txt requirements.in requirements-dev.in
lock -o deploy/node.txt deploy/node.in
lock -o tests/bench/requirements.txt -c requirements.txt tests/bench/requirements.in
