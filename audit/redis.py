"""Redis as a request may use it: two-second time-outs, no second try, and one breaker for everybody in this process."""

import functools

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry

from audit.breaker import Breaker


@functools.cache
def client() -> redis.Redis:
    """One client per process; its pool is safe between threads."""
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0)
    )


breaker = Breaker(lambda: client().ping())
