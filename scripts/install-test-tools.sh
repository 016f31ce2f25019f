#!/usr/bin/env bash
# Installs what the tests need beside Node and is not here: Chromium, and a redis-server where neither Docker nor
# REDIS_URL gives one. Only on Debian or Ubuntu, as root, as on a CI machine; NO_INSTALL=1 forbids it. Elsewhere the
# run says what it skipped and how to get it.
set -euo pipefail

wanted=()
found() { command -v "$1" >/dev/null 2>&1; }
if [[ -z ${CHROMIUM_PATH:-} ]] && ! found chromium && ! found chromium-browser && ! found google-chrome; then
  wanted+=(chromium)
fi
if [[ -z ${REDIS_URL:-} ]] && ! docker info >/dev/null 2>&1 && ! found redis-server; then
  wanted+=(redis-server)
fi
[[ ${#wanted[@]} -gt 0 ]] || exit 0
if [[ ${NO_INSTALL:-} == 1 || $EUID -ne 0 ]] || ! found apt-get; then exit 0; fi

echo "Installing for the tests: ${wanted[*]} (NO_INSTALL=1 forbids it)"
export DEBIAN_FRONTEND=noninteractive
# Debian starts a server when its package is installed; the tests start their own.
policy=/usr/sbin/policy-rc.d
if [[ ! -e $policy ]]; then
  printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"
  trap 'rm -f "$policy"' EXIT
fi
apt-get update -qq
apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
