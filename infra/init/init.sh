#!/bin/sh
# Fills two volumes, one for the certificate and one for the TURN secret, so that each service mounts just what it
# needs. What is there stays; what the operator put into /operator takes its place at every start.
#
# Volumes, and not Compose's own `secrets:`, because those want their files on the host before the first
# `docker compose up`, and this stack needs no step before it.
#
# The readers run as different users (nginx 101, coturn 65534, node 1000), so files belong to root and to one
# group that Compose adds to each of them (`group_add`).
set -eu
umask 077

readers=${READERS_GID:-4700}
host=${PUBLIC_HOST:-localhost}
operator=${OPERATOR_DIR:-/operator}
tls=${TLS_DIR:-/run/tls}
turn=${TURN_SECRET_DIR:-/run/secrets}
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

make_certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
    -subj "/CN=$host" -addext "subjectAltName=$(san)" -addext 'basicConstraints=critical,CA:FALSE' \
    -addext 'extendedKeyUsage=serverAuth' -keyout "$tls/tls.key.new" -out "$tls/tls.crt.new" 2>/dev/null \
    || die "no certificate could be made for PUBLIC_HOST '$host'"
  publish "$tls/tls.key.new" "$tls/tls.key"
  publish "$tls/tls.crt.new" "$tls/tls.crt"
  say "made a self-signed certificate for $(san)"
}

case $host in *[!A-Za-z0-9.:-]*) die "PUBLIC_HOST: must be a host name or an address, not '$host'" ;; esac
open_to_readers "$tls"
open_to_readers "$turn"

if [ -f "$operator/tls.crt" ] && [ -f "$operator/tls.key" ]; then
  adopt "$operator/tls.key" "$tls/tls.key"
  adopt "$operator/tls.crt" "$tls/tls.crt"
elif [ -f "$operator/tls.crt" ] || [ -f "$operator/tls.key" ]; then
  die 'the secrets folder holds only one of tls.crt and tls.key; both are needed, or neither'
elif [ ! -s "$tls/tls.crt" ] || [ ! -s "$tls/tls.key" ]; then
  make_certificate
fi
case $host in *[!0-9.:]*) names=-checkhost ;; *) names=-checkip ;; esac
openssl x509 -in "$tls/tls.crt" -noout "$names" "$host" | grep -q 'does match' \
  || say "WARNING: the certificate does not name '$host': put one that does into secrets/, or have a new one made by \`docker compose down -v\`"

if [ -f "$operator/turn_secret" ]; then
  [ -s "$operator/turn_secret" ] || die 'turn_secret in the secrets folder is empty'
  adopt "$operator/turn_secret" "$turn/turn_secret"
elif [ ! -s "$turn/turn_secret" ]; then
  openssl rand -hex 32 >"$turn/turn_secret.new"
  publish "$turn/turn_secret.new" "$turn/turn_secret"
  say 'made a random TURN secret'
fi
say 'ready'
