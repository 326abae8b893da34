"""The guarded door: where it goes, where it does not, and what it says of each."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler

import pytest

from accounts.refusals import Invalid
from connectors import http
from tests.connectors.web_server import Server, saying, serving


@pytest.fixture
def resolver(monkeypatch):
    """Names resolve to what the test says, one answer after the other, the last one for ever."""
    answers: dict[str, list[str]] = {}
    asked: list[str] = []
    real = socket.getaddrinfo

    def resolve(host, port, *args, **kwargs):
        asked.append(host)
        if host not in answers:
            return real(host, port, *args, **kwargs)
        address = answers[host].pop(0) if len(answers[host]) > 1 else answers[host][0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    resolve.answers, resolve.asked = answers, asked
    return resolve


PRIVATE = [
    "http://127.0.0.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://0.0.0.0/",
    "http://localhost/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00:ec2::254]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_nothing_goes_to_a_private_address_in_any_spelling(settings, address):
    settings.OUTGOING_ALLOWED_HOSTS = []
    with pytest.raises(http.Blocked, match=r"private network|web address"):
        http.send("GET", address, timeout=1)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ftp://example.org/",
        "file:///etc/passwd",
        "https:///x",
        "http://user:pw@example.org/",
        "http://[::1",
        "\0",
        "http://\ud800/",
    ],
)
def test_what_is_no_web_address_is_refused(address):
    with pytest.raises(http.Blocked):
        http.send("GET", address)
    with pytest.raises(Invalid):
        http.check_address(address)


def test_an_address_is_judged_before_it_is_stored(settings):
    settings.OUTGOING_ALLOWED_HOSTS = []
    with pytest.raises(Invalid, match="private network"):
        http.check_address("http://10.0.0.1/hook")
    http.check_address("https://hooks.example.org/x")
    settings.OUTGOING_ALLOWED_HOSTS = ["10.0.0.1"]
    http.check_address("http://10.0.0.1/hook")


def test_a_host_an_operator_named_is_reached_and_gets_its_own_name(settings, resolver):
    settings.OUTGOING_ALLOWED_HOSTS = ["hooks.internal"]
    resolver.answers["hooks.internal"] = ["127.0.0.1"]
    with serving(saying(201, b'{"id": "7"}')) as server:
        answer = http.send("POST", f"http://hooks.internal:{server.port}/a?b=c", headers={"X-Y": "z"}, content=b"hi")
    assert (answer.status, answer.is_success, answer.json()) == (201, True, {"id": "7"})
    (request,) = server.seen
    assert (request.command, request.path, request.body) == ("POST", "/a?b=c", b"hi")
    assert request.headers["host"] == f"hooks.internal:{server.port}"
    assert request.headers["x-y"] == "z"


def test_a_name_that_changes_its_address_after_the_judgement_changes_nothing(settings, resolver):
    settings.OUTGOING_ALLOWED_HOSTS = []
    with serving(saying()) as server:
        resolver.answers["rebind.example"] = ["192.0.2.1", "127.0.0.1"]
        with pytest.raises(http.Blocked):
            http.send("GET", f"http://rebind.example:{server.port}/", timeout=1)
        resolver.answers["rebind.example"] = ["198.18.0.1", "127.0.0.1"]
        with pytest.raises(http.HttpError):
            http.send("GET", f"http://rebind.example:{server.port}/", timeout=0.3)
    assert not server.seen


def test_a_name_is_resolved_once_and_the_judged_address_is_connected_to(settings, resolver, monkeypatch):
    settings.OUTGOING_ALLOWED_HOSTS = []
    connected = []

    def connect(address, *_args, **_kwargs):
        connected.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    resolver.answers["rebind.example"] = ["93.184.216.34", "127.0.0.1"]
    with pytest.raises(http.NotSent):
        http.send("GET", "http://rebind.example/", timeout=1)
    assert (resolver.asked, connected) == (["rebind.example"], [("93.184.216.34", 80)])


def test_one_private_address_among_public_ones_is_enough_to_refuse(settings, monkeypatch):
    settings.OUTGOING_ALLOWED_HOSTS = []
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: both)
    with pytest.raises(http.Blocked):
        http.send("GET", "http://both.example/", timeout=1)


def test_redirects_are_not_followed_unless_asked_for():
    with serving(saying(302, location="http://127.0.0.1:1/")) as server:
        assert http.send("GET", f"http://127.0.0.1:{server.port}/").status == 302
        assert http.send("POST", f"http://127.0.0.1:{server.port}/", redirects=3).status == 302


@pytest.mark.parametrize(
    "target", ["http://localhost:1/", "http://[::ffff:127.0.0.1]:1/", "http://2130706433:1/", "file:///etc/passwd"]
)
def test_a_redirect_is_judged_like_any_other_address(settings, target):
    settings.OUTGOING_ALLOWED_HOSTS = ["127.0.0.1"]
    with serving(saying(302, location=target)) as server, pytest.raises(http.Blocked):
        http.send("GET", f"http://127.0.0.1:{server.port}/", redirects=3)


def test_our_headers_do_not_travel_to_another_host(settings, resolver):
    settings.OUTGOING_ALLOWED_HOSTS = ["127.0.0.1", "other.internal"]
    resolver.answers["other.internal"] = ["127.0.0.1"]
    with (
        serving(saying(200)) as second,
        serving(saying(302, location=f"http://other.internal:{second.port}/x")) as first,
    ):
        http.send("GET", f"http://127.0.0.1:{first.port}/", headers={"Authorization": "secret"}, redirects=1)
    assert first.seen[0].headers["authorization"] == "secret"
    assert "authorization" not in second.seen[0].headers


def test_a_circle_of_redirects_ends():
    with serving(saying(302, location="/again")) as server, pytest.raises(http.NoAnswer, match="redirects too often"):
        http.send("GET", f"http://127.0.0.1:{server.port}/", redirects=3)
    assert len(server.seen) == 4


def test_no_proxy_is_taken_from_the_environment(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with serving(saying()) as server:
        assert http.send("GET", f"http://127.0.0.1:{server.port}/").status == 200


def test_a_long_answer_is_read_up_to_its_bound():
    with serving(saying(body=b"x" * (http.BODY_AT_MOST + 500_000))) as server:
        assert len(http.send("GET", f"http://127.0.0.1:{server.port}/").body) == http.BODY_AT_MOST


def test_nothing_listening_means_nothing_was_sent():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(http.NotSent):
            http.send("POST", f"http://127.0.0.1:{taken.getsockname()[1]}/", timeout=1)


def test_a_name_nobody_knows_means_nothing_was_sent(monkeypatch):
    def unknown(*_args, **_kwargs):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(http.NotSent, match="Name or service not known"):
        http.send("GET", "http://nobody.example/")


@pytest.mark.parametrize("host", ["a" * 70 + ".example", "xn--.example"])
def test_an_impossible_name_is_answered_with_a_sentence(host):
    with pytest.raises(http.HttpError):
        http.send("GET", f"http://{host}/", timeout=1)


@pytest.mark.parametrize("headers", [{"x": "a\r\nb: c"}, {"x": "é"}, {"x y": "z"}])
def test_a_header_cannot_carry_another(headers):
    with serving(saying()) as server, pytest.raises(http.NotSent):
        http.send("GET", f"http://127.0.0.1:{server.port}/", headers=headers)


def test_a_server_that_hangs_up_after_the_request_leaves_the_outcome_open():
    def hang_up(request: BaseHTTPRequestHandler) -> None:
        request.connection.shutdown(socket.SHUT_RDWR)

    with serving(Server(hang_up)) as server, pytest.raises(http.NoAnswer):
        http.send("POST", f"http://127.0.0.1:{server.port}/", content=b"x")
    assert len(server.seen) == 1


def test_a_server_that_drips_its_headers_cannot_hold_us():
    going = threading.Event()

    def drip(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\n")
        while not going.wait(0.05):
            try:
                request.wfile.write(b"x: y\r\n")
            except OSError:
                return

    begun = time.monotonic()
    with serving(Server(drip)) as server, pytest.raises(http.NoAnswer, match="did not answer in time"):
        http.send("GET", f"http://127.0.0.1:{server.port}/", timeout=0.4)
    going.set()
    assert time.monotonic() - begun < 3


def test_what_is_not_http_leaves_the_outcome_open():
    def nonsense(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")

    with serving(Server(nonsense)) as server, pytest.raises(http.NoAnswer):
        http.send("POST", f"http://127.0.0.1:{server.port}/", content=b"x")


def test_the_wait_a_server_asks_for_is_bounded():
    for given, read in (("7", 7), ("999999999", 86_400), ("soon", None), ("²", None), ("-1", None)):
        assert http.Answer(429, {"retry-after": given}).retry_after == read


def test_an_excerpt_is_short_and_harmless():
    assert http.Answer(500, {}, b"a\0\r\n\xff" + b"x" * 1000).excerpt.startswith("a \ufffd")
    assert len(http.Answer(500, {}, b"x" * 1000).excerpt) == 200


def test_an_answer_that_is_no_json_is_none():
    assert http.Answer(200, {}, b"[" * 100_000).json() is None
