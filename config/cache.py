"""The cache of sites with several machines: Redis or Valkey, and the database's table while that does not answer."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from config.services import CACHE_TABLE, CACHE_TABLE_OPTIONS

log = logging.getLogger(__name__)
PATIENCE = 0.5  # seconds that an answer may take: somebody waits for a page
PAUSE = 3.0  # seconds until it is asked again after it failed


def _either(name: str) -> Callable[..., Any]:
    """A method of a cache that asks Redis, and the table where Redis fails."""

    def method(self: "RedisOrDatabaseCache", *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= RedisOrDatabaseCache.asked_again_at:
            try:
                return getattr(super(RedisOrDatabaseCache, self), name)(*args, **kwargs)
            except RedisError as error:
                RedisOrDatabaseCache.asked_again_at = time.monotonic() + PAUSE
                log.error("The cache does not answer (%s): using the table", type(error).__name__)
        return getattr(self.table, name)(*args, **kwargs)

    return method


class RedisOrDatabaseCache(RedisCache):
    """Counts of wrong passwords and codes that were used are kept here, so an outage must neither let everybody try
    for ever nor keep everybody out. The table begins with empty counts and is as shared as the database is.
    """

    asked_again_at = 0.0  # of the whole process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patience = {"socket_connect_timeout": PATIENCE, "socket_timeout": PATIENCE}
        options = {**patience, "retry": Retry(NoBackoff(), 0), **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
        self.table = DatabaseCache(CACHE_TABLE, {"OPTIONS": CACHE_TABLE_OPTIONS})

    add = _either("add")
    get = _either("get")
    set = _either("set")
    touch = _either("touch")
    delete = _either("delete")
    get_many = _either("get_many")
    set_many = _either("set_many")
    delete_many = _either("delete_many")
    has_key = _either("has_key")
    incr = _either("incr")
    clear = _either("clear")
