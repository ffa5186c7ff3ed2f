"""The server itself: a socket, an event loop, and an end at once."""

from __future__ import annotations

import errno
import ipaddress
import logging
import os
import socket
from collections.abc import Callable, Mapping
from types import FrameType

import uvicorn

from reassure.errors import InputError
from reassure.scenario import Scenario
from reassure.web.app import application
from reassure.web.guard import Guard, Names
from reassure.web.queue import AnswerQueue

__all__ = ["address_of", "listening", "others_can_reach", "serve"]

_MOST_CONNECTIONS, _BACKLOG = 1000, 512  # at once, and in the socket's queue


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens at an address; port 0: any that is free. InputError where it cannot, with the option at
    fault.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, _, _, where = found[0]
        # its protocol by number: only then does the event loop send small pieces without delay
        sock = socket.socket(family, kind, socket.IPPROTO_TCP)
        try:
            if os.name == "posix":
                # A port of a server that has just ended can be used again. On Windows the option would share it with
                # another program.
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind(where)
            sock.listen(_BACKLOG)
        except OSError:
            sock.close()
            raise
        return sock
    except (socket.gaierror, UnicodeError):
        raise InputError(f"--host {host}: no such address; allowed: one of this machine") from None
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            said = f"--port {port}: in use at {host}; allowed: another, or 0 for any that is free"
        elif error.errno == errno.EADDRNOTAVAIL:
            said = f"--host {host}: not an address of this machine; allowed: one that is"
        else:
            said = f"--port {port}: cannot be used at {host}: {error.strerror or error}"
        raise InputError(said) from None


def address_of(sock: socket.socket) -> str:
    """The address at which a browser on this machine finds it, as http://host:port/."""
    host, port = sock.getsockname()[:2]
    # Bound to every address: this machine's own is one of them.
    if host in ("0.0.0.0", "::"):  # noqa: S104  (compared, not bound)
        host = "127.0.0.1" if sock.family == socket.AF_INET else "::1"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def others_can_reach(sock: socket.socket) -> bool:
    """Whether it listens at more than loopback, so that other machines can reach it."""
    return not ipaddress.ip_address(sock.getsockname()[0].partition("%")[0]).is_loopback


def serve(
    scenarios: Mapping[str, Scenario],
    first: str,
    sock: socket.socket,
    host: str,
    say: Callable[[str], None],
) -> None:
    """Answer until told to stop. Raises KeyboardInterrupt on Ctrl-C, at once: threads may still be at work.
    `host`: the name under which it was bound, which requests may have in their Host header.
    """
    app = Guard(application(scenarios, first, AnswerQueue(), say), Names(host))
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        # asyncio's own loop: no compiled one is needed, and the same one runs on every system.
        loop="asyncio",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=1,
    )
    _Server(config).run(sockets=[sock])


class _Server(uvicorn.Server):
    """uvicorn, ended by the first signal."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Leave without waiting for answers, and without complaints about those that are cut off."""
        logging.getLogger("uvicorn.error").disabled = True
        self.force_exit = True
        super().handle_exit(sig, frame)
