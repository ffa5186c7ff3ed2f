"""Malformed, huge and hostile: each gets a 4xx and one line, and the server goes on."""

from __future__ import annotations

import json
import socket
from typing import Any

import httpx
import pytest

from reassure.web.guard import LARGEST_BODY, Names
from tests.web.conftest import Served

GOOD = '{"scenario":"file","deployment":"fast","base":"kozelsk"'
HOST = b"host: localhost\r\nconnection: close\r\n"
JSON = {"content-type": "application/json"}


def refused(reply: httpx.Response, status: int) -> str:
    """The one line."""
    assert reply.status_code == status, (reply.status_code, reply.text[:300])
    held = reply.json()
    assert set(held) == {"detail"}
    assert isinstance(held["detail"], str)
    assert held["detail"]
    assert held["detail"].isprintable()
    assert len(held["detail"]) < 2100
    assert "Traceback" not in held["detail"]
    return held["detail"]


BODIES: dict[str, tuple[bytes, int, str]] = {
    "empty": (b"", 400, "not JSON"),
    "not json": (b"hello", 400, "not JSON"),
    "cut off": (GOOD.encode(), 400, "not JSON"),
    "null byte": (b"\0", 400, "not JSON"),
    "not utf-8": (b'{"scenario":"\xff\xfe"}', 400, "not JSON"),
    "utf-16": (GOOD.encode("utf-16"), 400, "not JSON"),
    "lone surrogate": (rb'{"scenario":"\ud800","deployment":"x"}', 400, "not JSON"),
    "surrogate key": (rb'{"\udfff":1}', 400, "not JSON"),
    "deep lists": (b"[" * 30_000 + b"]" * 30_000, 400, "not JSON"),
    "deep tables": (b'{"a":' * 10_000 + b"1" + b"}" * 10_000, 400, "not JSON"),
    "deep in a known key": (GOOD.encode() + b',"site":' + b"[" * 150 + b"]" * 150 + b"}", 422, "site"),
    "a list": (b"[]", 422, "body"),
    "a number": (b"1", 422, "body"),
    "null": (b"null", 422, "body"),
    "no keys": (b"{}", 422, "scenario: missing"),
    "unknown key": (GOOD.encode() + b',"burnout_speed":1}', 422, "write burnout_speed_km_s"),
    "hostile key": (GOOD.encode() + b',"a\\u0000b\\n<script>":1}', 422, "unknown key"),
    "nan": (GOOD.encode() + b',"burnout_speed_km_s":NaN}', 422, "allowed: a finite number"),
    "infinity": (GOOD.encode() + b',"divert_km_s":-Infinity}', 422, "allowed: a finite number"),
    "too large a number": (GOOD.encode() + b',"burnout_speed_km_s":1e999}', 422, "allowed: a finite number"),
    "a long number": (GOOD.encode() + b',"launch_delay_s":' + b"9" * 4000 + b"}", 422, "launch_delay_s"),
    "a very long number": (GOOD.encode() + b',"launch_delay_s":' + b"9" * 60_000 + b"}", 400, "not JSON"),
    "text for a number": (GOOD.encode() + b',"burnout_speed_km_s":"5"}', 422, "allowed: a number"),
    "true for a number": (GOOD.encode() + b',"burnout_speed_km_s":true}', 422, "allowed: a number"),
    "a table for a number": (GOOD.encode() + b',"burnout_speed_km_s":{"value":5}}', 422, "allowed: a number"),
    "beyond the limit": (GOOD.encode() + b',"burnout_speed_km_s":10.5}', 422, "allowed: 1 to 10"),
    "below the limit": (GOOD.encode() + b',"flight_time_ratio":0}', 422, "allowed: 0.7 to 1.6"),
    "a site of three": (GOOD.encode() + b',"site":[1,2,3]}', 422, "site"),
    "a site of text": (GOOD.encode() + b',"site":"here"}', 422, "site"),
    "beyond the pole": (GOOD.encode() + b',"site":[90.1,0]}', 422, "site #1 = 90.1: allowed: 90 or less"),
    "beyond the date line": (GOOD.encode() + b',"site":[0,-181]}', 422, "allowed: -180 or more"),
    "a site nowhere": (GOOD.encode() + b',"site":[NaN,0]}', 422, "site #1"),
    "no such scenario": (b'{"scenario":"nope","deployment":"fast"}', 422, "allowed: file, china-us-gmd, criteria-2011"),
    "a path for a scenario": (b'{"scenario":"../../etc/passwd","deployment":"x"}', 422, "scenario"),
    "no such deployment": (b'{"scenario":"file","deployment":"nope"}', 422, "allowed: slow, fast"),
    "no such base": (b'{"scenario":"file","deployment":"fast","base":"x"}', 422, "allowed: kozelsk, uzhur"),
    "a long name": (b'{"scenario":"' + b"a" * 50_000 + b'","deployment":"x"}', 422, "scenario"),
    "script for a name": (b'{"scenario":"file","deployment":"<script>"}', 422, "deployment"),
    "many keys": (json.dumps({f"k{i}": i for i in range(4000)}).encode(), 422, "unknown key"),
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["/api/answer", "/api/download/toml"])
def test_bodies(client: httpx.Client, path: str, name: str) -> None:
    """One line each: where, what, what is allowed."""
    body, status, said = BODIES[name]
    assert len(body) <= LARGEST_BODY
    assert said in refused(client.post(path, content=body, headers=JSON), status)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing", "/api", "/api/", "/api/scenarios/", "/api/scenarios/nope", "/api/scenarios/..%2f..%2fetc%2fpasswd",
        "/api/scenarios/%00", "/api/scenarios/%ed%a0%80", "/api/scenarios/%ff", "/..%2f..%2fetc/passwd", "//", "/%2e%2e/",
        "/api/scenarios/" + "a" * 5000, "/%0d%0aset-cookie:a", "/docs", "/redoc", "/index.html", "/viewer.js",
        "/api/scenarios/europe-2012.toml", "/?" + "x" * 5000,
    ],
)  # fmt: skip
def test_paths(client: httpx.Client, path: str) -> None:
    """Nothing there, but for a question mark after the page."""
    reply = client.get(httpx.URL(str(client.base_url).rstrip("/") + path))
    if path.startswith("/?"):
        assert reply.status_code == 200
    else:
        refused(reply, 404)


def test_methods(client: httpx.Client) -> None:
    """What is allowed is said twice."""
    for method, path, allowed in (
        ("GET", "/api/answer", "POST"), ("PUT", "/api/answer", "POST"), ("POST", "/", "GET"),
        ("OPTIONS", "/api/answer", "POST"), ("DELETE", "/api/scenarios", "GET"), ("TRACE", "/", "GET"),
        ("GET", "/api/download/toml", "POST"), ("BREW", "/", "GET"),
    ):  # fmt: skip
        reply = client.request(method, path)
        assert refused(reply, 405).endswith(f"allowed: {allowed}")
        assert reply.headers["allow"] == allowed
    assert "allowed: toml, json, csv, report" in refused(
        client.post("/api/download/exe", content=GOOD + "}", headers=JSON), 404
    )


@pytest.mark.parametrize(
    "headers",
    [
        {}, {"content-type": "text/plain"}, {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/jsonx"}, {"content-type": "\xe9"},
        {**JSON, "content-encoding": "gzip"},
    ],
)  # fmt: skip
def test_only_json_is_read(client: httpx.Client, headers: dict[str, str]) -> None:
    """A form of another page cannot send it unasked."""
    raw: Any = [(k.encode(), v.encode("latin-1")) for k, v in headers.items()]
    reply = client.post("/api/answer", content=(GOOD + "}").encode(), headers=raw)
    assert "allowed: " in refused(reply, 415)
    kind = {"content-type": "Application/JSON; charset=utf-8"}
    assert client.post("/api/answer", content=GOOD + "}", headers=kind).status_code == 200


def test_bodies_too_large(client: httpx.Client) -> None:
    """With and without a length, by a byte and by far; the refusal arrives."""
    pad = b" " * (LARGEST_BODY - len(GOOD) - 1)
    just = GOOD.encode() + pad + b"}"
    assert len(just) == LARGEST_BODY
    assert client.post("/api/answer", content=just, headers=JSON).status_code == 200
    assert client.post("/api/answer", content=iter([just]), headers=JSON).status_code == 200
    ten = b"x" * 10_000_000
    for content in (just + b" ", iter([just, b" "]), ten, iter([ten[:100_000]] * 100)):
        said = refused(client.post("/api/answer", content=content, headers=JSON), 413)
        assert "65536 bytes" in said
    refused(client.request("GET", "/", content=ten), 413)


def test_a_refusal_reaches_who_sends_all_before_listening(served: Served) -> None:
    """Ten megabytes are read and dropped first."""
    head = b"POST /api/answer HTTP/1.1\r\n" + HOST + b"content-type: application/json\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=15) as sock:
        sock.sendall(head + b"content-length: 10000000\r\n\r\n")
        for _ in range(100):
            sock.sendall(b"x" * 100_000)
        assert sock.recv(65536).startswith(b"HTTP/1.1 413 ")


def raw(served: Served, *pieces: bytes) -> bytes:
    """What comes back for some bytes, until the server closes or is silent."""
    with socket.create_connection(("127.0.0.1", served.port), timeout=15) as sock:
        got = b""
        try:
            for piece in pieces:
                sock.sendall(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass  # it has heard enough; what it said may be here
        while True:
            try:
                more = sock.recv(65536)
            except ConnectionResetError:
                return got
            if not more:
                return got
            got += more


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\n\r\n", 421),
        (b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nhost: a\r\nhost: localhost\r\n\r\n", 400),
        (b"POST /api/answer HTTP/1.1\r\n" + HOST + b"content-length: -5\r\n\r\n", 400),
        (b"POST /api/answer HTTP/1.1\r\n" + HOST + b"content-length: 9" + b"9" * 15 + b"\r\nexpect: 100-continue\r\n\r\n", 413),
        (b"POST /api/answer HTTP/1.1\r\n" + HOST + b"transfer-encoding: chunked\r\n\r\nzz\r\n", 400),
        (b"GET /api/scenarios/europe-2012/.. HTTP/1.1\r\n" + HOST + b"\r\n", 404),
        (b"GET ../../etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 404),
        (b"GET http://evil.example/ HTTP/1.1\r\n" + HOST + b"\r\n", 404),
        (b"GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n", 404),
        (b"GET /api/scenarios/a%00b HTTP/1.1\r\n" + HOST + b"\r\n", 404),
    ],
)  # fmt: skip
def test_broken_http(served: Served, request_bytes: bytes, status: int) -> None:
    """Refused by status, and the next request is served."""
    got = raw(served, request_bytes)
    assert got.startswith(b"HTTP/1.1 %d " % status), got[:200]
    assert b"Traceback" not in got
    with served.client() as client:
        assert client.get("/api/scenarios").status_code == 200


def test_a_header_of_megabytes(served: Served) -> None:
    """Cut off; whether the refusal still arrives is up to the network."""
    got = raw(served, b"GET / HTTP/1.1\r\n" + HOST, *[b"x: " + b"a" * 1_000_000] * 5, b"\r\n\r\n")
    assert not got or got.startswith(b"HTTP/1.1 400 ")
    with served.client() as client:
        assert client.get("/api/scenarios").status_code == 200


def test_a_body_that_never_comes_is_not_waited_for(served: Served) -> None:
    """Ten seconds, then 408."""
    got = raw(
        served,
        b"POST /api/answer HTTP/1.1\r\n"
        + HOST
        + b"content-type: application/json\r\ncontent-length: 100\r\n\r\n{",
    )
    assert got.startswith(b"HTTP/1.1 408 ")
    assert b"allowed: a small one, at once" in got


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "10.0.0.1",
        "",
        "localhost:80x",
        "[::1",
        "evil.example:8765",
        "\u00e9",
    ],
)
def test_other_names_are_refused(client: httpx.Client, host: str) -> None:
    """A name that somebody else may have pointed here."""
    reply = client.get("/", headers=[(b"host", host.encode("latin-1"))])  # type: ignore[list-item]
    assert "allowed: the address under which" in refused(reply, 421)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:9", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:443"]
)
def test_names_of_this_machine_are_known(client: httpx.Client, host: str) -> None:
    """At any port: it may have been forwarded."""
    assert client.get("/api/scenarios", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("bound", "name", "known"),
    [
        ("192.168.1.5", "192.168.1.5:8765", True), ("192.168.1.5", "192.168.1.6", False), ("box.lan", "BOX.lan:1", True),
        ("box.lan", "x.lan", False), ("0.0.0.0", "192.168.1.6", True), ("0.0.0.0", "evil.example", False),
        ("0.0.0.0", socket.gethostname(), True), ("::", "[fe80::1]:8765", True), ("::1", "[::1]:1", True),
        ("127.0.0.1", "127.0.0.2", True), ("127.0.0.1", "0.0.0.0", False),
    ],
)  # fmt: skip
def test_names_by_where_it_listens(bound: str, name: str, known: bool) -> None:
    """Its own, loopback's; any address where it listens at all."""
    assert (name in Names(bound)) is known
