# `make run` starts everything, `make test` tests everything. Each target says what it does.
STATICCHECK = honnef.co/go/tools/cmd/staticcheck@v0.8.2

run: postgres build ## start the backend with its own PostgreSQL and a demo account
	@DEMO_EMAIL=$${DEMO_EMAIL-demo@example.com} DEMO_PASSWORD=$${DEMO_PASSWORD-demo-password} exec ./bin/shim

build: ## build bin/shim
	CGO_ENABLED=0 go build -trimpath -ldflags="-s -w" -o bin/shim ./shim

test: postgres ## run every test on a real PostgreSQL, with the race detector
	go test -race ./...

bench: postgres ## compare with a bare handler that runs the same SQL; measure logins, the start and memory
	go test -run=^$$ -bench=. -benchtime=1x -timeout=20m ./shim

lint: ## formatting, vet, staticcheck
	@unformatted=$$(gofmt -l .); [ -z "$$unformatted" ] || { echo "not formatted: $$unformatted"; exit 1; }
	go vet ./...
	GOOS=darwin go vet ./shared/localpg ./shim
	go run $(STATICCHECK) ./...

fuzz: ## a minute for each fuzz target
	go test -fuzz=FuzzDecode$$ -fuzztime=60s ./shared/web
	go test -fuzz=FuzzClientAddress -fuzztime=60s ./shared/web
	go test -fuzz=FuzzCleanEmail -fuzztime=60s ./shared/account
	go test -fuzz=FuzzAuthenticate -fuzztime=60s ./shared/session
	go test -fuzz=FuzzDecodeCursor -fuzztime=60s ./shared/task

postgres: # the machine's own PostgreSQL, 14 or newer, installed where it is missing
	@sh shared/localpg/install.sh

.PHONY: run build test bench lint fuzz postgres
