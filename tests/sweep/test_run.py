"""The engine: every block computed once, whatever fails, and the same bytes on any number of workers."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from reassure.errors import SweepError
from reassure.sweep import Pace, cluster, digest, run
from tests.sweep.kills import done
from tests.sweep.test_store import written
from tests.sweep.works import colours, job


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    ) as cluster:
        yield cluster.scheduler_address


def test_workers_write_what_one_process_writes(tmp_path, scheduler) -> None:
    """The same digest; progress ends at the end."""
    seen: list[Pace] = []
    run(job(), tmp_path / "a.zarr", scheduler=scheduler, progress=seen.append)
    assert digest(tmp_path / "a.zarr") == digest(written(tmp_path / "b.zarr"))
    assert (seen[-1].before, seen[-1].done, seen[-1].total) == (0, 5, 5)
    assert seen[-1].seconds_left == 0.0


def test_processes_of_its_own(tmp_path) -> None:
    """One worker, started and ended by the run; a line says that kernels load."""
    said: list[str] = []
    run(job(), tmp_path / "a.zarr", workers=1, say=said.append)
    assert digest(tmp_path / "a.zarr") == digest(written(tmp_path / "b.zarr"))
    assert said == ["Loading kernels (compiled on the first use, some 60 s)"]


def test_resuming_computes_what_is_missing_alone(tmp_path, scheduler) -> None:
    """Done blocks keep their very files; the rate is that of this run."""
    path = written(tmp_path / "a.zarr")
    before, whole = done(path), digest(path)
    (path / "number" / "2").unlink()
    seen: list[Pace] = []
    run(job(), path, scheduler=scheduler, resume=True, progress=seen.append)
    assert digest(path) == whole
    assert [(p.before, p.done) for p in seen] == [(4, 0), (4, 1)]
    after = done(path)
    assert {k for k in after if after[k] != before[k]} == {"2.0"}


def test_a_whole_store_needs_no_workers(tmp_path) -> None:
    """Nothing is started."""
    run(job(), written(tmp_path / "a.zarr"), scheduler="tcp://127.0.0.1:1", resume=True)


def test_a_block_that_fails_is_named_and_the_rest_done(tmp_path, scheduler) -> None:
    """In one line, with how to go on."""
    path = tmp_path / "a.zarr"
    with pytest.raises(SweepError) as caught:
        run(job("fails_in_the_middle"), path, scheduler=scheduler)
    assert str(caught.value) == (
        "chunk 2 failed: ZeroDivisionError: the middle of it; "
        "4 of 5 chunks are done and kept: --resume goes on"
    )
    assert set(done(path)) == {"0.0", "1.0", "3.0", "4.0"}


def test_where_all_fail_the_rest_is_not_tried(tmp_path, scheduler) -> None:
    """Eight are enough."""
    with pytest.raises(SweepError, match=r"failed: InputError: no \d+ \(and so did the next 7\)"):
        run(job("fails", size=200), tmp_path / "a.zarr", scheduler=scheduler)


def test_a_worker_with_another_package_is_refused(tmp_path, scheduler, monkeypatch) -> None:
    """In one line; nothing is computed by it."""
    monkeypatch.setattr("reassure.sweep.cluster.build", lambda: "mine")
    with pytest.raises(SweepError, match=r"a worker has reassure .*; here is .*\(build mine\)"):
        run(job(), tmp_path / "a.zarr", scheduler=scheduler)
    assert done(tmp_path / "a.zarr") == {}


def test_one_worker_of_a_machine_is_warmed_first(scheduler) -> None:
    """The other finds what it left: no two compile the same kernels at once."""
    from distributed import Client

    with Client(scheduler, set_as_default=False) as client:
        before = client.run(lambda: "colorsys" in sys.modules)
        cluster.warm(client, colours, lambda line: None)
        after = client.run(lambda: "colorsys" in sys.modules)
    assert sorted(before.values()) == [False, False]
    assert sorted(after.values()) == [False, True]


def test_no_scheduler_is_one_line(tmp_path, monkeypatch) -> None:
    """Nobody there; and not an address."""
    monkeypatch.setattr("reassure.sweep.cluster.CONNECT_S", 0.5)
    for address in ("tcp://127.0.0.1:1", "nonsense://", "127.0.0.1:x"):
        with pytest.raises(SweepError, match=f"scheduler {address}: ") as caught:
            run(job(), tmp_path / "a.zarr", scheduler=address, resume=True)
        assert "\n" not in str(caught.value)


@pytest.mark.long
def test_nothing_else_in_the_process_is_given_these_workers(
    tmp_path, scheduler, monkeypatch
) -> None:
    """A client left as Dask's default would have xarray wait for workers that are gone, for ever."""
    from distributed import Client

    made: list[bool] = []
    real = Client.__init__

    def noted(self, *args, **options) -> None:
        made.append(options.get("set_as_default", True))
        real(self, *args, **options)

    monkeypatch.setattr(Client, "__init__", noted)
    run(job(), tmp_path / "a.zarr", scheduler=scheduler)
    run(job(), tmp_path / "b.zarr", workers=1)
    assert made == [False, False]


def test_the_time_left_is_by_this_run() -> None:
    """Not by what an earlier one did."""
    assert Pace(100, 50).seconds_left is None
    assert Pace(100, 50, 10, 20.0).seconds_left == 80.0


@pytest.mark.long
def test_workers_that_cannot_keep_kernels_are_told_of_once(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """However many machines say so: every start of theirs compiles."""

    class Machines:
        status = "running"

        def nthreads(self) -> dict[str, int]:
            return {"tcp://a:1": 1, "tcp://a:2": 1, "tcp://b:1": 1}

        def submit(self, *_: Any, **__: Any) -> Any:
            return SimpleNamespace(result=lambda: (cluster.identity(), "no place"))

    cluster.warm(Machines(), "any", lambda line: None)
    assert capsys.readouterr().err == "no place\n"
