"""The parts of the product as children of the tree, and how each shows that it does its work."""

import functools
import http.client
import json
import os
import socket
import sys
from urllib.parse import urlsplit

from django.conf import settings

from escalation_site.celery import app
from escalation_site.supervision.child import Child

# Celery warns at length when it runs as root; in a container that is what people do.
CELERY = [
    sys.executable,
    "-W",
    "ignore::UserWarning:celery.platforms",
    "-m",
    "celery",
    "-A",
    "escalation_site",
    "--quiet",
]
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]


def prepare(*, is_demo: bool, site_url: str) -> Child:
    """Runs once before the others: tables, static files, roles, the demo if asked for."""
    arguments = ["--demo"] if is_demo else []
    return _child("prepare", [*MANAGE, "prepare", *arguments], site_url)


def parts(listener: socket.socket, site_url: str, *, is_demo: bool) -> list[Child]:
    """Pages have a worker of their own, so that no other work can keep them waiting."""
    demo = [_child("harbour", [*MANAGE, "demo_feed", "--no-fill"], site_url)] if is_demo else []
    return [
        _web(listener, site_url),
        _worker("worker", "default", site_url),
        _worker("pages", "pages", site_url),
        _child("beat", [*CELERY, "beat", "--scheduler", "celery.beat.Scheduler", "--loglevel", "WARNING"], site_url),
        _sweeper(listener, site_url),
        *demo,
    ]


def _web(listener: socket.socket, site_url: str) -> Child:
    child = _child("web", [sys.executable, "-m", "escalation_site.serve", str(listener.fileno())], site_url)
    child.keeps = [listener.fileno()]
    child.is_ready = lambda: bool(health(listener, site_url))
    return child


def _sweeper(listener: socket.socket, site_url: str) -> Child:
    child = _child("sweeper", [*MANAGE, "sweep"], site_url)
    child.is_ready = lambda: health(listener, site_url).get("sweeper") == "ok"
    return child


def _worker(name: str, queue: str, site_url: str) -> Child:
    node = f"{name}-{os.getpid()}@{socket.gethostname()}"
    options = ["-n", node, "-Q", queue, "-P", "threads", "-c", "4", "--loglevel", "WARNING"]
    child = _child(name, [*CELERY, "worker", *options, "--without-gossip", "--without-mingle"], site_url)
    child.is_ready = functools.partial(worker_answers, node)
    return child


def health(listener: socket.socket, site_url: str) -> dict[str, str]:
    """What `/healthz` says, with whatever status; nothing while the product does not answer."""
    host, port = listener.getsockname()[:2]
    talk = http.client.HTTPConnection(host, port, timeout=5)
    try:
        talk.request("GET", "/healthz", headers={"Host": urlsplit(site_url).netloc})
        answer: dict[str, str] = json.loads(talk.getresponse().read())
    except (OSError, ValueError, http.client.HTTPException):
        return {}
    else:
        return answer
    finally:
        talk.close()


def worker_answers(node: str) -> bool:
    """Whether this worker answers a ping through the broker."""
    try:
        return bool(app.control.ping(destination=[node], timeout=1, limit=1))
    except Exception:  # noqa: BLE001 - a broker that is not there yet means: not ready
        return False


def _child(name: str, command: list[str], site_url: str) -> Child:
    environment = {
        "DESK_DATA_DIR": str(settings.DATA_DIR),
        "DESK_SITE_URL": site_url,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(settings.BASE_DIR), os.environ.get("PYTHONPATH")])),
        "PYTHONUNBUFFERED": "1",
    }
    return Child(name, command, is_ready=lambda: True, environment=environment)
