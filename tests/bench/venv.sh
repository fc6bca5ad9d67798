#!/bin/sh
# Makes the environment of what the house is compared with, in .venv-bench, once per change of its list.
set -eu
cd "$(dirname "$0")/../.."
list=tests/bench/requirements.txt
stamp=.venv-bench/.made-from
if [ -f "$stamp" ] && cmp -s "$list" "$stamp"; then exit 0; fi
echo "Making the environment of the peers (.venv-bench) …" >&2
rm -rf .venv-bench
.venv/bin/python -m venv .venv-bench
.venv-bench/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$list"
.venv-bench/bin/python -m pip check --disable-pip-version-check >&2
cp "$list" "$stamp"
