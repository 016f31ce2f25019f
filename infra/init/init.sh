#!/bin/sh
# Fills four volumes, for the certificate, the TURN secret, the login of Redis and, where the operator has one, the secret
# of room tokens, so that each service mounts just what it needs. What is there stays; what the operator put into /operator takes its place at every start.
#
# Volumes, and not Compose's own `secrets:`, because those want their files on the host before the first
# `docker compose up`, and this stack needs no step before it.
#
# With an argument it changes a secret in two steps, so that nobody is refused meanwhile (docs/turn.md):
#   rotate-turn-secret   a new one comes first, which the nodes make credentials with; the old one is accepted still
#   retire-turn-secret   only the first one is left
#
# The readers run as different users (nginx 101, redis 999, coturn 65534, node 1000), so files belong to root and to one
# group that Compose adds to each of them (`group_add`).
set -eu
umask 077

readers=${READERS_GID:-4700}
host=${PUBLIC_HOST:-localhost}
operator=${OPERATOR_DIR:-/operator}
tls=${TLS_DIR:-/run/tls}
turn=${TURN_SECRET_DIR:-/run/secrets}
login=${REDIS_LOGIN_DIR:-/run/login}
join=${JOIN_SECRET_DIR:-/run/join}
say() { printf 'init: %s\n' "$*"; }
die() { say "$*" >&2; exit 1; }

# Appears whole or not at all, already with its owner and mode, under the eyes of a running service.
publish() { # TEMPORARY TARGET
  chgrp "$readers" "$1"
  chmod 0640 "$1"
  mv "$1" "$2"
}
adopt() { # SOURCE TARGET
  if cmp -s "$1" "$2"; then return; fi
  cp "$1" "$2.new"
  publish "$2.new" "$2"
  say "took ${1##*/} from the secrets folder"
}
open_to_readers() {
  chgrp "$readers" "$1"
  chmod 0750 "$1"
}

san() {
  printf 'DNS:localhost,IP:127.0.0.1,IP:::1'
  case $host in
    localhost) ;;
    *:*) printf ',IP:%s' "$host" ;;
    *[!0-9.]*) printf ',DNS:%s' "$host" ;;
    *) printf ',IP:%s' "$host" ;;
  esac
}

# By whom, so that one of an operator is never taken for ours and replaced.
OURS='O=Parley self-signed'
names_host() {
  case $host in *[!0-9.:]*) check=-checkhost ;; *) check=-checkip ;; esac
  openssl x509 -in "$tls/tls.crt" -noout "$check" "$host" | grep -q 'does match'
}
is_ours() { openssl x509 -in "$tls/tls.crt" -noout -issuer -nameopt RFC2253 2>/dev/null | grep -qF "$OURS"; }
lasts() { openssl x509 -in "$tls/tls.crt" -noout -checkend 2592000 >/dev/null 2>&1; }

make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 397 \
    -subj "/$OURS/CN=$host" -addext "subjectAltName=$(san)" -addext 'basicConstraints=critical,CA:FALSE' \
    -addext 'extendedKeyUsage=serverAuth' -keyout "$tls/tls.key.new" -out "$tls/tls.crt.new" 2>/dev/null \
    || die "no certificate could be made for PUBLIC_HOST '$host'"
  publish "$tls/tls.key.new" "$tls/tls.key"
  publish "$tls/tls.crt.new" "$tls/tls.crt"
  say "made a self-signed certificate for $(san)"
}
take_certificate() {
  [ -f "$operator/tls.crt" ] && [ -f "$operator/tls.key" ] \
    || die 'the secrets folder must hold both tls.crt and tls.key'
  [ "$(openssl x509 -in "$operator/tls.crt" -noout -pubkey 2>&1)" = "$(openssl pkey -in "$operator/tls.key" -pubout 2>&1)" ] \
    || die 'tls.key in the secrets folder is not the key of tls.crt'
  adopt "$operator/tls.key" "$tls/tls.key"
  adopt "$operator/tls.crt" "$tls/tls.crt"
}

case $host in *[!A-Za-z0-9.:-]*) die "PUBLIC_HOST: must be a host name or an address, not '$host'" ;; esac
open_to_readers "$tls"
open_to_readers "$turn"
open_to_readers "$login"
open_to_readers "$join"

mode=${TLS_MODE:-}
if [ -z "$mode" ]; then
  # What was taken from the secrets folder once stays, also when it is gone from there.
  mode=selfsigned
  if [ -e "$operator/tls.crt" ] || [ -e "$operator/tls.key" ] || { [ -s "$tls/tls.crt" ] && ! is_ours; }; then mode=files; fi
fi
case $mode in
  selfsigned) if ! is_ours || ! names_host || ! lasts; then make_certificate; fi ;;
  files)
    if [ -n "${TLS_MODE:-}" ] || [ -e "$operator/tls.crt" ] || [ -e "$operator/tls.key" ]; then take_certificate; fi
    names_host || say "WARNING: the certificate does not name '$host': put one that does into secrets/"
    lasts || say 'WARNING: the certificate ends within 30 days' ;;
  acme)
    case $host in *.*.* | *[a-z].*[a-z] | *:*) ;; *) die "TLS_MODE: acme needs a name or an address in PUBLIC_HOST that the Internet reaches, not '$host'" ;; esac
    # Serves until nginx was issued one, which nginx's user puts in its place.
    [ -s "$tls/tls.crt" ] && [ -s "$tls/tls.key" ] || make_certificate
    mkdir -p "$tls/acme"
    chown 101:"$readers" "$tls/acme"
    chmod 0770 "$tls" ;;
  *) die "TLS_MODE: must be selfsigned, files or acme, not '$mode'" ;;
esac
# For nginx, which must find a renewed key and its chain in one moment.
cat "$tls/tls.key" "$tls/tls.crt" >"$tls/tls.pem.new"
if ! cmp -s "$tls/tls.pem.new" "$tls/tls.pem"; then publish "$tls/tls.pem.new" "$tls/tls.pem"; else rm "$tls/tls.pem.new"; fi

random() { openssl rand -hex 32; }
renew_turn_secret() { # WHAT-TO-WRITE
  [ ! -f "$operator/turn_secret" ] || die 'the TURN secret is your own: change the lines of turn_secret in the secrets folder'
  printf '%s\n' "$1" >"$turn/turn_secret.new"
  publish "$turn/turn_secret.new" "$turn/turn_secret"
}
case ${1:-} in
  '') ;;
  rotate-turn-secret)
    old=$(cat "$turn/turn_secret") || die 'there is no TURN secret yet'
    renew_turn_secret "$(random)
$old"
    say 'made a new TURN secret; retire the old one when the credentials made with it are over (TURN_TTL_MS, an hour)'
    exit ;;
  retire-turn-secret)
    first=$(head -n 1 "$turn/turn_secret") || die 'there is no TURN secret yet'
    renew_turn_secret "$first"
    say 'the old TURN secrets are good for nothing now'
    exit ;;
  *) die "can rotate-turn-secret and retire-turn-secret, not '$1'" ;;
esac

if [ -f "$operator/turn_secret" ]; then
  [ -s "$operator/turn_secret" ] || die 'turn_secret in the secrets folder is empty'
  adopt "$operator/turn_secret" "$turn/turn_secret"
elif [ ! -s "$turn/turn_secret" ]; then
  random >"$turn/turn_secret.new"
  publish "$turn/turn_secret.new" "$turn/turn_secret"
  say 'made a random TURN secret'
fi

# Rooms are open without one, so that none is made here.
if [ -f "$operator/join_token_secret" ]; then
  [ -s "$operator/join_token_secret" ] || die 'join_token_secret in the secrets folder is empty'
  adopt "$operator/join_token_secret" "$join/join_token_secret"
fi

# The password of our own Redis, and where the nodes find one: ours, or the operator's.
if [ ! -s "$login/redis_password" ]; then
  random >"$login/redis_password.new"
  publish "$login/redis_password.new" "$login/redis_password"
  say 'made a random password for Redis'
fi
if [ -f "$operator/redis_url" ]; then
  [ -s "$operator/redis_url" ] || die 'redis_url in the secrets folder is empty'
  adopt "$operator/redis_url" "$login/redis_url"
else
  printf 'redis://parley:%s@redis:6379\n' "$(cat "$login/redis_password")" >"$login/redis_url.new"
  publish "$login/redis_url.new" "$login/redis_url"
fi
say 'ready'
