.DELETE_ON_ERROR:
.PHONY: help run test check lock bench bench-engine environment sbom audit
PYTHON ?= python3
PORT ?= 8000
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check --no-warn-script-location

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

run: .venv/run.ok var/secret_key  ## start Waymark on this machine, with its content loaded
	$(PY) manage.py migrate --noinput -v 0
	$(PY) manage.py loadcontent
	$(PY) manage.py collectstatic --noinput -v 0
	@echo "Waymark is at http://127.0.0.1:$(PORT)/ (stop it with Ctrl+C)"
	@SITE_URL=$${SITE_URL:-http://127.0.0.1:$(PORT)} exec $(PY) -m gunicorn --config config/gunicorn.py -b 127.0.0.1:$(PORT) config.wsgi

test: .venv/test.ok  ## unit, web and browser tests; .ci/run has longer ones too
	CHROMIUM="$$(sh tests/bin/browser)" $(PY) -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder -m "not drill"

check: .venv/check.ok  ## style, types, Django's checks, content, missing migrations
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	git ls-files -z -- '*.html' | xargs -0 .venv/bin/djade --target-version 5.2 --check
	$(PY) -m mypy
	$(PY) manage.py check --settings tests.settings
	$(PY) manage.py makemigrations --check --dry-run --settings tests.settings
	$(PY) manage.py testbank --settings tests.settings

bench: .venv/test.ok  ## what an answer costs beside a bare Django view, weights of pages, numbers of queries
	$(PY) -m tests.load.cost

bench-engine: .venv/test.ok  ## measure the engine against its peers on simulated learners
	OPENBLAS_NUM_THREADS=1 $(PY) -m tests.bench --seeds 1,2,3 --draws 2 --learners 300 --no-libraries --gate Waymark

environment: .venv/run.ok  ## write docs/environment.md from the settings
	$(PY) -m config.environment

sbom: .venv/check.ok  ## list what the site is made of, as CycloneDX, in var/sbom.json
	@mkdir -p var
	$(PY) -m cyclonedx_py requirements --pyproject pyproject.toml --output-reproducible --output-format JSON -o var/sbom.json requirements.txt

audit: .venv/test.ok  ## look for known weaknesses of the packages, in ADVISORIES=folder or zip
	$(PY) tests/bin/audit requirements.txt requirements-test.txt

lock: | $(PY)  ## pin every dependency again, with hashes, for every platform
	$(PIP) uv
	sh tests/bin/lock

var/secret_key: | $(PY)
	@mkdir -p var && umask 077 && $(PY) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

$(PY):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; set PYTHON=/path/to/python3.x")'
	$(PYTHON) -m venv .venv

.venv/run.ok: requirements.txt | $(PY)
	$(PIP) --require-hashes -r $<
	@touch $@

.venv/test.ok: requirements-test.txt | $(PY)
	$(PIP) --require-hashes -r $<
	@touch $@ .venv/run.ok

.venv/check.ok: requirements-check.txt | $(PY)
	$(PIP) --require-hashes -r $<
	@touch $@ .venv/run.ok .venv/test.ok
