.PHONY: check test verify bench fmt seeds

check: ## what lands must pass
	bash .ci/run

test:
	go test ./...

verify:
	go run ./cmd/itermle verify

fmt:
	gofmt -w .

bench: ## benchstat-readable, for example: make bench > old.txt
	go test -run '^$$' -bench . -benchmem ./...

SEEDS ?= 50
seeds: ## the whole suite under many suite seeds
	@for seed in $$(seq 1 $(SEEDS)); do \
		echo "seed $$seed"; ITERMLE_SEED=$$seed go test -count=1 ./... || exit 1; \
	done
