#!/usr/bin/env bash
# Make .venv and bring it to the locked packages, where the lock changed: `deploy/venv.sh runtime`, `… s3` (photos in a bucket) or `… dev`.
set -euo pipefail
cd "$(dirname "$0")/.."
lock=deploy/requirements/$1.txt
python=.venv/bin/python

stop() {
  printf '%s\n' "$1" >&2
  exit 1
}

new_enough() {
  "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
  local name
  for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
    if command -v "$name" >/dev/null && new_enough "$name"; then
      command -v "$name"
      return
    fi
  done
  name=${PYTHON:-python3}
  if command -v "$name" >/dev/null; then
    stop "Python 3.11 or newer is needed; $name is $("$name" --version 2>&1). Install one, or name it: make PYTHON=/path/to/python3.12 …"
  fi
  stop "Python 3.11 or newer is needed, and $name was not found. Install it (Debian, Ubuntu: sudo apt-get install python3 python3-venv)."
}

make_venv() {
  local base
  base=$(find_python)
  if ! "$base" -c 'import venv, ensurepip' 2>/dev/null; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null && [ "$base" = /usr/bin/python3 ]; then
      echo "Python's venv module is missing. Installing Debian's package python3-venv…"
      { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv; } \
        >/dev/null </dev/null
    else
      stop "Python's venv module is missing. Install it (Debian, Ubuntu: sudo apt-get install python3-venv) and try again."
    fi
  fi
  echo "Making .venv with $("$base" --version)…"
  "$base" -m venv --clear .venv
}

install_lock() {
  local log=.venv/install.log
  echo "Installing the locked packages of $lock…"
  # What a machine sets for other projects must not lead packages elsewhere.
  unset PIP_TARGET PIP_PREFIX PIP_ROOT PIP_USER PIP_REQUIREMENT PIP_CONSTRAINT PIP_NO_BINARY PIP_DRY_RUN PYTHONHOME
  if ! $python -m pip install --disable-pip-version-check --no-input --require-hashes --no-deps --only-binary :all: \
    -r "$lock" 2>&1 | tee $log | awk '/^Collecting/ { sub(/==.*/, "", $2); printf "  %2d %s\n", ++n, $2; fflush() }'; then
    tail -n 15 $log >&2
    stop "The packages could not be installed: $log has all of it."
  fi
  cp "$lock" ".venv/installed-$1.txt"
}

if ! $python -c 'import pip' 2>/dev/null || ! new_enough $python; then
  make_venv
fi
# The tests' lock holds the others'.
if ! cmp -s "$lock" ".venv/installed-$1.txt" && ! { [ "$1" != dev ] && cmp -s deploy/requirements/dev.txt .venv/installed-dev.txt; }; then
  install_lock "$1"
fi
