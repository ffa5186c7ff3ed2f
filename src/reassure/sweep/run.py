"""The engine: a job's tasks to the workers, their answers into the store.

This process alone writes. A worker that dies takes no half-written file with it, needs no disk in common,
and its task runs again elsewhere; if this process dies, the tasks under way are lost and nothing else.
Tasks go out in an order that mixes cheap with dear ones, so that the rate so far foretells the rest.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import queue
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future as Writing
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reassure.errors import OutputError, SweepError
from reassure.machine.cores import cores
from reassure.sweep import cluster
from reassure.sweep.job import Job, Task
from reassure.sweep.store import Store, opened
from reassure.words.counts import counted

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = ["Pace", "run"]

PATIENCE_S = 60.0
"""How long to wait for a worker where none is left."""

_LOOK_S = 0.5
"""How long to wait for an answer before it is asked whether anybody still works."""
_REFRESH_S = 2.0
"""How old the known number of workers' threads may be: asking the scheduler is a round trip."""
_AHEAD = 4  # tasks out for each thread of a worker
_WRITERS = 8  # the disk flushes many files in one go
_HOPELESS = 8  # so many tasks failed and none done: the rest will fail too


@dataclass(frozen=True)
class Pace:
    """How far a run is: blocks in all, done before it, done by it, and the seconds that these took (wall clock)."""

    total: int
    before: int
    done: int = 0
    seconds: float = 0.0

    @property
    def seconds_left(self) -> float | None:
        """Estimated by the rate of this run; 0 where nothing is left; None before the first block is done."""
        left = self.total - self.before - self.done
        if not left:
            return 0.0
        return left * self.seconds / self.done if self.done else None


def run(
    job: Job,
    store: str | Path,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    resume: bool = False,
    progress: Callable[[Pace], None] = lambda pace: None,
    say: Callable[[str], None] = lambda line: None,
) -> None:
    """Compute what a store lacks of a job, and write it there.

    `scheduler`: the address of a running one (tcp://host:port); else `workers` processes of this machine, one for each
    core if None, and no more than there are tasks left. `resume`: go on with the store if there is one. `progress` is
    called after each block, `say` with a line for the user. Raises OutputError where the store cannot be used, SweepError
    where the run stopped before its end; what was done stays done, and the same call with `resume` goes on.
    """
    # A worker's process, as it starts, reads the script that started it.
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise SweepError(
            f"a sweep that its own workers would start again, as they read the script; allowed: {cluster.MAIN}"
        )
    with opened(Path(store), job, resume) as place:
        done = place.done()
        left = _mixed([t for t in job.tasks if t.block not in done])
        pace = Pace(len(job.tasks), len(done))
        progress(pace)
        if not left:
            return
        work = _Run(job, place, pace, progress)
        # A process of its own costs seconds: none is started that would get no task.
        hands = min(workers or cores(), len(left))
        try:
            with cluster.connected(scheduler, hands) as client:
                cluster.warm(client, job.function, say)
                work.go(client, left)
        except (OutputError, SweepError) as error:
            kept = f"{len(place.done())} of {counted(pace.total, 'chunk is', 'chunks are')} done and kept"
            raise type(error)(f"{error}; {kept}: --resume goes on") from None
        except KeyboardInterrupt:
            progress(replace(pace, done=len(place.done()) - pace.before))
            raise


def _mixed(tasks: Sequence[Task]) -> list[Task]:
    # As if shuffled, and the same each time: neighbours in a grid cost alike.
    return sorted(tasks, key=lambda t: hashlib.sha256(repr(t.block).encode()).digest())


class _Run:
    """One run of a job: tasks that are out, answers that are being written, what failed."""

    def __init__(self, job: Job, store: Store, pace: Pace, tell: Callable[[Pace], None]) -> None:
        self.job, self.store, self.pace, self.tell = job, store, pace, tell
        # By Dask's key: tasks that are out.
        self.out: dict[str, Task] = {}
        self.kept: dict[str, Future[Any]] = {}  # Dask forgets a task whose future nobody holds
        self.writing = 0
        # Answers of workers, and writes that are done: put there by Dask's and the writers' threads, taken by this one.
        self.back: queue.SimpleQueue[Future[Any] | Writing[None]] = queue.SimpleQueue()
        self.failed: list[str] = []
        # So long ago that the first look is due; the clock's zero is arbitrary.
        self.threads, self.looked = 0, -_REFRESH_S

    def go(self, client: Client, tasks: Sequence[Task]) -> None:
        """Send tasks out, and take them back, until all are written. Raises SweepError, OutputError as `run` does.

        A task that fails is noted and the others go on: the error comes at the end.
        """
        waiting = iter(tasks)
        begun = seen = time.monotonic()
        with ThreadPoolExecutor(_WRITERS) as writers:
            self._send(client, waiting)
            while self.out or self.writing:
                try:
                    event = self.back.get(timeout=_LOOK_S)
                except queue.Empty:
                    # Silence: a long task, or workers that are being started anew.
                    if self._threads(client):
                        seen = time.monotonic()
                    elif time.monotonic() - seen > PATIENCE_S:
                        raise SweepError(f"no worker for {PATIENCE_S:g} s") from None
                    continue
                seen = time.monotonic()
                if isinstance(event, Writing):
                    self._written(event, seen - begun)
                else:
                    self._take(client, event, writers)
                self._send(client, waiting)
        if self.failed:
            more = f" (and {len(self.failed) - 1} more)" if len(self.failed) > 1 else ""
            raise SweepError(f"{self.failed[0]}{more}")

    def _send(self, client: Client, waiting: Iterator[Task]) -> None:
        """Keep some tasks out for every worker, and no more: what is out is lost with this process."""
        # Answers wait in memory while the disk is slow: no more go out until they are written.
        while self.writing < 2 * _WRITERS and len(self.out) < _AHEAD * max(
            2, self._threads(client)
        ):
            task = next(waiting, None)
            if task is None:
                return
            future = cluster.send(client, self.job.function, self.job.common, task.arguments)
            key = str(future.key)
            self.out[key], self.kept[key] = task, future
            future.add_done_callback(self.back.put)

    def _take(self, client: Client, future: Future[Any], writers: ThreadPoolExecutor) -> None:
        """An answer, or the failure of a task, which is noted."""
        task = self.out.pop(str(future.key))
        # Once the answer is here Dask may forget it; see `kept`.
        try:
            arrays = cluster.checked(future.result())
        except SweepError:
            raise
        except Exception as error:  # whatever the function raised there, or Dask on the way
            # Not this task's fault: the scheduler took it down with it.
            if cluster.lost(client) or future.status in ("cancelled", "lost"):
                raise SweepError(cluster.GONE) from None
            what = f"{type(error).__name__}: {cluster.one_line(error)}"
            self.failed.append(f"chunk {'.'.join(map(str, task.block)) or '0'} failed: {what}")
            # What fails at once for all (a missing library) is not tried a million times.
            if len(self.failed) >= _HOPELESS and not self.pace.done:
                more = len(self.failed) - 1
                raise SweepError(f"{self.failed[0]} (and so did the next {more})") from None
        else:
            self.writing += 1
            writing = writers.submit(self.store.write, task.block, arrays)
            writing.add_done_callback(self.back.put)
        del self.kept[str(future.key)]

    def _written(self, writing: Writing[None], seconds: float) -> None:
        self.writing -= 1
        # Raises what the writing raised: OutputError on a full disk.
        writing.result()
        self.pace = replace(self.pace, done=self.pace.done + 1, seconds=seconds)
        self.tell(self.pace)

    def _threads(self, client: Client) -> int:
        """How many threads the workers have, as known not long ago."""
        if time.monotonic() - self.looked > _REFRESH_S:
            self.threads = sum(cluster.threads(client).values())
            self.looked = time.monotonic()
        return self.threads
