#!/usr/bin/env bash
# The own listeners of the stack's signaling nodes, as HOST:PORT with commas, for `make doctor`: each is asked whether it
# is ready. Nothing where there is no stack, or no way to it: only on Linux does the host reach its containers.
[[ -z ${URL:-} && $(uname -s) == Linux ]] || exit 0
ids=$(docker compose ps --quiet --status running signaling 2>/dev/null) || exit 0
[[ -n $ids ]] || exit 0
format='{{range $name, $network := .NetworkSettings.Networks}}{{$name}}={{$network.IPAddress}} {{end}}'
# shellcheck disable=SC2086 # one word an id
docker inspect --format "$format" $ids | sed -nE 's/.*_edge=([0-9.]+).*/\1:8080/p' | paste -sd, -
