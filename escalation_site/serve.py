"""The web server on a socket that somebody else has bound: ``python -m escalation_site.serve DESCRIPTOR``."""

import socket
import sys

import uvicorn

# Streams stay open for ever; after this many seconds a stop closes them.
GRACE_FOR = 2


def main(descriptor: int) -> None:
    config = uvicorn.Config(
        "escalation_site.asgi:application",
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=GRACE_FOR,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=descriptor)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
