# Everything one does with Keyrack, a line each. The work itself is in .ci/.
.DEFAULT_GOAL := help
.PHONY: help setup run dev test lint fmt bench screenshots db-prepare package

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

setup: ## install what is missing here (run does it by itself)
	@.ci/setup

run: ## build for release and serve with demo data on http://127.0.0.1:3000
	@.ci/setup
	@.ci/serve --demo

dev: ## serve with demo data, rebuild and reload on every change
	@.ci/setup
	@.ci/dev

test: ## format, lints, unit, property, database and browser tests
	@.ci/setup --test
	@.ci/test

lint: ## format, lints, licences and scripts only
	@.ci/setup --test
	@.ci/test --lint

fmt: ## format the Rust code
	@cargo fmt --all

bench: ## benchmarks, as ratios to what the machine can do
	@.ci/setup --test
	@benches/run

screenshots: ## take the pictures of docs/screenshots anew
	@.ci/setup --test
	@.ci/browser --screenshots

package: ## build keyrack.tar.gz, all that an installation needs
	@.ci/setup
	@.ci/package

db-prepare: ## write .sqlx anew, after a change to a query or a migration
	@.ci/setup
	@.ci/db-prepare
