"""How gunicorn serves the site: a few threads per worker, no files outside this folder."""

import os
import runpy
import shutil
import tempfile
from pathlib import Path
from typing import Any

# Small matrices: more threads inside numpy only get in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

# --- the server -----------------------------------------------------------------------------------

# How many processes serve pages: as many as the machine has cores.
workers = int(os.environ.get("WEB_WORKERS", "2"))
# How many requests a process works on at a time.
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
control_socket_disable = True
preload_app = False
graceful_timeout = 20
timeout = 30
# The site writes a line for each request itself. Not imported: this process stays while a reload brings new code.
logconfig_dict = runpy.run_path(str(Path(__file__).with_name("logs.py")))["logging_config"](
    level=os.environ.get("LOG_LEVEL", "INFO"),  # explained in settings.py
    form=os.environ.get("LOG_FORMAT", "plain"),
)


def on_starting(server: Any) -> None:
    """The processes count together, in files that go when the server does."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="waymark-figures-")


def on_exit(server: Any) -> None:
    shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
