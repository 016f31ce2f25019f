#!/bin/sh
# Healthy: a STUN Binding over UDP is answered and, where TLS is configured, a handshake succeeds. coturn only warns
# when it can't use its certificate and goes on without TLS, so the port has to be asked.
set -eu
conf=${TURN_CONF_FILE:-/run/turn/turnserver.conf}
setting() { sed -n "s/^$1=//p" "$conf"; }

address=$(setting relay-ip)
timeout 3 turnutils_stunclient -p "$(setting listening-port)" "$address" >/dev/null 2>&1 || {
  echo 'no answer to a STUN Binding over UDP'
  exit 1
}
tls_port=$(setting tls-listening-port)
[ -n "$tls_port" ] || exit 0
timeout 3 openssl s_client -connect "$address:$tls_port" </dev/null >/dev/null 2>&1 || {
  echo "no TLS handshake on port $tls_port"
  exit 1
}
