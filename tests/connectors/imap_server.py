"""A small IMAP server over real sockets, for machines without Dovecot: what our mailbox reader uses, and its traps.

Like real servers it answers ``n:*`` with the last mail even when that is below n, and cuts partial fetches itself.
"""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Folder:
    uid_validity: int = 7
    uid_next: int = 1
    mails: dict[int, bytes] = field(default_factory=dict)

    def deliver(self, raw: bytes) -> int:
        uid = self.uid_next
        self.mails[uid] = raw
        self.uid_next += 1
        return uid


@dataclass
class MailServer:
    """The mailboxes of one user, and every command that was given."""

    port: int = 0
    password: str = "secret"
    folders: dict[str, Folder] = field(default_factory=lambda: {"INBOX": Folder(), "Sent": Folder()})
    commands: list[str] = field(default_factory=list)

    @property
    def inbox(self) -> Folder:
        return self.folders["INBOX"]


@contextmanager
def running() -> Iterator[MailServer]:
    mail = MailServer()
    server = _Server(("127.0.0.1", 0), _Session)
    server.mail = mail
    mail.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield mail
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    mail: MailServer


class _Session(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.mail: MailServer = self.server.mail
        self.folder = Folder()
        self._say("* OK ready")
        while line := self.rfile.readline():
            tag, command, rest = (*line.decode().strip().split(" ", 2), "")[:3]
            self.mail.commands.append(f"{command.upper()} {rest}")
            answer = getattr(self, f"_{command.lower()}", self._unknown)(rest)
            self._say(f"{tag} {answer}")
            if command.upper() == "LOGOUT":
                return

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def _unknown(self, _rest: str) -> str:
        return "BAD unknown command"

    def _capability(self, _rest: str) -> str:
        self._say("* CAPABILITY IMAP4rev1")
        return "OK done"

    def _login(self, rest: str) -> str:
        return "OK in" if rest.endswith(f'"{self.mail.password}"') else "NO [AUTHENTICATIONFAILED] wrong password"

    def _logout(self, _rest: str) -> str:
        self._say("* BYE")
        return "OK out"

    def _examine(self, rest: str) -> str:
        if rest.strip('"') not in self.mail.folders:
            return "NO no such folder"
        self.folder = self.mail.folders[rest.strip('"')]
        self._say(f"* {len(self.folder.mails)} EXISTS")
        self._say(f"* OK [UIDVALIDITY {self.folder.uid_validity}] valid")
        self._say(f"* OK [UIDNEXT {self.folder.uid_next}] next")
        return "OK [READ-ONLY] open"

    def _uid(self, rest: str) -> str:
        command, _, rest = rest.partition(" ")
        return self._search(rest) if command.upper() == "SEARCH" else self._fetch(rest)

    def _search(self, rest: str) -> str:
        if found := re.fullmatch(r"UID (\d+):(\d+|\*)", rest):
            last = max(self.folder.mails, default=0)
            low, high = int(found[1]), last if found[2] == "*" else int(found[2])
            low, high = min(low, high), max(low, high)
            uids = [uid for uid in self.folder.mails if low <= uid <= high]
        else:
            wanted = re.fullmatch(r'HEADER Message-ID "(.+)"', rest)[1].encode()
            uids = [uid for uid, raw in self.folder.mails.items() if wanted in raw.split(b"\r\n\r\n")[0]]
        self._say("* SEARCH " + " ".join(map(str, uids)))
        return "OK done"

    def _fetch(self, rest: str) -> str:
        uid, most = map(int, re.fullmatch(r"(\d+) \(UID RFC822\.SIZE BODY\.PEEK\[\]<0\.(\d+)>\)", rest).groups())
        if uid in self.folder.mails:
            raw = self.folder.mails[uid]
            part = raw[:most]
            self._say(f"* 1 FETCH (UID {uid} RFC822.SIZE {len(raw)} BODY[]<0> {{{len(part)}}}")
            self.wfile.write(part + b")\r\n")
        return "OK done"
