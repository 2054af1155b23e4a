"""How gunicorn serves the site: a few threads per worker, no files outside this folder."""

import os

# Small matrices: more threads inside numpy only get in each other's way.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
control_socket_disable = True
preload_app = False
graceful_timeout = 20
timeout = 30
accesslog = os.environ.get("ACCESS_LOG") or None
