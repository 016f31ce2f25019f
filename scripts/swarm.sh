#!/usr/bin/env bash
# Brings the stack of docker-compose.yml to the Docker Swarm that this machine manages, and later what changed in it:
# `make swarm`. With `config` it only prints what would be deployed. REGISTRY=registry.example.org/ is where the other
# machines get the images from; a swarm of one machine needs none.
set -euo pipefail
cd "$(dirname "$0")/.."

stack=parley
services=(redis signaling web turn nginx)
compose() { docker compose --project-name "$stack" --file docker-compose.yml --file infra/swarm/stack.yml "$@"; }

# What Compose writes and `docker stack deploy` does not read: a name, and numbers as words. Ports are those of their own
# machine, and not of the swarm's mesh: that one hides from nginx and coturn who calls.
as_stack() {
  compose config \
    | sed -E '/^name:/d; s/mode: ingress/mode: host/; s/(published|mode): "([0-9]+)"/\1: \2/' \
    | sed -E "${1:-}"
}
if [[ ${1:-} == config ]]; then
  as_stack
  exit
fi

[[ $(docker info --format '{{.Swarm.ControlAvailable}}') == true ]] \
  || { echo 'this machine manages no swarm: docker swarm init'; exit 1; }

setting() { compose config --environment | sed -n "s/^$1=//p"; }
[[ $(setting TLS_MODE) != acme ]] \
  || { echo 'TLS_MODE=acme writes its certificate to a volume of one machine: a swarm needs one in secrets/'; exit 1; }

# Each image is named by what is in it, so that only those services are replaced whose image is another one.
compose build --quiet "${services[@]}"
named=
for service in "${services[@]}"; do
  image=${REGISTRY:-}parley-$service
  id=$(docker image inspect --format '{{.Id}}' "$image")
  id=${id#sha256:}
  docker tag "$image" "$image:${id:0:12}"
  [[ -z ${REGISTRY:-} ]] || docker push --quiet "$image:${id:0:12}"
  named+="s#image: $image\$#&:${id:0:12}#; "
done

# Made as for Compose (infra/init), but kept by the swarm. They go from one pipe to the next and never to a disk.
make_secrets() {
  docker compose build --quiet init
  image=$(docker compose config --images init)
  docker run --rm --network none --volume "$PWD/secrets:/operator:ro" \
    --env PUBLIC_HOST="$(setting PUBLIC_HOST)" --env TLS_MODE="$(setting TLS_MODE)" \
    --tmpfs /run/tls --tmpfs /run/secrets --tmpfs /run/login --tmpfs /run/join --entrypoint sh "$image" \
    -c 'init.sh >&2 && cd /run && tar c tls/tls.* secrets/turn_secret login/redis_*' | base64
}
made=
for file in login/redis_password login/redis_url secrets/turn_secret tls/tls.crt tls/tls.key tls/tls.pem; do
  name=${stack}_$(basename "$file" | tr . _)
  if docker secret inspect "$name" >/dev/null 2>&1; then continue; fi
  made=${made:-$(make_secrets)}
  base64 --decode <<<"$made" | tar x --to-stdout "$file" | docker secret create "$name" - >/dev/null
done

resolve=changed
[[ -n ${REGISTRY:-} ]] || resolve=never
as_stack "$named" | docker stack deploy --detach=false --quiet --prune --resolve-image "$resolve" --compose-file - "$stack"
