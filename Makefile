.PHONY: check test verify bench fmt seeds readme

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

readme: ## put the verdict table as printed into README.md
	@go run ./cmd/itermle verify > .verdicts.txt && \
	awk '/verdicts:end/ {print "```"; hide = 0} !hide {print} /verdicts:begin/ {print "```text"; while ((getline line < ".verdicts.txt") > 0) print line; hide = 1}' \
		README.md > .README.md && mv .README.md README.md && rm .verdicts.txt
