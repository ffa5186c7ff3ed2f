"""In which order answers are worked out: two at once, a short queue, and the last few kept."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from reassure.words.counts import counted

__all__ = ["AnswerQueue", "Busy", "Gone"]


class Busy(Exception):  # noqa: N818
    """There is no room in the queue, or the turn did not come in time. The message says which."""


class Gone(Exception):  # noqa: N818
    """Whoever asked has left: nobody hears the answer."""


@dataclass(eq=False)
class _Job:
    """One question: what is to be done for it, and who waits for it."""

    key: Hashable
    work: Callable[[], Any]
    keep: bool
    done: asyncio.Future[Any]
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    askers: int = 0


class AnswerQueue:
    """Works on what is asked in threads, in the order of asking; the same question asked twice is one job.

    `at_once`: threads; `waiting`: questions that may wait; `patience_s`: how long one may wait for its turn; `kept`:
    answers kept for who asks again. Nothing is begun before `open`. All methods but the work itself run in one event
    loop.
    """

    def __init__(
        self, *, at_once: int = 2, waiting: int = 32, patience_s: float = 20.0, kept: int = 16
    ) -> None:
        self._at_once, self._most_waiting, self._patience_s = at_once, waiting, patience_s
        self._most_kept = kept
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="answer")
        self._opened = asyncio.Event()
        self._queue: deque[_Job] = deque()
        self._jobs: dict[Hashable, _Job] = {}
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()  # least recently asked for first
        self._busy = 0

    @property
    def waiting(self) -> int:
        """How many jobs have not begun."""
        return len(self._queue)

    async def open(self, work: Callable[[], Any]) -> None:
        """Do a first piece of work, then begin with what was asked meanwhile, however that ended. Raises what it
        raises.
        """
        try:
            await asyncio.get_running_loop().run_in_executor(self._pool, work)
        finally:
            self._opened.set()
            self._begin()

    async def ask(
        self,
        key: Hashable,
        work: Callable[[], Any],
        gone: Callable[[], Coroutine[Any, Any, None]],
        *,
        keep: bool = True,
    ) -> tuple[Any, bool]:
        """What the work of that key returns, and whether it was kept from before.

        `gone` ends when whoever asked has left. `keep`: for the next who asks. Raises Busy where there is no room or no
        turn, Gone where whoever asked has left, and what the work raises.
        """
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key], True
        job = self._jobs.get(key)
        if job is None:
            if len(self._queue) >= self._most_waiting:
                raise Busy(
                    f"{counted(len(self._queue), 'question is', 'questions are')} waiting; allowed: ask again in a while"
                )
            job = _Job(key, work, keep, asyncio.get_running_loop().create_future())
            self._jobs[key] = job
            self._queue.append(job)
            self._begin()
        job.askers += 1
        left = asyncio.ensure_future(gone())
        try:
            # Patience begins when the kernels are there: their loading is no fault of the queue's.
            await self._until(self._opened.wait(), left)
            await self._until(job.begun.wait(), left, self._patience_s)
            # Shielded, since others may wait for the same job.
            await self._until(asyncio.shield(job.done), left)
            return job.done.result(), False
        finally:
            left.cancel()
            job.askers -= 1
            # A job that nobody waits for is taken out, unless it has begun: a thread cannot be stopped.
            if not job.askers and not job.begun.is_set():
                self._queue.remove(job)
                del self._jobs[key]

    async def _until(
        self, what: Awaitable[Any], left: asyncio.Future[None], patience_s: float | None = None
    ) -> None:
        """Wait for something, or raise Gone where the asker leaves first, Busy where patience ends first."""
        task = asyncio.ensure_future(what)
        try:
            done, _ = await asyncio.wait(
                {task, left}, timeout=patience_s, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            if not task.done():
                task.cancel()
        if task in done:
            task.result()  # or what it raises
            return
        if left in done:
            raise Gone
        raise Busy(f"no turn within {patience_s:g} s; allowed: ask again in a while")

    def _begin(self) -> None:
        """Begin with the next jobs while there are threads for them."""
        while self._opened.is_set() and self._queue and self._busy < self._at_once:
            job = self._queue.popleft()
            self._busy += 1
            job.begun.set()
            working = asyncio.get_running_loop().run_in_executor(self._pool, job.work)
            working.add_done_callback(lambda future, job=job: self._end(job, future))  # type: ignore[misc]

    def _end(self, job: _Job, future: asyncio.Future[Any]) -> None:
        """Take a finished job's result to all who wait for it, and begin with the next."""
        self._busy -= 1
        del self._jobs[job.key]
        if future.cancelled():
            job.done.cancel()
        elif (error := future.exception()) is not None:
            job.done.set_exception(error)
            job.done.exception()  # seen, even if nobody is left to hear it
        else:
            if job.keep:
                self._kept[job.key] = future.result()
            while len(self._kept) > self._most_kept:
                self._kept.popitem(last=False)
            job.done.set_result(future.result())
        self._begin()
