# zhol: see README.md. `make demo` and `make test` do everything on a new machine.

PREFIX ?= /usr/local
ZHOL = .build/release/zhol
DEMO = graph.zhol
# The machine decides how many files compile at once.
BUILD = swift build -c release --static-swift-stdlib -Xlinker -s

SEEDS = Schema/schema.dl Seeds/kazakhstan.dl Seeds/sources.csv Seeds/places.csv Seeds/indicators.csv

SECONDS = 60

.PHONY: setup build demo report aiddata test bench bench-load lint fuzz sanitize install clean

setup:
	@./.ci/setup

build: setup
	$(BUILD)

demo: build
	rm -f $(DEMO) $(DEMO)-lock
	$(ZHOL) load --db $(DEMO) $(SEEDS)
	@echo
	@echo "Chinese-financed projects under Nurly Zhol with elite links:"
	@$(ZHOL) run Queries/elite_projects.dl --db $(DEMO) --cite --format table
	@echo
	@echo "Ask on: $(ZHOL) --db $(DEMO)"

# The twelve claims, set against the seed graph: report/report.md with its charts.
report: build
	rm -f $(DEMO) $(DEMO)-lock
	$(ZHOL) load --db $(DEMO) $(SEEDS)
	$(ZHOL) report Queries/report.dl --db $(DEMO) -o report

# Both graphs in one store, and the same questions asked of every country: aiddata/report.md.
AIDDATA = aiddata.zhol
VERSION1 =

aiddata: build
	rm -f $(AIDDATA) $(AIDDATA)-lock
	$(ZHOL) load --db $(AIDDATA) Schema/aiddata.dl $(filter-out Schema/schema.dl,$(SEEDS))
	for table in records totals countries; do \
		$(ZHOL) load --db $(AIDDATA) --map Seeds/aiddata/$$table.map Seeds/aiddata/$$table.csv || exit; \
	done
	$(if $(VERSION1),$(ZHOL) load --db $(AIDDATA) --map Seeds/aiddata/version1.map $(VERSION1))
	$(ZHOL) report Queries/aiddata/report.dl --db $(AIDDATA) -o aiddata
	$(if $(VERSION1),$(ZHOL) report Queries/aiddata/a4_stopped.dl --db $(AIDDATA) -o aiddata)

# Everything once as it is written, and the commands once more as the optimiser leaves them.
test: build
	swift test
	ZHOL_BINARY=$(CURDIR)/$(ZHOL) swift test --skip-build --filter CommandLineTests

# Minutes of what 'make test' does for seconds: random programs, and hostile bytes.
fuzz: setup
	ZHOL_RANDOM_PROGRAMS=2000 swift test --filter RandomProgramTests
	Tests/Fuzz/run $(SECONDS)

sanitize: setup
	./.ci/sanitize

lint: setup
	swift format lint --strict --recursive Sources Tests Package.swift

bench: build
	./Benchmarks/run

bench-load: build
	./Benchmarks/load

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install -m 755 $(ZHOL) $(DESTDIR)$(PREFIX)/bin/zhol

clean:
	rm -rf .build report aiddata $(DEMO) $(DEMO)-lock $(AIDDATA) $(AIDDATA)-lock
