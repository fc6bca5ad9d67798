#!/bin/sh
# Makes the virtual environment in .venv from the pinned lists, once per change of a list.
# usage: deploy/venv.sh [run|dev]
set -eu
cd "$(dirname "$0")/.."
kind=${1:-run}
list=requirements.txt
[ "$kind" = run ] || list=requirements-dev.txt
stamp=".venv/.made-from-$kind"
if [ -x .venv/bin/atrium ] && [ -f "$stamp" ] && cmp -s "$list" "$stamp"; then exit 0; fi

python=${PYTHON:-}
for candidate in $python python3.13 python3.12 python3.11 python3; do
  if command -v "$candidate" >/dev/null 2>&1 \
     && "$candidate" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
    python=$candidate; break
  fi
done
[ -n "$python" ] || { echo "Atrium needs Python 3.11, 3.12 or 3.13; none was found." >&2; exit 1; }

if [ ! -x .venv/bin/python ]; then
  echo "Making the virtual environment (.venv) …" >&2
  if ! "$python" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
      apt-get -q update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get -q -y install python3-venv >/dev/null
    fi
    "$python" -m venv .venv || { echo "Python's venv module is missing: install the package python3-venv." >&2; exit 1; }
  fi
fi
echo "Installing the pinned packages ($list) …" >&2
# The list is complete, so nothing is looked for beside it: older pips take a newer release for what is asked with an extra.
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$list"
.venv/bin/python -m pip check --disable-pip-version-check >&2
cat > .venv/bin/atrium <<'SCRIPT'
#!/bin/sh
# The command line of the house, from any folder.
house=$(cd "$(dirname "$0")/../.." && pwd)
PYTHONPATH="$house${PYTHONPATH:+:$PYTHONPATH}" exec "$house/.venv/bin/python" -m gateway.cli "$@"
SCRIPT
chmod +x .venv/bin/atrium
cp "$list" "$stamp"
