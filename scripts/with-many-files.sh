#!/usr/bin/env bash
# Runs a command that may open as many sockets as this machine lets it: with-many-files.sh COMMAND...
set -euo pipefail
ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
exec "$@"
