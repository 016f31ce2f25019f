#!/bin/sh
# Puts the newest certificate that nginx was issued where all look for theirs, coturn too: the key into tls.key, the chain
# into tls.crt, both into tls.pem. Until there is one, they hold what init made.
set -eu
umask 027
issued=$1 published=$2 readers=${READERS_GID:-4700}

publish() { # TARGET SOURCE...
  target=$1
  shift
  cat "$@" >"$published/$target.new"
  chgrp "$readers" "$published/$target.new"
  mv "$published/$target.new" "$published/$target"
}

while :; do
  newest=$(ls -t "$issued"/*.crt 2>/dev/null | head -n 1 || true)
  key=${newest%.crt}.key
  # nginx writes the two one after the other.
  if [ -n "$newest" ] && [ -s "$key" ] && ! cmp -s "$newest" "$published/tls.crt" \
    && [ "$(openssl x509 -in "$newest" -noout -pubkey)" = "$(openssl pkey -in "$key" -pubout)" ]; then
    publish tls.pem "$key" "$newest"
    publish tls.key "$key"
    publish tls.crt "$newest"
    echo 'nginx: took the certificate that was issued'
  fi
  sleep "${ACME_PUBLISH_SECONDS:-10}"
done
