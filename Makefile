# `make run` starts everything, `make test` tests everything. Each target says what it does.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2
ACTIONLINT = github.com/rhysd/actionlint/cmd/actionlint@v1.7.12

run: postgres build ## start the backend with its own PostgreSQL and a demo account
	@DEMO_EMAIL=$${DEMO_EMAIL-demo@example.com} DEMO_PASSWORD=$${DEMO_PASSWORD-demo-password} exec ./bin/shim

build: ## build bin/shim
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o bin/shim ./shim

test: ## run every test on a real PostgreSQL, with the race detector
	@sh shared/localpg/install.sh pgbouncer
	go test -race ./...

bench: postgres ## compare with a bare handler that runs the same SQL; measure logins, the start and memory
	go test -run=^$$ -bench=. -skip=BetterAuth -benchtime=1x -timeout=20m ./shim

bench-better-auth: postgres ## compare with the real Better Auth server, on the same machine and PostgreSQL; needs npm
	go test -run=^$$ -bench=BetterAuth -benchtime=1x -timeout=20m ./shim

verify-vercel: postgres ## build the functions with the real `vercel build`, run every artifact, try them all; needs npm
	VERIFY_VERCEL=1 go test -count=1 -v -timeout=30m -run=^TestVercel ./shim

verify-better-auth: postgres ## drive Better Auth's own client against the shim and against the real server; needs npm
	VERIFY_BETTER_AUTH=1 go test -count=1 -v -timeout=30m -run=^TestBetterAuthClient ./shim

vercel-routes: ## write vercel.json's routes anew, from its builds and the list of functions
	go test ./shim -run=^TestVercelConfig -update

lint: ## formatting, vet, staticcheck, the workflows
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not formatted: $$unformatted"; exit 1; }
	go vet ./...
	GOOS=darwin go vet ./shared/localpg ./shim
	go run $(STATICCHECK) ./...
	go run $(ACTIONLINT)

fuzz: ## a minute for each fuzz target
	go test -fuzz=FuzzDecode$$ -fuzztime=60s ./shared/web
	go test -fuzz=FuzzClientAddress -fuzztime=60s ./shared/web
	go test -fuzz=FuzzCleanEmail -fuzztime=60s ./shared/account
	go test -fuzz=FuzzAuthenticate -fuzztime=60s ./shared/session
	go test -fuzz=FuzzTarget -fuzztime=60s ./functions/betterauth
	go test -fuzz=FuzzDecodeCursor -fuzztime=60s ./shared/task

verify-all: build postgres ## build and try all five forms of deployment, and print one table; Linux, npm, Docker or podman
	@VERIFY_VERCEL=1 go test -count=1 -v -timeout=30m -run='^Test(Forms|Vercel)' ./shim > bin/forms.log 2>&1 || { cat bin/forms.log; exit 1; }
	@.ci/container > bin/container.log 2>&1 || { cat bin/container.log; exit 1; }
	@grep -h 'first answer .* listTasks p50' bin/forms.log bin/container.log | grep ' size '

verify-container: build ## build the image and hold it against its promises, with Docker or podman
	.ci/container

postgres: # the machine's own PostgreSQL, 14 or newer, installed where it is missing
	@sh shared/localpg/install.sh

.PHONY: run build test bench verify-all verify-vercel verify-better-auth bench-better-auth vercel-routes lint fuzz verify-container postgres
