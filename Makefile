# `make` alone prints what there is.
PORT ?= 8000
VAR ?= var
PY := .venv/bin/python
ATRIUM := .venv/bin/atrium

.DEFAULT_GOAL := help
.PHONY: help run up down venv web test test-fast test-compose soak soak-short coverage mutants bench lint types format docs snapshots migration lock clean

help: ## this list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@printf '\nThe command line of the house: .venv/bin/atrium --help\n'

##@ Using it
run: ## everything in one process, with a demo estate: make run [PORT=8100] [VAR=folder]
	@deploy/venv.sh run
	@deploy/web.sh
	@exec env ATRIUM_PORT=$(PORT) ATRIUM_VAR=$(VAR) ATRIUM_LOG_FORMAT=$${ATRIUM_LOG_FORMAT:-text} $(ATRIUM) run --demo
up: ## the full system in containers: make up [PORT=8100] [DEMO=1]; docs/deployment.md has more
	@PORT=$(PORT) deploy/up.sh $(if $(DEMO),demo)
down: ## stops it again; its data and its secrets stay
	@docker compose -f deploy/compose.yaml --profile '*' down

##@ Building it
venv: ## the virtual environment with everything for developing
	@deploy/venv.sh dev
web: ## the web page, into gateway/web/dist
	@deploy/venv.sh run
	@deploy/web.sh
test: venv web ## lint, types and all tests, on a RabbitMQ and PostgreSQL of their own
	@$(MAKE) --no-print-directory lint types
	@$(PY) -m tests.servers $(PY) -m pytest -n 4 --dist loadfile $(ARGS)
test-fast: venv ## only the tests that need no server
	@$(PY) -m pytest -q -k "not postgresql" --ignore tests/faults --ignore tests/browser --ignore tests/journeys --ignore tests/bus $(ARGS)
test-compose: venv ## the full system in containers: the README's walk, then each container killed in turn; needs Docker
	@$(PY) -m tests.compose
soak: venv ## room changes, or sales, while all is killed in turn: make soak [KIND=sale] [SEED=7] [MINUTES=10] [CLIENTS=4] [COPIES=2]
	@$(PY) -m tests.faults.soak --minutes $(or $(MINUTES),10) $(and $(KIND),--kind $(KIND)) $(and $(SEED),--seed $(SEED)) \
		$(and $(CLIENTS),--clients $(CLIENTS)) $(and $(COPIES),--copies $(COPIES))
soak-short: venv ## the soak in about a minute, as `make test` has it
	@$(PY) -m pytest -q tests/faults/test_soak.py $(ARGS)
coverage: venv web ## the tests with the branches of the kit, the rules and the events counted; less than all of them fails
	@$(PY) -m tests.servers $(PY) -m pytest -n 2 --dist loadfile --ignore tests/browser --ignore tests/journeys \
		--cov --cov-report=term-missing:skip-covered --cov-fail-under=100 $(ARGS)
mutants: venv ## each mechanism taken away in turn, which the tests must notice: make mutants [ARGS=no-inbox]
	@$(PY) -m tests.servers $(PY) -m tests.faults.mutants $(ARGS)
bench: venv ## speed beside what one would pick instead, into docs/benchmarks.md: make bench [ONLY="relay …"] [QUICK=1]
	@tests/bench/venv.sh
	@ATRIUM_TEST_FSYNC=on $(PY) -m tests.servers $(PY) -m tests.bench $(if $(QUICK),--quick) $(ONLY)
lint: venv ## ruff
	@$(PY) -m ruff check . && $(PY) -m ruff format --check .
types: venv ## mypy
	@$(PY) -m mypy
format: venv ## ruff format
	@$(PY) -m ruff check --fix-only . && $(PY) -m ruff format .

##@ Papers
docs: venv ## docs/rules.md, docs/events.md and the drawn procedures, from the code
	@$(PY) -m docs.build
snapshots: venv ## the kept wire form of every event, anew, after a change that is meant
	@$(PY) -m tests.wire.snapshots
migration: venv ## a new migration: make migration SERVICE=property SET=property M="adds parking"
	@$(ATRIUM) migration $(SERVICE) --set $(or $(SET),$(SERVICE)) -m "$(M)"
lock: venv ## the pinned lists, anew from requirements.in and requirements-dev.in
	@deploy/lock.sh
clean: ## removes what was built (not var/)
	@rm -rf .venv .venv-bench gateway/web/dist gateway/web/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis
