#!/bin/sh
# Looks every so many seconds whether the certificate or the secrets were renewed, and hands them to the running
# turnserver: allocations live on. Ends with it.
set -eu
pid=$1 seconds=$2 cert=$3 secret_file=$4
say() { printf 'turn: %s\n' "$*"; }
print_of() { cksum "$1" 2>/dev/null || true; }

old_cert=$(print_of "$cert") old_secret=$(print_of "$secret_file")
while sleep "$seconds" && kill -0 "$pid" 2>/dev/null; do
  new=$(print_of "$cert")
  if [ -n "$new" ] && [ "$new" != "$old_cert" ]; then
    old_cert=$new
    kill -USR2 "$pid"
    say 'took the renewed certificate'
  fi
  new=$(print_of "$secret_file")
  if [ -n "$new" ] && [ "$new" != "$old_secret" ]; then
    old_secret=$new
    if fault=$(take-secrets.sh 2>&1); then say 'took the renewed secrets'; else say "WARNING: $fault" >&2; fi
  fi
done
