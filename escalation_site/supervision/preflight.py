"""What can be wrong before anything is started, each in one sentence that says what to do."""

import errno
import fcntl
import os
import socket
import time
from pathlib import Path

import psycopg
import redis
from django.db import DatabaseError, connection
from redis.backoff import NoBackoff
from redis.retry import Retry

LOCK_PATIENCE = 3.0


class CannotStart(Exception):  # noqa: N818 - its text is the sentence for the person
    """The sentence says what is missing and what to do."""


def lock(directory: Path) -> int:
    """Hold the data directory for one `up` alone. The descriptor is the lock: it falls with the last holder's death."""
    descriptor = os.open(directory / "up.lock", os.O_RDWR | os.O_CREAT, 0o600)
    give_up_at = time.monotonic() + LOCK_PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > give_up_at:
                raise CannotStart(
                    f"Escalation Desk already runs on the data in {directory}. "
                    "Stop it first, or name another directory in DESK_DATA_DIR."
                ) from None
            time.sleep(0.1)
        else:
            return descriptor


def listen(host: str, port: int) -> socket.socket:
    """The socket the web server will serve: bound here, so that it stays ours while the server is started again."""
    try:
        family, kind, _protocol, _name, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (socket.gaierror, OverflowError):
        raise CannotStart(f"The address {host}, port {port}, does not exist on this machine.") from None
    listener = socket.socket(family, kind)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
    except OSError as error:
        listener.close()
        raise CannotStart(_why_not_bound(error, host, port)) from None
    listener.listen(1024)
    return listener


def check_database() -> None:
    """Raises CannotStart when the database does not answer."""
    try:
        if connection.vendor == "postgresql":
            # Not through the pool: it would try for ten seconds and keep its reasons to the log.
            given = {key: part for key, part in connection.get_connection_params().items() if key in _ADDRESS}
            psycopg.connect(**given, connect_timeout=5).close()
        else:
            connection.ensure_connection()
    except (psycopg.Error, DatabaseError) as error:
        reason = str(error).strip().splitlines()[0]
        raise CannotStart(f"The database in DATABASE_URL does not answer: {reason}.") from None
    finally:
        connection.close()


def check_redis(url: str) -> None:
    """Raises CannotStart when the Redis somebody named does not answer."""
    try:
        with redis.Redis.from_url(
            url, socket_timeout=3, socket_connect_timeout=3, retry=Retry(NoBackoff(), 0)
        ) as client:
            client.ping()
    except ValueError:
        raise CannotStart("REDIS_URL cannot be understood. It looks like redis://host:6379/0.") from None
    except redis.RedisError as error:
        raise CannotStart(
            f"The Redis in REDIS_URL does not answer: {error}. Start it, or unset REDIS_URL to use the built-in one."
        ) from None


_ADDRESS = {"host", "port", "user", "password", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "service"}


def _why_not_bound(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use by another program. Choose another one: ./run --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has. Choose one above 1023: ./run --port 8000"
    return f"The address {host}, port {port}, cannot be used here ({error.strerror})."
