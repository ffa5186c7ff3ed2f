"""Whose turn it is."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Coroutine
from typing import Any

import pytest

from reassure.web.queue import AnswerQueue, Busy, Gone


async def stays() -> None:
    """A client that never leaves."""
    await asyncio.Event().wait()


def run(test: Coroutine[Any, Any, None]) -> None:
    async def with_limit() -> None:
        async with asyncio.timeout(20):
            await test

    asyncio.run(with_limit())


async def opened(**options: Any) -> AnswerQueue:
    desk = AnswerQueue(**options)
    await desk.open(lambda: None)
    return desk


def test_one_job_for_the_same_question_and_the_answer_is_kept() -> None:
    """Asked by ten at once, and again later."""

    async def test() -> None:
        desk = await opened()
        count = 0

        def work() -> str:
            nonlocal count
            count += 1
            time.sleep(0.05)
            return "answer"

        found = await asyncio.gather(*(desk.ask("a", work, stays) for _ in range(10)))
        assert found == [("answer", False)] * 10
        assert await desk.ask("a", work, stays) == ("answer", True)
        assert count == 1
        await desk.ask("b", work, stays, keep=False)
        await desk.ask("b", work, stays, keep=False)
        assert count == 3

    run(test())


def test_two_at_once_in_the_order_of_asking() -> None:
    """Never three."""

    async def test() -> None:
        desk = await opened()
        lock, inside, most, order = threading.Lock(), 0, 0, []

        def work(i: int) -> None:
            nonlocal inside, most
            with lock:
                inside += 1
                most = max(most, inside)
                order.append(i)
            time.sleep(0.02)
            with lock:
                inside -= 1

        await asyncio.gather(*(desk.ask(i, lambda i=i: work(i), stays) for i in range(12)))
        assert most == 2
        assert all(abs(place - i) <= 1 for place, i in enumerate(order))

    run(test())


def test_the_queue_ends_somewhere() -> None:
    """Who comes later is told; who waits is not lost."""

    async def test() -> None:
        desk = await opened(waiting=3)
        go = threading.Event()
        asked = [asyncio.create_task(desk.ask(i, lambda: go.wait(10), stays)) for i in range(5)]
        await asyncio.sleep(0.05)
        assert desk.waiting == 3
        with pytest.raises(Busy, match="3 questions are waiting"):
            await desk.ask(99, lambda: go.wait(10), stays)
        joined = asyncio.create_task(
            desk.ask(4, lambda: go.wait(10), stays)
        )  # one that already waits
        await asyncio.sleep(0.05)
        go.set()
        assert await asyncio.gather(*asked, joined) == [(True, False)] * 6

    run(test())


def test_patience_ends_in_the_queue_but_not_at_work() -> None:
    """And leaves no trace in the queue."""

    async def test() -> None:
        desk = await opened(at_once=1, patience_s=0.1)
        go = threading.Event()
        working = asyncio.create_task(desk.ask("long", lambda: go.wait(10), stays))
        await asyncio.sleep(0.02)
        with pytest.raises(Busy, match=r"no turn within 0\.1 s"):
            await desk.ask("next", lambda: go.wait(10), stays)
        assert desk.waiting == 0
        await asyncio.sleep(0.2)
        go.set()
        assert await working == (True, False)

    run(test())


def test_who_leaves_is_dropped_unless_somebody_else_waits_for_the_same() -> None:
    """Neither is anybody else's turn lost."""

    async def test() -> None:
        desk = await opened(at_once=1)
        go, ran = threading.Event(), []
        leaving = asyncio.Event()

        async def leaves() -> None:
            await leaving.wait()

        working = asyncio.create_task(desk.ask("first", lambda: go.wait(10), stays))
        alone = asyncio.create_task(desk.ask("alone", lambda: ran.append("alone"), leaves))
        shared = asyncio.create_task(desk.ask("shared", lambda: ran.append("shared"), leaves))
        other = asyncio.create_task(desk.ask("shared", lambda: ran.append("shared"), stays))
        await asyncio.sleep(0.02)
        assert desk.waiting == 2
        leaving.set()
        for task in (alone, shared):
            with pytest.raises(Gone):
                await task
        assert desk.waiting == 1
        go.set()
        await working
        await other
        assert ran == ["shared"]

    run(test())


def test_who_leaves_while_it_is_worked_out_takes_nothing_from_others() -> None:
    """They still get their answer, and it is kept."""

    async def test() -> None:
        desk = await opened()
        go, leaving = threading.Event(), asyncio.Event()

        async def leaves() -> None:
            await leaving.wait()

        one = asyncio.create_task(desk.ask("a", lambda: go.wait(10), leaves))
        two = asyncio.create_task(desk.ask("a", lambda: go.wait(10), stays))
        await asyncio.sleep(0.02)
        leaving.set()
        with pytest.raises(Gone):
            await one
        go.set()
        assert await two == (True, False)
        assert await desk.ask("a", lambda: None, stays) == (True, True)

    run(test())


def test_whoever_is_cancelled_leaves_too() -> None:
    """As when the server stops."""

    async def test() -> None:
        desk = await opened(at_once=1)
        go = threading.Event()
        working = asyncio.create_task(desk.ask("first", lambda: go.wait(10), stays))
        waiting = asyncio.create_task(desk.ask("second", lambda: go.wait(10), stays))
        await asyncio.sleep(0.02)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        assert desk.waiting == 0
        go.set()
        await working

    run(test())


def test_an_error_goes_to_all_who_asked_and_is_not_kept() -> None:
    """The next who asks has another try."""

    async def test() -> None:
        desk = await opened()

        def fails() -> None:
            time.sleep(0.02)
            raise ValueError("no")

        found = await asyncio.gather(
            *(desk.ask("a", fails, stays) for _ in range(3)), return_exceptions=True
        )
        assert [str(e) for e in found] == ["no"] * 3
        assert await desk.ask("a", lambda: 1, stays) == (1, False)

    run(test())


def test_few_answers_are_kept_the_last_used_ones() -> None:
    """The others are forgotten."""

    async def test() -> None:
        desk = await opened(kept=2)
        for key in ("a", "b", "a", "c"):
            await desk.ask(key, lambda key=key: key, stays)
        assert [(await desk.ask(k, lambda: "new", stays))[1] for k in ("a", "c")] == [True, True]
        assert await desk.ask("b", lambda: "new", stays) == ("new", False)

    run(test())


def test_nothing_begins_before_it_opens_and_waiting_for_that_is_no_impatience() -> None:
    """Also where the first piece of work fails."""

    async def test() -> None:
        desk = AnswerQueue(patience_s=0.05)
        early = asyncio.create_task(desk.ask("a", lambda: 1, stays))
        await asyncio.sleep(0.15)
        assert not early.done()

        def fails() -> None:
            raise ValueError("cannot load")

        with pytest.raises(ValueError, match="cannot load"):
            await desk.open(fails)
        assert await early == (1, False)

    run(test())
