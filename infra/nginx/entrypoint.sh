#!/bin/sh
# Checks what was set, adds what TLS_MODE=acme needs, and hands over to the entrypoint of the base image.
set -eu
umask 027

conf=/etc/nginx/conf.d
module=${ACME_MODULE:-/usr/lib/nginx/modules/ngx_http_acme_module.so}
host=${PUBLIC_HOST:-localhost}
die() { printf 'nginx: not started, %s\n' "$*" >&2; exit 78; }

for name in EDGE_SOCKETS_PER_ADDRESS EDGE_REQUESTS_PER_SECOND; do
  case $(printenv "$name" || true) in '' | 0* | *[!0-9]* | ???????*)
    die "$name: must be a whole number from 1 to 999999" ;;
  esac
done

rm -f "$conf"/acme.*
case ${TLS_MODE:-} in
  '' | selfsigned | files) ;;
  acme)
    [ -r "$module" ] || die "TLS_MODE: acme needs nginx's module ngx_http_acme_module, which this image lacks ($module):
  build on an official nginx image of 1.30 or newer that is not a slim one, or set TLS_MODE=files"
    case $host in
      *[!0-9.:]*) profile=${ACME_PROFILE:-} ;;
      # Let's Encrypt has certificates for addresses in this profile alone; they last six days.
      *) profile=${ACME_PROFILE:-shortlived} ;;
    esac
    echo "load_module $module;" >"$conf/acme.module"
    cat >"$conf/acme.conf" <<CONF
acme_issuer parley {
  uri ${ACME_DIRECTORY:-https://acme-v02.api.letsencrypt.org/directory};
  ${ACME_CONTACT:+contact $ACME_CONTACT;}
  ${profile:+profile $profile require;}
  # Survives a restart: an issuer does not give the same certificate again and again.
  state_path /run/tls/acme;
  accept_terms_of_service;
}
CONF
    echo "acme_certificate parley $host;" >"$conf/acme.server"
    publish-acme.sh /run/tls/acme /run/tls &
    ;;
  *) die "TLS_MODE: must be selfsigned, files or acme, not '$TLS_MODE'" ;;
esac

# As many open files as the engine allows; by default a process has but a few of them.
ulimit -n "$(ulimit -Hn)"
exec /docker-entrypoint.sh "$@"
