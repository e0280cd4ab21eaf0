BIN      := .cache/bin
FUZZTIME ?= 20s
ID       ?= 11111111-2222-3333-4444-555555555555
INPUT    ?= fixtures/vvp3-plain.helm3.yaml
# the race detector needs a C compiler; where there is none, Go reports CGO_ENABLED=0
RACE      = $(if $(filter 1,$(shell go env CGO_ENABLED)),-race)
MODULES   = . $(patsubst %/go.mod,%,$(wildcard e2e/go.mod e2e/*/go.mod bench/go.mod tools/go.mod))
TOOLS    := $(BIN)/gofumpt $(BIN)/staticcheck $(BIN)/govulncheck

.PHONY: help build run test lint cross vuln golden fuzz fixtures e2e bench clean
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z0-9]+:.*## / {printf "%-10s %s\n", $$1, $$2}' Makefile

build: ## build bin/postrender
	CGO_ENABLED=0 go build -trimpath -o bin/ ./cmd/postrender

run: build ## filter the VVP 3 render of this repo; show diff, effects and record
	@mkdir -p out
	@bin/postrender diff -q --client-id $(ID) $(INPUT) || test $$? -eq 2
	@echo
	bin/postrender --client-id $(ID) --report out/vvp3.report.json < $(INPUT) > out/vvp3.yaml
	@echo
	@echo "output: out/vvp3.yaml"
	@echo "record: out/vvp3.report.json"

test: ## run the tests, with the race detector where there is a C compiler
	go test $(RACE) ./...

lint: $(BIN)/gofumpt $(BIN)/staticcheck ## gofumpt, go vet and staticcheck, in every module
	@out=$$($(BIN)/gofumpt -l .) || exit 1; test -z "$$out" || { echo "not formatted:"; echo "$$out"; exit 1; }
	@for m in $(MODULES); do \
		pkgs=$$(cd $$m && go list ./... 2>/dev/null) || { (cd $$m && go list ./...); exit 1; }; \
		test -n "$$pkgs" || continue; \
		echo "lint $$m"; (cd $$m && go vet ./... && $(CURDIR)/$(BIN)/staticcheck ./...) || exit 1; \
	done

cross: ## vet for the other systems that we ship for
	GOOS=windows go vet ./...
	GOOS=darwin go vet ./...

vuln: $(BIN)/govulncheck ## look for known vulnerabilities (VULNDB: another database)
	@tools/vuln.sh

golden: ## rewrite the goldens
	UPDATE=1 go test -count=1 -run Golden ./...

fuzz: ## run every fuzz target for FUZZTIME
	@FUZZTIME=$(FUZZTIME) tools/fuzz.sh

fixtures: $(BIN)/helm3 $(BIN)/helm4 ## render the fixtures anew from the stand-in charts
	e2e/capture.sh

e2e: build $(BIN)/helm3 ## run the tests against the real hosts
	@test -f e2e/go.mod || { echo "e2e/go.mod is missing: nothing would be tested"; exit 1; }
	cd e2e && HELM3=$(CURDIR)/$(BIN)/helm3 POSTRENDER=$(CURDIR)/bin/postrender go test -count=1 ./...
	cd e2e/kubectl && go test -count=1 ./...

bench: ## compare with the peers, and run the Go benchmarks (BENCHFLAGS='-inputs ^sparse$$')
	go test -run '^$$' -bench . -benchmem ./...
	@mkdir -p out
	cd bench && go run ./cmd/compare $(BENCHFLAGS) > ../out/bench.md
	@cat out/bench.md

clean: ## remove what was built; helm and the tools stay in .cache
	rm -rf bin out

$(TOOLS): tools/go.mod tools/go.sum
	cd tools && go build -trimpath -o ../$@ $$(go list tool | grep '/$(@F)$$')

$(BIN)/helm3: e2e/helm3/go.mod e2e/helm3/go.sum
	cd e2e/helm3 && CGO_ENABLED=0 go build -trimpath -o ../../$@ helm.sh/helm/v3/cmd/helm

$(BIN)/helm4: e2e/helm4/go.mod e2e/helm4/go.sum
	cd e2e/helm4 && CGO_ENABLED=0 go build -trimpath -o ../../$@ helm.sh/helm/v4/cmd/helm
