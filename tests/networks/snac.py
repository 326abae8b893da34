"""Two real servers of the fediverse on this machine that know each other: the brand's, and its customers'.

They insist on names without ports and on speaking to one another by them, so a small forward proxy stands between. The
program is Debian's snac2; ``bin/network-servers`` unpacks it without installing anything.
"""

import json
import os
import pwd
import re
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx

BRAND, CUSTOMERS = "brand.test", "customers.test"
PATIENCE = 30.0  # seconds; a post is with the other server after three to five
SETTINGS = {"protocol": "http", "disable_email_notifications": True, "num_threads": 24, "queue_retry_minutes": 1}
NO_IDLE = httpx.Limits(max_keepalive_connections=0)  # the server resets connections that lay idle
NO_BROWSER = "urn:ietf:wg:oauth:2.0:oob"


def program() -> str | None:
    return shutil.which(os.environ.get("DESK_SNAC", "snac"))


class Person:
    """Somebody with an account, who uses it by the API."""

    def __init__(self, address: str, token: str) -> None:
        self.address, self.token = address, token
        headers = {"authorization": f"Bearer {token}"}
        self._client = httpx.Client(base_url=f"{address}/api/v1", headers=headers, timeout=20, limits=NO_IDLE)

    def says(self, text: str, **facts: str) -> str:
        """The id of what was said."""
        return str(self._did("POST", "/statuses", data={"status": text, "visibility": "public"} | facts)["id"])

    def rewords(self, remote_id: str, text: str) -> None:
        self._did("PUT", f"/statuses/{remote_id}", data={"status": text})

    def answers_to(self, remote_id: str) -> list[str]:
        """What stands below it, as this person's own server shows it."""
        below = self._did("GET", f"/statuses/{remote_id}/context")["descendants"]
        return [re.sub("<[^>]+>", "", status["content"]).strip() for status in below]

    def _did(self, method: str, path: str, **more: Any) -> Any:
        answer = self._client.request(method, path, **more)
        answer.raise_for_status()
        return answer.json()


def until(is_so: Callable[[], Any], what: str) -> Any:
    """Ask again and again, as somebody does who waits."""
    given_up = time.monotonic() + PATIENCE
    while not (found := is_so()):
        assert time.monotonic() < given_up, f"Not within {PATIENCE:.0f} s: {what}"
        threading.Event().wait(0.2)
    return found


@contextmanager
def federating(home: Path) -> Iterator[tuple[Person, Person]]:
    """The brand's account and a customer's, each on a server of its own. ``home`` must be open to everybody."""
    with ExitStack() as stack:
        ports = {BRAND: _free_port(), CUSTOMERS: _free_port()}
        proxy = stack.enter_context(_proxy(ports))
        for host, port in ports.items():
            stack.enter_context(_server(home / host, host, port, proxy))
        yield (
            _signed_in(ports[BRAND], "tern", _account(home / BRAND, "tern")),
            _signed_in(ports[CUSTOMERS], "tess", _account(home / CUSTOMERS, "tess")),
        )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def _server(home: Path, host: str, port: int, proxy: int) -> Iterator[None]:
    home.mkdir()
    if os.getuid() == 0:
        shutil.chown(home, "nobody")
    _snac("init", home / "data", said=f"127.0.0.1\n{port}\n{host}\n\n\n")
    settings = home / "data" / "server.json"
    told = json.loads(settings.read_text()) | SETTINGS
    settings.write_text(json.dumps(told))
    log = (home / "log").open("w")
    command = [str(program()), "httpd", str(home / "data")]
    environment = os.environ | {"http_proxy": f"http://127.0.0.1:{proxy}"}
    with log, subprocess.Popen(command, stdout=log, stderr=log, env=environment, user=_plain_user()) as running:
        try:
            until(lambda: running.poll() is not None or _answers(port), f"{host} answers")
            assert running.poll() is None, (home / "log").read_text()[-500:]
            yield
        finally:
            running.terminate()


def _answers(port: int) -> bool:
    with socket.socket() as one:
        return one.connect_ex(("127.0.0.1", port)) == 0


def _account(home: Path, name: str) -> str:
    """Its password."""
    found = re.search(r"password is (\S+)", _snac("adduser", home / "data", name))
    assert found
    return found[1]


def _snac(deed: str, home: Path, *more: str, said: str = "") -> str:
    command = [str(program()), deed, str(home), *more]
    ran = subprocess.run(command, input=said, capture_output=True, text=True, user=_plain_user(), check=True)
    return ran.stdout + ran.stderr


def _plain_user() -> int | None:
    """It does not like to be run by root."""
    return pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else None


def _signed_in(port: int, name: str, password: str) -> Person:
    """With a token from the server's own pages, as an admin would get one."""
    address = f"http://127.0.0.1:{port}"
    back = {"redirect_uri": NO_BROWSER}
    with httpx.Client(base_url=address, timeout=20, limits=NO_IDLE) as client:
        named = {"client_name": "desk", "redirect_uris": NO_BROWSER, "scopes": "read write"}
        app = client.post("/api/v1/apps", data=named).json()
        asked = back | {"client_id": app["client_id"], "response_type": "code", "scope": "read write"}
        page = client.get(f"/oauth/authorize?{urlencode(asked)}").text
        action, form = _form(page)
        shown = client.post(action, data=form | {"login": name, "passwd": password})
        code = _code(shown.headers.get("location", "") + shown.text)
        secrets = {key: app[key] for key in ("client_id", "client_secret")}
        given = back | secrets | {"grant_type": "authorization_code", "code": code}
        return Person(address, client.post("/oauth/token", data=given).json()["access_token"])


def _form(page: str) -> tuple[str, dict[str, str]]:
    """Where its form goes, and what it holds already."""
    held = dict(re.findall(r'name="([^"]+)"[^>]*value="([^"]*)"', page))
    held |= {key: value for value, key in re.findall(r'value="([^"]*)"[^>]*name="([^"]+)"', page)}
    action = re.search(r'action="([^"]+)"', page)
    assert action
    return urlsplit(action[1]).path, held


def _code(shown: str) -> str:
    found = re.search(r"code=(\w+)|<tt>([^<]+)</tt>|\b([0-9a-f]{32,})", shown)
    assert found
    return next(filter(None, found.groups()))


@contextmanager
def _proxy(ports: dict[str, int]) -> Iterator[int]:
    """Its own port. It leads each name to the port where that server listens."""

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = urlsplit(self.path)
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            headers = {name: value for name, value in self.headers.items() if not name.lower().startswith("proxy-")}
            target = f"http://127.0.0.1:{ports[asked.netloc]}{asked.path}" + (f"?{asked.query}" if asked.query else "")
            answer = httpx.request(self.command, target, headers=headers, content=body, timeout=20)
            self.send_response_only(answer.status_code)
            for name, value in answer.headers.items():
                if name not in {"content-length", "transfer-encoding", "connection", "content-encoding"}:
                    self.send_header(name, value)
            self.send_header("content-length", str(len(answer.content)))
            self.end_headers()
            self.wfile.write(answer.content)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_said: object) -> None:
            """Tests are quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Passing)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
