"""The store: what is in it after a stop of any kind, and who may write to it."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from reassure.errors import OutputError, SweepError
from reassure.sweep import Job, Task, digest
from reassure.sweep.store import RECORD, Store, opened
from tests.sweep.works import SIZE, job, numbers


def fill(store: Store, tasks: tuple[Task, ...]) -> None:
    """Compute and write some tasks here."""
    for task in tasks:
        store.write(task.block, numbers(*store.job.common, *task.arguments))


def written(path: Path, wanted: Job | None = None) -> Path:
    """A whole store."""
    with opened(path, wanted or job(), False) as store:
        fill(store, store.job.tasks)
    return path


def test_xarray_opens_it(tmp_path) -> None:
    """Values, coordinates, units, dtypes, attributes; without a warning."""
    found = xr.open_zarr(written(tmp_path / "s.zarr")).load()
    assert (found["product"].values == np.outer(np.arange(SIZE) * 2.0, [1, 2])).all()
    assert found["number"].dtype == np.int32
    assert found["product"].attrs["units"] == "km s-1"
    assert found["column"].values.tolist() == ["one", "two"]
    assert found.attrs["title"] == "Numbers"
    assert {"reassure_version", "reassure_build", "job_sha256"} <= found.attrs.keys()


def test_what_is_not_computed_is_nan_or_nought(tmp_path) -> None:
    """An unfinished store can be looked at."""
    with opened(tmp_path / "s.zarr", job(), False) as store:
        fill(store, store.job.tasks[1:2])
    found = xr.open_zarr(tmp_path / "s.zarr").load()
    assert np.isfinite(found["product"].values[:, 0]).nonzero()[0].tolist() == [5, 6, 7, 8, 9]
    assert (found[RECORD].values.any(axis=1)).tolist() == [False, True, False, False, False]


def test_a_block_is_done_only_if_all_of_it_is_whole(tmp_path) -> None:
    """A file cut short, changed or missing, or a record cut short: each undoes its own block alone."""
    path = tmp_path / "s.zarr"
    with opened(path, job(), False) as store:
        fill(store, store.job.tasks)
        assert len(store.done()) == 5
        whole = digest(path)
        for name, spoil in (
            ("product/0.0", lambda f: f.write_bytes(f.read_bytes()[:-1])),
            ("product/1.0", lambda f: f.write_bytes(f.read_bytes()[:-1] + b"x")),
            ("number/2", lambda f: f.unlink()),
            (f"{RECORD}/3.0", lambda f: f.write_bytes(f.read_bytes()[:-1])),
        ):
            spoil(path / name)
        assert store.done() == {(4,)}
        assert digest(path) != whole
        fill(store, store.job.tasks[:4])
        assert digest(path) == whole


def test_the_bytes_do_not_depend_on_the_order(tmp_path) -> None:
    """Forwards in one go; backwards in two."""
    one = written(tmp_path / "one.zarr")
    two = tmp_path / "two.zarr"
    with opened(two, job(), False) as store:
        fill(store, store.job.tasks[:1:-1])
    (two / "product" / "7.0.part").write_bytes(b"left behind")
    with opened(two, job(), True) as store:
        fill(store, store.job.tasks[1::-1])
    assert digest(one) == digest(two)


def test_a_full_disk_undoes_nothing_and_leaves_nothing(tmp_path, monkeypatch) -> None:
    """One line; what was done stays; no scratch file."""
    path = tmp_path / "s.zarr"
    with opened(path, job(), False) as store:
        fill(store, store.job.tasks[:2])
        before = digest(path)

        def full(handle: int) -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        with monkeypatch.context() as patch:
            patch.setattr("reassure.sweep.store.os.fsync", full)
            with pytest.raises(OutputError, match=r"s\.zarr: cannot be written: No space left"):
                fill(store, store.job.tasks[2:3])
        assert store.done() == {(0,), (1,)}
    assert digest(path) == before


def test_no_head_no_store(tmp_path, monkeypatch) -> None:
    """A disk that is full at once leaves neither a store nor a half of one."""

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("reassure.sweep.store.os.fsync", full)
    with (
        pytest.raises(OutputError, match="No space left"),
        opened(tmp_path / "s.zarr", job(), False),
    ):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_store_that_exists_is_not_touched_unasked(tmp_path) -> None:
    """Without resume."""
    path = written(tmp_path / "s.zarr")
    with pytest.raises(OutputError, match="exists; allowed: a new name, or --resume"):
        written(path)


def test_a_store_of_another_kind_is_refused(tmp_path, monkeypatch) -> None:
    """Another job's, another package's, a folder, a file: each in one line."""
    path = written(tmp_path / "s.zarr")
    before = digest(path)
    with (
        pytest.raises(OutputError, match=r"belongs to another study \(Numbers"),
        opened(path, job(factor=3.0), True),
    ):
        pass
    with monkeypatch.context() as patch:
        patch.setattr("reassure.sweep.store.build", lambda: "another")
        with (
            pytest.raises(OutputError, match="begun by reassure build .*; this is another"),
            opened(path, job(), True),
        ):
            pass
    assert digest(path) == before
    (tmp_path / "file").write_text("x")
    for other in (tmp_path, tmp_path / "file"):
        with pytest.raises(OutputError, match="not a store"), opened(other, job(), True):
            pass
    with pytest.raises(OutputError, match="no folder"), opened(tmp_path / "a" / "b", job(), False):
        pass


def test_one_process_at_a_time(tmp_path) -> None:
    """The second is told."""
    path = tmp_path / "s.zarr"
    with (
        opened(path, job(), False),
        pytest.raises(SweepError, match="another process is writing"),
        opened(path, job(), True),
    ):
        pass
    with opened(path, job(), True):
        pass


def test_a_job_that_does_not_fit_together_is_refused() -> None:
    """A task missing, a variable without the split dimension, a coordinate too short."""
    from dataclasses import replace

    whole = job()
    with pytest.raises(ValueError, match="each once"):
        replace(whole, tasks=whole.tasks[1:])
    with pytest.raises(ValueError, match="lacks a split dimension"):
        replace(whole, variables=(replace(whole.variables[0], dims=("column",)),))
    with pytest.raises(ValueError, match="2 values; column has 3"):
        replace(whole, sizes={"x": SIZE, "column": 3})


def test_an_array_of_wrong_shape_or_kind_is_not_written(tmp_path) -> None:
    """However it came about."""
    with opened(tmp_path / "s.zarr", job(), False) as store:
        for arrays in (
            numbers(2.0, 0, 4),
            {**numbers(2.0, 0, 5), "number": np.zeros(5)},
            {**numbers(2.0, 0, 5), "more": np.zeros(5)},
        ):
            with pytest.raises(ValueError, match="number|product|more"):
                store.write((0,), arrays)
        assert store.done() == set()
