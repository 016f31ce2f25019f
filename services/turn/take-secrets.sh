#!/bin/sh
# Makes coturn accept the secrets that stand in TURN_SECRET_FILE now, one a line, and no others. They go into a database
# that coturn reads for each new allocation, so that a secret is changed while calls go on; never into an argument or
# the log. Run at start, when the file changes, and by hand: docker compose exec turn take-secrets.sh
set -eu
umask 077

db=${TURN_CONF_FILE:-/run/turn/turnserver.conf}
db=${db%/*}/turndb
file=${TURN_SECRET_FILE:-/run/secrets/turn_secret}
refuse() { printf '%s\n' "$*" >&2; exit 1; }

if [ -n "${TURN_SECRET_FILE:-}" ] && [ -n "${TURN_SECRET:-}" ]; then
  refuse 'TURN_SECRET: give it or TURN_SECRET_FILE, not both'
elif [ -n "${TURN_SECRET+given}" ]; then
  from=TURN_SECRET text=$TURN_SECRET
elif [ ! -e "$file" ]; then
  refuse "TURN_SECRET_FILE: there is no file $file"
elif [ ! -f "$file" ] || [ ! -r "$file" ]; then
  refuse "TURN_SECRET_FILE: $file can't be read by user $(id -u)"
else
  from=TURN_SECRET_FILE text=$(cat "$file")
fi
[ -n "$text" ] || refuse "$from: is empty"

realm=${TURN_REALM:-parley}
# A wrong one is the entrypoint's to refuse.
case $realm in *[!A-Za-z0-9.-]*) realm= ;; esac

# What the signaling nodes read alike, and nothing that would have to be quoted for SQL.
rows=
while IFS= read -r secret; do
  case $secret in
    '') continue ;;
    =* | *[!A-Za-z0-9._~+/=-]*) refuse "$from: may hold letters, digits and . _ ~ + / = - only, and not begin with =; one secret a line" ;;
  esac
  rows="$rows INSERT OR IGNORE INTO turn_secret VALUES ('$realm', '$secret');"
done <<SECRETS
$text
SECRETS

sqlite3 -bail -cmd '.timeout 5000' "$db" <<SQL
CREATE TABLE IF NOT EXISTS turn_secret (realm varchar(127) default '', value varchar(127), primary key (realm,value));
BEGIN IMMEDIATE; DELETE FROM turn_secret; $rows COMMIT;
SQL
