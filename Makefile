.PHONY: check test verify fmt bench race seeds verdicts fuzz tight module

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

race: ## simulate beside vectorised numpy, where python3 has it: CPU seconds and ratios
	race/run

SEEDS ?= 50
seeds: ## the whole suite under many suite seeds
	@for seed in $$(seq 1 $(SEEDS)); do \
		echo "seed $$seed"; ITERMLE_SEED=$$seed go test -count=1 ./... || exit 1; \
	done

FUZZTIME ?= 30s
fuzz: ## each fuzz target in turn: make fuzz FUZZTIME=10m
	@for target in FuzzClaims FuzzAssumptions FuzzFamilies FuzzCertificates FuzzChecker; do \
		go test ./properties -run '^$$' -fuzz "^$$target$$" -fuzztime $(FUZZTIME) || exit 1; \
	done
	go test ./cmd -run '^$$' -fuzz '^FuzzParsers$$' -fuzztime $(FUZZTIME)

BUDGET ?= 10m
tight: ## where each bound is tightest, into the archive: make tight BUDGET=1h
	go run ./cmd/itermle tight --budget $(BUDGET) --update

verdicts: ## write testdata/verdicts.txt, the headline rows and the picture of README.md and what the tutorials print
	go test -count=1 ./cmd -run '^Test(VerdictTable|TutorialsShowWhatIsPrinted|Picture)$$' -update

# The module's new path hides the shell's search path, which the shell function of make still has.
ifeq ($(origin PATH),command line)
MODULE := $(PATH)
SEARCH := $(shell echo $$PATH):/usr/local/go/bin
unexport PATH
else
SEARCH := $(PATH)
endif

module: ## give the module another path: make module PATH=example.org/itermle
	@PATH='$(SEARCH)' go run ./internal/modulepath '$(MODULE)'
