"""Who may ask the server, how much, and how many at once; and the headers of every reply."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import socket
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any

from reassure.scenario.complaint import shown
from reassure.words.counts import counted

__all__ = ["LARGEST_BODY", "Guard", "Names", "refusal"]

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[MutableMapping[str, Any], Receive, Send], Awaitable[None]]

LARGEST_BODY = 65_536
"""Bytes of a request's body at most; a move has some hundred."""

MOST_AT_ONCE = 256  # requests inside
_DRAINED = (
    32_000_000  # bytes of a body too large that are read and dropped, so that the refusal is heard
)
_BODY_S = 10.0  # seconds that a body may take to arrive
_REPLY_S = 60.0  # seconds that a client may take for a whole reply
_PIECE = 65_536  # bytes of a reply that are sent together

# Nothing is guessed about a type, no address leaves with a link, and no other site reads a reply.
_ALWAYS = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


class Names:
    """The names under which a server bound to `host` may be addressed: its own and those of loopback.

    Any other name may be one that somebody else has pointed here (DNS rebinding). Bound to every address,
    a server is known by each of them and by the machine's name; an address cannot be pointed elsewhere.
    """

    def __init__(self, host: str) -> None:
        self._host = host.lower()
        address = _address(host)
        self._every = address is not None and address.is_unspecified

    def __contains__(self, header: str) -> bool:
        name = header.lower()
        # "[::1]:8765": an IPv6 address with a port stands in brackets (RFC 3986).
        if name.startswith("["):
            name, bracket, port = name[1:].partition("]")
            if not bracket:
                return False
            port = port.removeprefix(":") if port else "0"
        else:
            name, _, port = name.partition(":")
            port = port if _ else "0"
        if not (port.isascii() and port.isdigit()):
            return False
        address = _address(name)
        if name in ("localhost", self._host) or (address is not None and address.is_loopback):
            return True
        if not self._every:
            return False
        return address is not None or name in (
            socket.gethostname().lower(),
            socket.getfqdn().lower(),
        )


def refusal(
    status: int, detail: str, headers: Mapping[str, str] | None = None
) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """Status, headers and body of a reply that says no: JSON {"detail": one line}."""
    body = json.dumps({"detail": detail}).encode("ascii")
    fields = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "cache-control": "no-store",
        **(headers or {}),
    }
    return status, [(k.encode("latin-1"), v.encode("latin-1")) for k, v in fields.items()], body


class Guard:
    """Stands before an ASGI application; what passes has a known name and a small body, wholly read."""

    def __init__(self, app: App, names: Names, most_at_once: int = MOST_AT_ONCE) -> None:
        self._app, self._names, self._most = app, names, most_at_once
        self._inside = 0

    async def __call__(self, scope: MutableMapping[str, Any], receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Counted before anything is read: a refusal costs next to nothing.
        said = self._inside >= self._most and refusal(
            503,
            f"{counted(self._inside, 'request')} at once; allowed: {self._most}",
            {"retry-after": "2"},
        )
        self._inside += 1
        try:
            await self._reply(scope, receive, _with_headers(send), said or None)
        finally:
            self._inside -= 1

    async def _reply(
        self, scope: MutableMapping[str, Any], receive: Receive, send: Send, said: Any
    ) -> None:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if said is None and host not in self._names:
            said = refusal(
                # 421, misdirected request: this server does not answer for that name (RFC 9110).
                421,
                f"Host: {shown(host)}; allowed: the address under which this server was started",
            )
        if said is None:
            try:
                async with asyncio.timeout(_BODY_S):
                    body = await _body(headers, receive)
            except TimeoutError:
                said = refusal(
                    408, f"no whole body within {_BODY_S:g} s; allowed: a small one, at once"
                )
            else:
                if body is None:
                    said = refusal(
                        413, f"body of more than {LARGEST_BODY} bytes; allowed: at most those"
                    )
        if said is not None:
            status, fields, text = said
            await send({"type": "http.response.start", "status": status, "headers": fields})
            await send({"type": "http.response.body", "body": text})
            return
        # The body was read whole here; the application gets it in one piece, and then what comes after it.
        held: list[bytes] = [body or b""]

        async def replay() -> Message:
            if held:
                return {"type": "http.request", "body": held.pop(), "more_body": False}
            return await receive()

        if scope["method"] == "HEAD":  # as GET, less the body
            scope, send = {**scope, "method": "GET"}, _without_body(send)
        await self._app(scope, replay, send)


async def _body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes | None:
    """The body, counted while it is read; None where it is more than LARGEST_BODY, empty where the client has left."""
    declared = headers.get(b"content-length", b"0")
    if (
        declared.isdigit()
        # int() of a very long number is slow; 20 digits are more than enough.
        and int(declared[:20]) > LARGEST_BODY
        and headers.get(b"expect", b"").lower() == b"100-continue"
    ):
        return None  # who waits to be asked for it need not send it
    pieces: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return b""  # gone; nobody will hear the answer
        piece = message.get("body", b"")
        size += len(piece)
        if size <= LARGEST_BODY:
            pieces.append(piece)
        else:
            # What is too large is read on and dropped: a client that still sends does not read the refusal.
            pieces.clear()
        if not message.get("more_body", False) or size > _DRAINED:
            return b"".join(pieces) if size <= LARGEST_BODY else None


def _without_body(send: Send) -> Send:
    async def out(message: Message) -> None:
        if message["type"] == "http.response.body":
            message = {**message, "body": b""}
        await send(message)

    return out


def _with_headers(send: Send) -> Send:
    async def out(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_ALWAYS]
            await send(message)
            return
        # piece by piece: a client that reads slowly holds one piece, not a copy of the whole
        body, more = message.get("body", b""), message.get("more_body", False)
        async with asyncio.timeout(_REPLY_S):
            for at in range(0, max(len(body), 1), _PIECE):
                last = at + _PIECE >= len(body)
                piece = {"body": body[at : at + _PIECE], "more_body": more or not last}
                await send({"type": "http.response.body", **piece})

    return out


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        # "fe80::1%eth0": the zone is no part of the address.
        return ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return None
