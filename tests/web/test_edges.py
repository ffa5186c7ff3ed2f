"""Edges of the explorer's server without a socket: the guard, the queue, moves, limits of work."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from reassure.errors import InputError, ScenarioError
from reassure.scenario import Scenario, presets
from reassure.scenario.hand_limits import FIGURES, limits
from reassure.scenario.names import place_name as zone_name
from reassure.scenario.reader import parse
from reassure.web import guard
from reassure.web.guard import LARGEST_BODY, Guard, Names, refusal
from reassure.web.move import Move, moved, place_name, site_of
from reassure.web.queue import AnswerQueue, Busy
from reassure.web.serve import address_of, listening, others_can_reach
from tests.scenario.files import WHOLE
from tests.small import SMALL

HOST = (b"host", b"localhost")
Messages = list[dict[str, Any]]


async def echo(scope: Any, receive: Callable[[], Awaitable[Any]], send: Any) -> None:
    """An application that sends the body back, and what the next message is."""
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x", b"y")]})
    await send({"type": "http.response.body", "body": scope["method"].encode() + b" " + body})


def reply(
    *pieces: bytes, headers: tuple[tuple[bytes, bytes], ...] = (HOST,), method: str = "POST", app: Any = echo, most: int = 9
) -> tuple[int, dict[bytes, bytes], bytes, Messages]:  # fmt: skip
    """Status, headers and body of what a guard lets out, and its messages, for a body that comes in pieces."""
    sent: Messages = []
    waiting = [
        {"type": "http.request", "body": p, "more_body": k + 1 < len(pieces)}
        for k, p in enumerate(pieces)
    ] or [{"type": "http.disconnect"}]

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "headers": list(headers)}
    asyncio.run(Guard(app, Names("127.0.0.1"), most)(scope, receive, send))
    body = b"".join(m.get("body", b"") for m in sent)
    return sent[0]["status"], dict(sent[0]["headers"]), body, sent


# -- the guard ------------------------------------------------------------------------------------------


def test_a_body_comes_through_whole_and_with_the_guards_headers() -> None:
    """However many pieces it came in; the application's own headers stay."""
    status, headers, body, _ = reply(b"a", b"", b"b")
    assert (status, body) == (200, b"POST ab")
    assert headers[b"x"] == b"y"
    assert headers[b"x-content-type-options"] == b"nosniff"
    assert headers[b"cross-origin-resource-policy"] == b"same-origin"


@pytest.mark.parametrize("split", [1, LARGEST_BODY // 2, LARGEST_BODY])
def test_the_largest_body_is_just_let_in(split: int) -> None:
    """A byte more is not, in whatever pieces."""
    just = b"x" * LARGEST_BODY
    status, _, body, _ = reply(just[:split], just[split:])
    assert (status, len(body)) == (200, len("POST ") + LARGEST_BODY)
    status, _, body, _ = reply(just[:split], just[split:] + b"x")
    assert status == 413
    assert json.loads(body)["detail"] == "body of more than 65536 bytes; allowed: at most those"


def test_who_waits_to_be_asked_is_refused_unasked() -> None:
    """A length above the limit with Expect: the body is never read; below it is."""
    expect = (b"expect", b"100-Continue")
    large = (b"content-length", str(LARGEST_BODY + 1).encode())
    assert reply(headers=(HOST, expect, large))[0] == 413
    assert reply(b"x", headers=(HOST, expect, (b"content-length", b"1")))[0] == 200
    assert reply(b"x", headers=(HOST, large))[0] == 200  # what is declared is not what counts


def test_a_body_that_is_drained_for_ever_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """After so many bytes nobody listens on, though more is to come."""
    monkeypatch.setattr(guard, "_DRAINED", 100_000)
    left = [b"x" * 60_000] * 5
    taken: list[int] = []

    async def receive() -> Any:
        taken.append(1)
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    sent: Messages = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "POST", "headers": [HOST]}
    asyncio.run(Guard(echo, Names("127.0.0.1"))(scope, receive, send))
    assert (sent[0]["status"], len(taken)) == (413, 2)


def test_a_body_that_does_not_come_is_408(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the time that is said."""
    monkeypatch.setattr(guard, "_BODY_S", 0.05)

    async def never() -> None:
        sent: Messages = []

        async def receive() -> Any:
            await asyncio.Event().wait()

        async def send(message: Any) -> None:
            sent.append(message)

        scope = {"type": "http", "method": "GET", "headers": [HOST]}
        await Guard(echo, Names("127.0.0.1"))(scope, receive, send)
        assert sent[0]["status"] == 408
        assert b"no whole body within 0.05 s" in sent[1]["body"]

    asyncio.run(never())


def test_a_client_that_has_gone_is_an_empty_body() -> None:
    """The application is called all the same, and hears of it."""
    assert reply()[2] == b"POST "


def test_head_is_get_without_its_body() -> None:
    """The application sees GET; status and headers as they are."""
    status, headers, body, _ = reply(b"", method="HEAD")
    assert (status, body, headers[b"x"]) == (200, b"", b"y")


def test_a_large_reply_goes_out_in_pieces() -> None:
    """The last one says that it is; an empty one is one piece."""

    async def large(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200})
        await send({"type": "http.response.body", "body": b"y" * 150_000})

    _, _, body, sent = reply(b"", app=large)
    assert body == b"y" * 150_000
    assert [m["more_body"] for m in sent[1:]] == [True, True, False]
    assert max(len(m["body"]) for m in sent[1:]) == 65_536

    async def nothing(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204})
        await send({"type": "http.response.body"})

    assert [m.get("more_body") for m in reply(b"", app=nothing)[3]] == [None, False]


def test_no_more_than_so_many_are_inside_at_once() -> None:
    """The next is told when to come again; who is refused, or fails, leaves its place."""

    async def test() -> None:
        go, sent = asyncio.Event(), []

        async def slow(scope: Any, receive: Any, send: Any) -> None:
            await go.wait()
            raise ValueError("fault")

        async def receive() -> Any:
            return {"type": "http.request", "body": b""}

        async def send(message: Any) -> None:
            sent.append(message)

        held = Guard(slow, Names("127.0.0.1"), most_at_once=1)
        scope = {"type": "http", "method": "GET", "headers": [HOST]}
        first = asyncio.create_task(held(scope, receive, send))
        await asyncio.sleep(0)
        await held(scope, receive, send)
        assert sent[0]["status"] == 503
        assert dict(sent[0]["headers"])[b"retry-after"] == b"2"
        assert b"1 request at once; allowed: 1" in sent[1]["body"]
        go.set()
        with pytest.raises(ValueError, match="fault"):
            await first
        with pytest.raises(ValueError, match="fault"):  # its turn has come
            await held(scope, receive, send)

    asyncio.run(test())


def test_what_is_no_request_is_passed_on() -> None:
    """The start and the end of the server have neither names nor bodies."""
    seen: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["type"])

    asyncio.run(Guard(app, Names("x"))({"type": "lifespan"}, None, None))  # type: ignore[arg-type]
    assert seen == ["lifespan"]


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("localhost", True), ("LOCALHOST", True), ("localhost:", False), ("localhost:٣", False), ("[::1]", True), ("[::1]x", False),
        ("[::1", False), ("127.9.9.9:1", True), ("", False), ("::1", False), ("127.0.0.1:1:2", False),
    ],
)  # fmt: skip
def test_a_name_is_a_host_and_a_port(host: str, known: bool) -> None:
    """A port is digits, of ASCII; an address of version 6 stands in brackets."""
    assert (host in Names("127.0.0.1")) is known


def test_a_refusal_is_json_that_nobody_keeps() -> None:
    """ASCII, whatever it says; its length is its own; headers of its own replace none."""
    status, fields, body = refusal(422, "Кёльн", {"retry-after": "9"})
    held = dict(fields)
    assert (status, json.loads(body)) == (422, {"detail": "Кёльн"})
    assert body.isascii()
    assert held[b"content-length"] == str(len(body)).encode()
    assert held[b"cache-control"] == b"no-store"
    assert held[b"retry-after"] == b"9"


# -- the queue ------------------------------------------------------------------------------------------


async def stays() -> None:
    await asyncio.Event().wait()


def test_a_queue_without_room_still_answers_what_is_kept_or_begun() -> None:
    """Only new questions are refused; one waiting is one."""

    async def test() -> None:
        desk = AnswerQueue(at_once=1, waiting=1, kept=0)
        await desk.open(lambda: None)
        go = threading.Event()
        first = asyncio.create_task(desk.ask("a", lambda: go.wait(10), stays))
        await asyncio.sleep(0.01)
        second = asyncio.create_task(desk.ask("b", lambda: go.wait(10), stays))
        await asyncio.sleep(0.01)
        again = asyncio.create_task(desk.ask("a", lambda: "other", stays))
        with pytest.raises(Busy, match="1 question is waiting; allowed: ask again"):
            await desk.ask("c", lambda: 1, stays)
        go.set()
        assert await asyncio.gather(first, second, again) == [(True, False)] * 3
        assert await desk.ask("a", lambda: "new", stays) == ("new", False)  # none is kept
        assert desk.waiting == 0

    asyncio.run(asyncio.wait_for(test(), 20))


def test_a_question_asked_again_after_patience_ended_is_a_new_one() -> None:
    """It left no trace, and its work was never begun."""

    async def test() -> None:
        desk = AnswerQueue(at_once=1, patience_s=0.05)
        await desk.open(lambda: None)
        go, ran = threading.Event(), []
        working = asyncio.create_task(desk.ask("long", lambda: go.wait(10), stays))
        await asyncio.sleep(0.01)
        with pytest.raises(Busy):
            await desk.ask("next", lambda: ran.append("old"), stays)
        go.set()
        await working
        assert await desk.ask("next", lambda: ran.append("new"), stays) == (None, False)
        assert ran == ["new"]

    asyncio.run(asyncio.wait_for(test(), 20))


# -- moves ---------------------------------------------------------------------------------


def small() -> Scenario:
    return parse(SMALL.encode(), "small")


@pytest.mark.parametrize(("figure", "ends"), FIGURES.items())
def test_a_figure_may_stand_at_its_ends_and_no_farther(
    figure: str, ends: tuple[float, float]
) -> None:
    """Of a scenario that goes no farther itself; the refusal names the figure and both ends."""
    europe = presets()["europe-2012"]
    known = {"scenario": "x", "deployment": "phase-3-redzikowo", "base": "kozelsk"}
    for value in ends:
        moved(europe, Move.model_validate({**known, figure: value}))
    low, high = ends
    # Interceptors are counted: the next number is one more.
    beyond = (low - 1.0, high + 1.0) if figure == "interceptors" else (low - 1e-6, high + 1e-3)
    for value in beyond:
        with pytest.raises(ScenarioError, match=rf"^{figure} = .*: allowed: {low:g} to {high:g}$"):
            moved(europe, Move.model_validate({**known, figure: value}))


@pytest.mark.parametrize("site", [(90.0, 0.0), (-90.0, 180.0), (0.0, -180.0)])
def test_a_site_may_stand_at_a_pole_and_on_the_antimeridian(site: tuple[float, float]) -> None:
    """And the scenario as moved is one."""
    got = moved(small(), Move(scenario="file", deployment="fast", site=site))
    assert site_of(got.deployment[0]) == site


def test_places_have_names_in_words_where_they_have_none() -> None:
    """The catalogue's first words; a site's own name, or its degrees; an area's, or whose it is."""
    whole = parse(WHOLE.encode(), "whole")
    names = {d.id: place_name(d) for d in (*whole.deployment, *small().deployment)}
    assert names["fast"] == "Redzikowo"
    assert names["hopeless"] == "60.0 S 120.0 E"
    text = SMALL.replace("longitude_deg = 120 }", 'longitude_deg = 120, name = "Ice" }')
    assert place_name(parse(text.encode(), "named").deployment[3]) == "Ice"
    drawn = [d for d in whole.deployment if d.area is not None and not isinstance(d.area, str)]
    assert all(place_name(d) == f"the area of {d.id}" for d in drawn)
    named = [d for d in whole.deployment if isinstance(d.area, str)]
    assert all(place_name(d) == zone_name(str(d.area)) for d in named)
    assert drawn or named
    assert all(site_of(d) is None for d in (*drawn, *named))


def test_limits_are_widened_by_every_deployment_and_force() -> None:
    """At either end."""
    text = SMALL.replace("divert_km_s = 0.2", "divert_km_s = 3.5")
    text = text.replace("flight_time_ratio = [0.9, 1.0]", "flight_time_ratio = [0.6, 2.0]")
    held = limits(parse(text.encode(), "wide"))
    assert held["divert_km_s"] == (0.0, 3.5)
    assert held["flight_time_ratio"] == (0.6, 2.0)
    assert held["burnout_speed_km_s"] == FIGURES["burnout_speed_km_s"]


# -- the socket -----------------------------------------------------------------------------------------


def test_a_socket_of_version_6_has_its_address_in_brackets() -> None:
    """Where this machine has one; every address is reached by loopback."""
    try:
        sock = listening("::1", 0)
    except InputError:
        pytest.skip("no address of version 6 here")
    with sock:
        assert address_of(sock) == f"http://[::1]:{sock.getsockname()[1]}/"
        assert not others_can_reach(sock)
    with listening("::", 0) as every:
        assert address_of(every).startswith("http://[::1]:")
        assert others_can_reach(every)


@pytest.mark.parametrize(
    ("host", "said"),
    [("no such host", "no such address; allowed: one of this machine"), ("a" * 70 + ".b", "no such address"),
     ("192.0.2.1", "not an address of this machine; allowed: one that is")],
)  # fmt: skip
def test_where_it_cannot_listen_is_one_line(host: str, said: str) -> None:
    """With the option that is wrong."""
    with pytest.raises(InputError, match=f"^--host {host}: {said}") as caught:
        listening(host, 0)
    assert "\n" not in str(caught.value)
