# Two commands matter: `make run` serves the paper, `make test` proves it. `make help` has the rest.
PY := .venv/bin/python

.PHONY: help run test prove bench lint format messages lock clean

help: ## what can be made
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s%s\n", $$1, $$2 }'

run: ## serve the paper on http://127.0.0.1:8000 (PORT=8001 for another port); Ctrl-C stops it
	@deploy/venv.sh runtime
	@exec $(PY) deploy/serve.py

test: ## style, types, migrations, deploy check, and the suite on SQLite and on PostgreSQL
	@deploy/venv.sh dev
	@$(PY) -m tests.run test

prove: ## the long proofs: fuzzing and kills (PROVE=500 for fewer examples)
	@deploy/venv.sh dev
	@$(PY) -m tests.run prove

bench: ## measurements, as ratios taken in one run
	@deploy/venv.sh dev
	@$(PY) -m tests.bench

lint: ## style and types alone
	@deploy/venv.sh dev
	@$(PY) -m tests.run lint

format: ## put the code in form
	@deploy/venv.sh dev
	@$(PY) -m ruff check --quiet --fix . && $(PY) -m ruff format --quiet .

messages: ## gather new sentences into the catalogues, and compile them
	@deploy/venv.sh dev
	@$(PY) manage.py messages

lock: ## the locked requirements anew, from deploy/requirements/*.in
	@deploy/venv.sh dev
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@cd deploy/requirements && for name in runtime s3 dev; do \
		../../$(PY) -m uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
			$$name.in -o $$name.txt || exit 1; done

clean: ## take away what was made here, but never the paper's data in var/
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
