"""The only door through which the house makes an HTTP request.

A stranger may name the address (a webhook's, a pager's), so every connection, redirects included, is made to an address
that was resolved and judged here: nothing private, loopback, link-local or multicast unless
``settings.OUTGOING_ALLOWED_HOSTS`` names the host. The judged address is the one connected to, so a name that resolves
differently a moment later changes nothing; Host, SNI and the certificate stay those of the name. No proxies from the
environment, no keep-alive (a stale connection is an unknown outcome), no compressed answers, one deadline for it all.
"""

import functools
import ipaddress
import json
import socket
import ssl
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from accounts.refusals import Invalid

TIMEOUT = 10.0
BODY_AT_MOST = 1_000_000
WAIT_AT_MOST = 86_400  # seconds
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_WITHOUT_OUR_SECRETS = frozenset({"accept", "user-agent", "accept-encoding"})


class HttpError(Exception):
    """A request without an answer. ``str()`` is a sentence."""


class Blocked(HttpError):  # noqa: N818 - an outcome
    """We do not go there. Nothing was sent."""


class NotSent(HttpError):  # noqa: N818 - an outcome
    """The connection was never made. Nothing was sent."""


class NoAnswer(HttpError):  # noqa: N818 - an outcome
    """The request may have arrived; no complete answer came back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; ``body`` ends at the bound."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300

    @property
    def excerpt(self) -> str:
        """The start of the body, for a sentence a person reads."""
        return " ".join(self.body[:400].decode("utf-8", "replace").replace("\0", "").split())[:200]

    @property
    def retry_after(self) -> int | None:
        """The seconds the server asks us to wait, whether it names them or a time; at most a day."""
        given = self.headers.get("retry-after", "")
        if given.isascii() and given.isdigit():
            return min(int(given[:9]), WAIT_AT_MOST)
        try:
            left = parsedate_to_datetime(given).timestamp() - time.time()
        except (ValueError, OverflowError):
            return None
        return max(1, min(int(left) + 1, WAIT_AT_MOST))

    def json(self) -> Any:
        """The body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None


def check_address(address: str) -> None:
    """Raise Invalid when we would never send to this address, before anything is stored."""
    try:
        url = _url(address)
        if url.host not in settings.OUTGOING_ALLOWED_HOSTS:
            _check_permitted(url.host, [str(ipaddress.ip_address(url.host))])
    except Blocked as error:
        raise Invalid(str(error)) from error
    except ValueError:
        return  # a name: it is judged each time it is resolved


def send(
    method: str,
    address: str,
    *,
    headers: Mapping[str, str] | None = None,
    content: bytes = b"",
    timeout: float = TIMEOUT,
    redirects: int = 0,
) -> Answer:
    """Send one request within ``timeout`` seconds. Follows at most ``redirects`` of a GET. Raises an HttpError."""
    deadline = time.monotonic() + timeout
    url = _url(address)
    sent = {"user-agent": "EscalationDesk", "accept-encoding": "identity"} | {
        name.lower(): value for name, value in (headers or {}).items()
    }
    for _hop in range(redirects + 1 if method == "GET" else 1):
        answer = _exchange(method, url, sent, content, deadline)
        location = answer.headers.get("location", "")
        if answer.status not in _REDIRECTS or not location or not redirects or method != "GET":
            return answer
        target = _url(str(_joined(url, location)))
        if (target.scheme, target.host, target.port) != (url.scheme, url.host, url.port):
            sent = {name: value for name, value in sent.items() if name in _WITHOUT_OUR_SECRETS}
        url = target
    raise NoAnswer(_("%(host)s redirects too often.") % {"host": url.host})


def _url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
        is_usable = url.scheme in {"http", "https"} and bool(url.host) and not url.userinfo
    except (httpx.InvalidURL, ValueError, TypeError) as error:
        raise Blocked(_("This is not a web address we can use.")) from error
    if not is_usable:
        raise Blocked(_("An address starts with https:// or http:// and holds no password."))
    return url


def _joined(url: httpx.URL, location: str) -> httpx.URL:
    try:
        return url.join(location)
    except (httpx.InvalidURL, ValueError) as error:
        raise Blocked(_("%(host)s redirects to no usable address.") % {"host": url.host}) from error


def _exchange(method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes, deadline: float) -> Answer:
    target = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
    door = _Door(deadline)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_certificates(), network_backend=door) as pool,
            pool.stream(method, target, headers=_encoded(headers), content=content) as response,
        ):
            given = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}
            return Answer(response.status, given, _bounded(response.iter_stream()))
    except (UnicodeError, httpcore.LocalProtocolError) as error:
        raise NotSent(_("The request to %(host)s cannot be written.") % {"host": url.host}) from error
    except (httpcore.ConnectError, httpcore.ConnectTimeout, ssl.SSLError, OSError) as error:
        if door.has_sent:
            raise NoAnswer(_("%(host)s broke off before it answered.") % {"host": url.host}) from error
        raise NotSent(_("%(host)s cannot be reached: %(why)s") % {"host": url.host, "why": error}) from error
    except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError) as error:
        raise NoAnswer(_("%(host)s did not answer in time or in full.") % {"host": url.host}) from error


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


def _bounded(chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) >= BODY_AT_MOST:
            break
    return bytes(body[:BODY_AT_MOST])


@functools.cache
def _certificates() -> ssl.SSLContext:
    return httpx.create_ssl_context()


def _resolved(host: str, port: int) -> list[str]:
    """The addresses of this host, judged. Raises Blocked, or OSError when there are none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if host not in settings.OUTGOING_ALLOWED_HOSTS:
        _check_permitted(host, addresses)
    return addresses


def _check_permitted(host: str, addresses: Iterable[str]) -> None:
    if not all(_is_public(ipaddress.ip_address(address.partition("%")[0])) for address in addresses):
        raise Blocked(
            _("%(host)s is an address inside a private network. An operator can allow it by name.") % {"host": host}
        )


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return _is_public(inner)
        if address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class _Door(httpcore.NetworkBackend):
    """Connects to judged addresses only, and hands out streams that know the deadline."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._plain = httpcore.SyncBackend()
        self.has_sent = False

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError(_("it has no address"))
        for address in _resolved(host, port):
            try:
                stream = self._plain.connect_tcp(address, port, self.time_left(timeout), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self)
        raise failure

    def time_left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout if self.has_sent else httpcore.ConnectTimeout
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    """A connection whose every read and write shares the one deadline: a server that drips cannot hold us."""

    def __init__(self, stream: httpcore.NetworkStream, door: _Door) -> None:
        self._stream = stream
        self._door = door

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._door.time_left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._door.has_sent = True
        self._stream.write(buffer, self._door.time_left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._door.time_left(timeout)), self._door)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
