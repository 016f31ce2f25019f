#!/bin/sh
# Writes turnserver.conf from the environment, then becomes turnserver. Every wrong setting is named before the
# start is given up. The secrets go into a database beside that file (take-secrets.sh): never into an argument, the log
# or the environment of turnserver.
set -eu
umask 077

conf=${TURN_CONF_FILE:-/run/turn/turnserver.conf}
faults=
say() { printf 'turn: %s\n' "$*"; }
fault() { faults="$faults
  $*"; }

is_port() {
  case $1 in '' | *[!0-9]* | ??????*) return 1 ;; esac
  [ "$1" -ge 1 ] && [ "$1" -le 65535 ]
}
is_count() {
  case $1 in '' | *[!0-9]* | ??????????*) return 1 ;; esac
  [ "$1" -ge 1 ]
}
is_total() {
  case $1 in '' | *[!0-9]* | ????????????????*) return 1 ;; esac
  [ "$1" -ge 1 ]
}
is_ipv4() {
  printf '%s\n' "$1" | awk -F. '
    NR > 1 || NF != 4 { bad = 1 }
    { for (i = 1; i <= NF; i++) if ($i !~ /^[0-9][0-9]?[0-9]?$/ || $i > 255) bad = 1 }
    END { exit bad }'
}
check() { # TEST NAME VALUE WHAT-IT-MUST-BE
  "$1" "$3" || fault "$2: must be $4, not '$3'"
}

realm=${TURN_REALM:-parley}
port=${TURN_PORT:-3478}
tls_port=${TURN_TLS_PORT:-5349}
min_port=${TURN_MIN_PORT:-49160}
max_port=${TURN_MAX_PORT:-49259}
user_quota=${TURN_USER_QUOTA:-48}
max_bps=${TURN_MAX_BPS:-3000000}
reload_seconds=${TURN_RELOAD_SECONDS:-30}
log_level=${TURN_LOG_LEVEL:-warning}

case $realm in *[!A-Za-z0-9.-]*) fault "TURN_REALM: may hold letters, digits, dots and hyphens, not '$realm'" ;; esac
check is_port TURN_PORT "$port" 'a port'
check is_port TURN_TLS_PORT "$tls_port" 'a port'
check is_port TURN_MIN_PORT "$min_port" 'a port'
check is_port TURN_MAX_PORT "$max_port" 'a port'
if is_port "$min_port" && is_port "$max_port" && [ "$min_port" -gt "$max_port" ]; then
  fault "TURN_MIN_PORT: must not be above TURN_MAX_PORT ($min_port > $max_port)"
fi
check is_count TURN_USER_QUOTA "$user_quota" 'a whole number above 0'
check is_count TURN_MAX_BPS "$max_bps" 'a whole number above 0'
check is_count TURN_RELOAD_SECONDS "$reload_seconds" 'a whole number above 0'
[ -z "${TURN_BPS_CAPACITY:-}" ] || check is_total TURN_BPS_CAPACITY "$TURN_BPS_CAPACITY" 'a whole number above 0'
case $log_level in debug | info | warning | error) ;; *)
  fault "TURN_LOG_LEVEL: must be debug, info, warning or error, not '$log_level'" ;;
esac
[ -z "${TURN_RELAY_IP:-}" ] || check is_ipv4 TURN_RELAY_IP "$TURN_RELAY_IP" 'an IPv4 address'
[ -z "${TURN_EXTERNAL_IP:-}" ] || check is_ipv4 TURN_EXTERNAL_IP "$TURN_EXTERNAL_IP" 'an IPv4 address'

# --- the secrets: shown in no message ---
if ! secret_fault=$(take-secrets.sh 2>&1); then fault "$secret_fault"; fi
secret_file=${TURN_SECRET_FILE:-/run/secrets/turn_secret}
# What was given by the environment can't change.
[ -z "${TURN_SECRET:-}" ] || secret_file=
unset TURN_SECRET

# --- TLS: wanted where both files are named, done without where they can't be read ---
cert=${TURN_CERT_FILE:-} key=${TURN_KEY_FILE:-}
tls=no-tls tls_off=
if [ -n "$cert" ] && [ -z "$key" ]; then
  fault 'TURN_KEY_FILE: is missing beside TURN_CERT_FILE'
elif [ -z "$cert" ] && [ -n "$key" ]; then
  fault 'TURN_CERT_FILE: is missing beside TURN_KEY_FILE'
elif [ -z "$cert" ]; then
  tls_off="no TURN_CERT_FILE and TURN_KEY_FILE"
elif [ ! -r "$cert" ] || [ ! -r "$key" ]; then
  tls_off="$cert or $key is not there or not readable by user $(id -u)"
else
  # TLS 1.2 at least is coturn's default; of its ciphers only those with forward secrecy (Mozilla intermediate).
  tls="tls-listening-port=$tls_port
cert=$cert
pkey=$key
cipher-list=ECDHE+AESGCM:ECDHE+CHACHA20"
fi

if [ -n "$faults" ]; then
  printf 'turn: not started, wrong settings:%s\n' "$faults" >&2
  exit 78 # EX_CONFIG
fi
[ -z "$tls_off" ] || say "WARNING: no TLS, turns: URLs will not answer: $tls_off"

# --- addresses: own is what relays are bound to, external is what callers are told ---
own=${TURN_RELAY_IP:-$(hostname -I | tr ' ' '\n' | grep -m1 -E '^[0-9]+(\.[0-9]+){3}$' || true)}
if [ -z "$own" ]; then
  say 'not started: this machine has no IPv4 address; TURN_RELAY_IP can name one' >&2
  exit 78
fi
external=${TURN_EXTERNAL_IP:-}
if [ -z "$external" ]; then
  external=$(timeout 5 detect-external-ip 2>/dev/null | tr -d '"\r' | head -n 1 || true)
  if is_ipv4 "$external"; then
    say "external address detected: $external (TURN_EXTERNAL_IP overrides)"
  else
    say "WARNING: no external address could be detected; callers are told $own. Set TURN_EXTERNAL_IP"
    external=$own
  fi
fi
mapping=
[ "$external" = "$own" ] || mapping="external-ip=$external/$own"

# Two of a session's bounds follow from the others: never more allocations than ports, nor more bytes than all of them
# may have. coturn takes max-bps off the capacity for each allocation.
ports=$((max_port - min_port + 1))
capacity=${TURN_BPS_CAPACITY:-$((ports * max_bps))}

# --- coturn's own exporter: inside the stack only, and only where this build of coturn has one ---
metrics=
if [ "${TURN_METRICS:-0}" != 0 ]; then
  if turnserver --help 2>&1 | grep -q -e --prometheus; then
    metrics=prometheus
    say 'TURN_METRICS: metrics on port 9641'
  else
    say 'WARNING: TURN_METRICS is set, and this build of coturn has no exporter'
  fi
fi

# The permission lifetimes stay coturn's own (RFC 8656 fixes them), and Binding stays open to all, as stun: URLs
# need. coturn 4.18 has its command line interface, DTLS and the software attribute off by itself.
{
  cat <<CONF
realm=$realm
listening-port=$port
$tls
relay-ip=$own
$mapping
min-port=$min_port
max-port=$max_port

use-auth-secret
stale-nonce=600
# Every 401 goes to an address that may be forged. The limit leaves room for many callers behind one NAT.
unauthorized-ratelimit
unauthorized-ratelimit-rps=100

# One peer holds an allocation for each other peer and each TURN URL. Nobody gets more than there are ports.
user-quota=$user_quota
total-quota=$ports
# Bytes a second for one allocation, and for all: a relay for calls, not for bulk transfer.
max-bps=$max_bps
bps-capacity=$capacity

no-tcp-relay
no-multicast-peers
no-rfc5780
no-dynamic-ip-list
no-dynamic-realms
no-auth-pings
$metrics

log-file=stdout
log-min-level=$log_level
pidfile=${conf%/*}/turnserver.pid
userdb=${conf%/*}/turndb

# Two peers that both relay here meet at this address, which the ranges below would deny.
allowed-peer-ip=$own
CONF
  cat /etc/parley/denied-peers.conf
} >"$conf"

# coturn goes on past a line that it does not understand, and a range that is not denied is an open door. So it is made to
# read the file once before, to an argument at which it ends.
sed 's/^log-min-level=.*/log-min-level=debug/' "$conf" >"$conf.check"
misunderstood=$(timeout 10 turnserver -c "$conf.check" "$@" --min-port=none 2>&1 \
  | grep -oiE '(bad configuration format|wrong address|unknown argument|unknown boolean|unrecognized option|aborting|deprecated).*' \
  | sort -u || true)
rm -f "$conf.check"
if [ -n "$misunderstood" ]; then
  printf 'turn: not started, coturn does not understand its configuration:\n%s\n' "$misunderstood" >&2
  exit 78
fi

say "realm $realm, ports $port and $min_port-$max_port/udp, relaying from $own as $external, $([ "$tls" = no-tls ] && echo 'no TLS' || echo "TLS on $tls_port")"

# coturn names the address of every peer it denies and, at -v, of every client, and the user name of a credential that it
# refuses; who talks to whom is nobody's business. The filter's input ends with turnserver, and so does the filter.
pipe=${conf%/*}/log
rm -f "$pipe" && mkfifo "$pipe"
sed -uE 's/ (peer IP|remote) [0-9A-Fa-f:.]+/ \1 (hidden)/; s/ user <[^>]*>/ user (hidden)/' <"$pipe" &
watch-files.sh $$ "$reload_seconds" "$cert" "$secret_file" &
exec turnserver -c "$conf" "$@" >"$pipe" 2>&1
