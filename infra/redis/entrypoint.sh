#!/bin/sh
# Lets in one user, with the rights of rights.acl and the password that init made, and nobody else; then becomes
# redis-server with the arguments given. The list of users goes into a tmpfs, with a hash in place of the password.
set -eu
umask 077

password=${REDIS_PASSWORD_FILE:-/run/login/redis_password}
users=${REDIS_USERS_FILE:-/tmp/users.acl}
[ -s "$password" ] || { printf 'redis: not started, no password can be read from %s\n' "$password" >&2; exit 78; }

rights=$(cat /usr/local/share/parley-rights.acl)
hash=$(tr -d '\n' <"$password" | sha256sum)
cat >"$users" <<ACL
user default off resetpass
user parley on #${hash%% *} $rights
ACL
exec "$@" --aclfile "$users"
