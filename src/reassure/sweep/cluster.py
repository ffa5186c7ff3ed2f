"""Where a job's tasks run: processes of this machine, or a Dask scheduler that others run.

Everything here is said in one line: what Dask logs on the way (lost connections, workers that died) is
silenced, because a sweep survives it or stops and says why.
"""

from __future__ import annotations

import logging
import re
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.metadata import version
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

from reassure.errors import SweepError
from reassure.machine.package_hash import build
from reassure.sweep.job import Work

if TYPE_CHECKING:
    from distributed import Client, Future

__all__ = [
    "GONE",
    "MAIN",
    "answer",
    "checked",
    "connected",
    "lost",
    "one_line",
    "send",
    "threads",
    "warm",
]

GONE = "the scheduler is gone"
"""What SweepError says where a run cannot go on without the scheduler."""

MAIN = 'the call under `if __name__ == "__main__":`'
"""Where a script that starts processes has to have it: they read the script again."""

CONNECT_S = 10.0
"""How long a scheduler may take to answer, and to have a first worker."""

CLOSE_S = 10.0
"""How long workers started here may take to end."""

_ADDRESS = re.compile(r"((tcp|tls)://)?(\[[0-9a-fA-F:]+\]|[^\s/:]+):\d{1,5}")

_HERE = "127.0.0.1:0"  # even with no dashboard Dask answers HTTP, on all addresses if not told
# First parts of the names of loggers that Dask writes to.
_LOGS = ("distributed", "tornado", "asyncio")

Say = Callable[[str], None]


@contextmanager
def connected(scheduler: str | None, workers: int) -> Iterator[Client]:
    """A client of the scheduler at an address, or of `workers` processes started here.

    Never Dask's default one: what else uses Dask in this process is not to wait for these workers. Raises SweepError
    where no worker can be started or reached.
    """
    with _quietly():
        from distributed import Client

        if scheduler is None:
            with (
                _local(workers) as cluster,
                Client(cluster, set_as_default=False) as client,
            ):
                yield client
        else:
            client = _joined(scheduler)
            try:
                yield client
            finally:
                with suppress(Exception):  # of a scheduler that is gone there is nothing to close
                    client.close(timeout=2)


def lost(client: Client) -> bool:
    """Whether the scheduler is gone: Dask's client says "running" while it has a connection."""
    return str(client.status) != "running"


def threads(client: Client) -> dict[str, int]:
    """The workers' addresses, and how many threads each has. SweepError where the scheduler is gone."""
    if not lost(client):
        # The connection may break while it is asked.
        with suppress(OSError):
            return dict(client.nthreads())
    raise SweepError(GONE)


def warm(client: Client, function: Work, say: Say) -> None:
    """Have the kernels that a function needs compiled by one worker of each machine, before others need them.

    The later ones load what it left on the disk. `say` is called with a line for the user. SweepError where workers
    have another package or the scheduler is gone.
    """
    hosts: dict[str, list[str]] = {}
    for address in threads(client):
        # tcp://host:port: workers of one host share one cache of kernels.
        hosts.setdefault(address.rpartition(":")[0], []).append(address)
    say("Loading kernels (compiled on the first use, some 60 s)")
    futures = [
        # Another worker of any host may take it: the one meant may have died since. Not `pure`: Dask would not run a
        # call again whose arguments it has seen.
        client.submit(ready, function, workers=sorted(w), allow_other_workers=True, pure=False)
        for w in hosts.values()
    ]
    found = [_result(client, future) for future in futures]
    for package, _ in found:
        _same(package)
    # One line for each different trouble, however many hosts have it.
    for trouble in dict.fromkeys(t for _, t in found if t):
        from reassure.machine.kernel_cache import say as tell

        tell(trouble)


def send(client: Client, function: Work, common: Sequence[Any], own: Sequence[Any]) -> Future[Any]:
    """A call on its way to some worker: a future of what `answer` returns. SweepError where the scheduler is gone."""
    try:
        return client.submit(answer, function, common, own, pure=False)
    except Exception:
        if lost(client):
            raise SweepError(GONE) from None
        raise


def ready(function: Work) -> tuple[str, str]:
    """Import what a function needs. Returns which package this is, and why kernels cannot be kept here; empty if they
    can.
    """
    function()
    from reassure.machine.kernel_cache import KernelCache

    return identity(), KernelCache.trouble


def answer(function: Work, common: Sequence[Any], own: Sequence[Any]) -> tuple[str, Any]:
    """What a worker does: call a function of the package with `common` and then `own` arguments.

    Returns which package the worker has, and what the function returned.
    """
    return identity(), function()(*common, *own)


def identity() -> str:
    """Version and build of this package, for a comparison with a worker's."""
    return f"{version('reassure')} (build {build()})"


def checked(result: tuple[str, Any]) -> Any:
    """What a worker's call returned. SweepError where the worker has another package."""
    _same(result[0])
    return result[1]


def _same(found: str) -> None:
    if found != identity():
        raise SweepError(
            f"a worker has reassure {found}; here is {identity()}; allowed: the same on both"
        )


def _result(client: Client, future: Future[Any]) -> tuple[str, str]:
    try:
        package, trouble = future.result()
        return str(package), str(trouble)
    except Exception as error:
        if lost(client) or future.status in ("cancelled", "lost"):
            raise SweepError(GONE) from None
        raise SweepError(
            f"workers cannot load the package ({type(error).__name__}: {one_line(error)}); "
            "allowed: a scheduler and workers with the same packages"
        ) from None


def one_line(error: BaseException) -> str:
    """What an exception says, in one line of at most 200 characters."""
    return " ".join(str(error).split())[:200]


# -- connections ----------------------------------------------------------------------------------


@contextmanager
def _local(workers: int) -> Iterator[Any]:
    """Processes of one thread each, restarted where they die, heard on this machine only."""
    from distributed import LocalCluster

    cluster = None
    try:
        with _undisturbed(), _started():
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                # Loopback alone: the protocol of Dask runs whatever it is sent.
                host="127.0.0.1",
                dashboard_address=None,
                # Threads of one process would share Python's lock; each task computes on one thread (`threads=1`).
                scheduler_kwargs={"dashboard": False, "dashboard_address": _HERE},
                memory_limit="auto",
                silence_logs=logging.CRITICAL,
            )
        yield cluster
    finally:
        if cluster is not None:
            with suppress(Exception):  # what does not end in time ends with this process
                cluster.close(timeout=CLOSE_S)


@contextmanager
def _started() -> Iterator[None]:
    """Say in one line why no process could be started."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        # Dask says so of a worker that ended as it started, for one because it read a script without that line.
        hint = f"; allowed in a script: {MAIN}" if isinstance(error, RuntimeError) else ""
        raise SweepError(f"no workers can be started here: {one_line(error)}{hint}") from None


def _joined(scheduler: str) -> Client:
    from distributed import Client

    if not _ADDRESS.fullmatch(scheduler):
        raise SweepError(f"scheduler {scheduler}: not an address; allowed: tcp://host:port")
    try:
        client = Client(scheduler, timeout=CONNECT_S, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        said = one_line(error) or type(error).__name__
        raise SweepError(f"scheduler {scheduler}: {said}") from None
    try:
        client.wait_for_workers(1, timeout=CONNECT_S)
    except TimeoutError:
        client.close(timeout=2)
        raise SweepError(
            f"scheduler {scheduler}: has no workers; allowed: one at least (dask worker {scheduler})"
        ) from None
    return client


@contextmanager
def _quietly() -> Iterator[None]:
    """Without Dask's own lines, here and in processes that are started from here."""
    import dask
    import distributed  # noqa: F401  (sets the levels of its loggers)

    names = [n for n in logging.root.manager.loggerDict if n.partition(".")[0] in _LOGS]
    levels = {name: logging.getLogger(name).level for name in names}
    try:
        for name in names:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        with dask.config.set({"distributed.comm.timeouts.connect": f"{CONNECT_S}s"}):
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Threads and processes that are started from here get no Ctrl-C: it is for this process to end them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    resource_tracker.ensure_running()  # its start would let the signal through again
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
