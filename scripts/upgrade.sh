#!/usr/bin/env bash
# Builds the signaling nodes anew and puts new ones in the place of those that run: `make upgrade`. The new ones come
# first; an old one that stops then sends its clients over, and they keep their places.
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t old < <(docker compose ps --quiet signaling)
count=${#old[@]}
((count > 0)) || { echo 'no node runs yet: make up'; exit 1; }

docker compose build --quiet signaling
docker compose up --detach --wait --no-deps --no-recreate --scale "signaling=$((2 * count))" signaling
for node in "${old[@]}"; do
  # As long as it needs to send its clients away: stop_grace_period in docker-compose.yml.
  docker stop "$node" >/dev/null
  docker rm "$node" >/dev/null
done
echo "$count new nodes run in the place of $count old ones."
