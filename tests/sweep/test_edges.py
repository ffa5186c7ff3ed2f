"""The engine and its store at their edges: clusters made by hand, blocks that do not fit, stores of odd content."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from reassure.errors import OutputError, SweepError
from reassure.sweep import Pace, cluster, digest, run
from reassure.sweep.store import FORMAT, opened
from tests.sweep.test_store import fill, written
from tests.sweep.works import job, numbers


class Came:
    """A task's future, done at once (not one of the standard library: the run takes those for its own writing)."""

    status = "finished"

    def __init__(self, answer: Callable[[], Any]) -> None:
        self.key = str(id(self))
        self.result = answer

    def add_done_callback(self, heard: Callable[[Any], None]) -> None:
        """At once."""
        heard(self)


class Machines:
    """A client whose workers are this thread."""

    def __init__(self, answer: Callable[..., Any] = cluster.answer, threads: int = 2) -> None:
        self.status, self._answer, self._threads = "running", answer, threads

    def nthreads(self) -> dict[str, int]:
        """None where there are none."""
        return {"tcp://here:1": self._threads} if self._threads else {}

    def submit(self, function: Any, *arguments: Any, **options: Any) -> Any:
        """Worked out when it is asked for."""
        return Came(lambda: self._answer(*arguments))


@pytest.fixture
def machines(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Machines]:
    """Puts some in the place of Dask's."""

    def put(**given: Any) -> Machines:
        made = Machines(**given)

        class Connected:
            def __init__(self, scheduler: Any, workers: Any) -> None:
                pass

            def __enter__(self) -> Machines:
                return made

            def __exit__(self, *_: object) -> None:
                pass

        monkeypatch.setattr(cluster, "connected", Connected)
        monkeypatch.setattr(cluster, "warm", lambda *_: None)
        return made

    return put


def test_any_workers_make_the_store(tmp_path: Path, machines: Callable[..., Machines]) -> None:
    """And progress is told from the first to the last."""
    machines()
    seen: list[Pace] = []
    run(job(), tmp_path / "a.zarr", progress=seen.append)
    assert digest(tmp_path / "a.zarr") == digest(written(tmp_path / "b.zarr"))
    assert [p.done for p in seen] == list(range(6))


def test_a_scheduler_that_goes_away_is_one_line(
    tmp_path: Path, machines: Callable[..., Machines]
) -> None:
    """What was done is kept, and how to go on is said."""

    def lost(*_: Any) -> Any:
        made.status = "closed"
        raise OSError("connection\nlost")

    made = machines(answer=lost)
    with pytest.raises(SweepError, match=r"^the scheduler is gone; 0 of 5 chunks are done and kept: --resume"):  # fmt: skip
        run(job(), tmp_path / "a.zarr")


def test_without_workers_patience_ends(
    tmp_path: Path, machines: Callable[..., Machines], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tasks are out and nobody is there to do them."""
    page = import_module("reassure.sweep.run")
    monkeypatch.setattr(page, "PATIENCE_S", 0.05)
    monkeypatch.setattr(page, "_LOOK_S", 0.02)
    made = machines(threads=0)

    class Never(Came):
        def add_done_callback(self, heard: Callable[[Any], None]) -> None:
            pass

    monkeypatch.setattr(made, "submit", lambda *_, **__: Never(lambda: None))
    begin = time.monotonic()
    with pytest.raises(SweepError, match=r"^no worker for 0\.05 s; 0 of 5 chunks"):
        run(job(), tmp_path / "a.zarr")
    assert time.monotonic() - begin < 5.0


def test_a_block_of_wrong_shape_ends_the_run(
    tmp_path: Path, machines: Callable[..., Machines]
) -> None:
    """It is a fault of this program, and is not written."""
    machines()
    with pytest.raises(ValueError, match=r"product: float64 \(6, 2\); wanted: <f8 \(5, 2\)"):
        run(job("of_wrong_shape"), tmp_path / "a.zarr")


@pytest.mark.parametrize(
    ("done", "left"), [(0, None), (1, 90.0), (5, 50.0), (10, 0.0)]
)  # fmt: skip
def test_the_time_left(done: int, left: float | None) -> None:
    """None before there is a rate; none left at the end."""
    assert Pace(10, 0, done, 10.0 * done).seconds_left == left
    assert Pace(10, 10).seconds_left == 0.0


@pytest.mark.parametrize(
    "address", ["tcp://host:8786", "tls://host:1", "host:8786", "[::1]:8786", "tcp://[fe80::1]:1"]
)
def test_an_address_is_a_host_and_a_port(address: str) -> None:
    """With or without its protocol."""
    assert cluster._ADDRESS.fullmatch(address)


@pytest.mark.parametrize(
    "address", ["", "host", "http://host:1", "tcp://host", "tcp://host:123456", "a b:1", "tcp:///x:1", "::1:8786"]
)  # fmt: skip
def test_what_is_no_address_is_refused_before_it_is_tried(address: str, tmp_path: Path) -> None:
    """In one line."""
    with pytest.raises(SweepError, match="not an address; allowed: tcp://host:port"):
        run(job(), tmp_path / "a.zarr", scheduler=address)


def test_what_a_fault_says_is_one_line_of_two_hundred() -> None:
    """However long it is."""
    assert cluster.one_line(ValueError("a\n  b\tc")) == "a b c"
    assert len(cluster.one_line(ValueError("x" * 999))) == 200


def test_an_answer_says_which_package_gave_it() -> None:
    """Another's is refused."""
    said = cluster.answer(lambda: lambda a, b: a + b, (1,), (2,))
    assert said == (cluster.identity(), 3)
    assert cluster.checked(said) == 3
    with pytest.raises(SweepError, match="a worker has reassure other; here is"):
        cluster.checked(("other", 3))


def test_workers_that_cannot_load_are_said_to(capsys: pytest.CaptureFixture[str]) -> None:
    """With what would help; where the scheduler has gone that is said instead."""

    def fails() -> Any:
        raise ImportError("no module\nnamed x")

    future = SimpleNamespace(result=fails, status="error")
    client: Any = Machines()
    client.submit = lambda *_, **__: future
    with pytest.raises(SweepError, match=r"cannot load the package \(ImportError: no module named x\); allowed"):  # fmt: skip
        cluster.warm(client, job, lambda line: None)
    future.status = "lost"
    with pytest.raises(SweepError, match=f"^{cluster.GONE}$"):
        cluster.warm(client, job, lambda line: None)


# -- the store ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arrays", "said"),
    [
        ({"product": np.zeros((5, 2), np.float32)}, "product: float32"), ({"number": np.zeros(5, np.int64)}, "number: int64"),
        ({"product": np.zeros((2, 5))}, r"product: float64 \(2, 5\)"), ({"other": np.zeros(5)}, "arrays"),
    ],
)  # fmt: skip
def test_a_block_that_is_not_as_promised_is_not_written(
    arrays: dict[str, Any], said: str, tmp_path: Path
) -> None:
    """Neither its files nor its record."""
    with opened(tmp_path / "s.zarr", job(), False) as store:
        before = digest(store.path)
        with pytest.raises(ValueError, match=said):
            store.write((0,), {**numbers(2.0, 0, 5), **arrays})
        assert store.done() == set()
        assert digest(store.path) == before


@pytest.mark.parametrize(
    "head", ["", "[]", "null", "{}", '{"format": "other/1"}', '{"format": 1}', "\xff"]
)
def test_a_folder_with_another_head_is_no_store(head: str, tmp_path: Path) -> None:
    """Whatever it holds: it is left alone."""
    path = tmp_path / "s.zarr"
    path.mkdir()
    (path / ".zattrs").write_bytes(head.encode("latin-1"))
    with pytest.raises(OutputError, match="not a store of a sweep"), opened(path, job(), True):
        pass
    assert [p.name for p in path.iterdir()] == [".zattrs"]


def test_a_store_names_the_study_that_it_is_of(tmp_path: Path) -> None:
    """The beginning of a long title, and both hashes."""
    path = written(tmp_path / "s.zarr")
    head = json.loads((path / ".zattrs").read_text())
    assert head["format"] == FORMAT
    (path / ".zattrs").write_text(json.dumps({**head, "title": "t" * 500, "job_sha256": "f" * 64}))
    said = r"another study \(t{100}, f{12}; this one is numbers 23 2"
    with pytest.raises(OutputError, match=said), opened(path, job(), True):
        pass


def test_what_a_stop_left_beside_a_store_goes_with_the_next(tmp_path: Path) -> None:
    """Half-made heads of this very name; those of another are another's."""
    from reassure.sweep.store import _lead

    path = tmp_path / "s.zarr"
    mine = tmp_path / f"{_lead(path)}abc.part"
    other = tmp_path / f"{_lead(tmp_path / 'other.zarr')}abc.part"
    for folder in (mine, other):
        folder.mkdir()
    written(path)
    assert (mine.exists(), other.exists()) == (False, True)


def test_an_odd_last_block_is_filled_up_and_done(tmp_path: Path) -> None:
    """Three places of five: the rest is what stands where nothing was computed."""
    with opened(tmp_path / "s.zarr", job(), False) as store:
        fill(store, store.job.tasks[-1:])
        assert store.done() == {(4,)}
        last = np.frombuffer((store.path / "product" / "4.0").read_bytes())
        assert last.size == 10
        assert np.isnan(last[6:]).all()
        assert last[:2].tolist() == [40.0, 80.0]
        whole = np.frombuffer((store.path / "number" / "4").read_bytes(), "<i4")
        assert whole.tolist() == [20, 21, 22, 0, 0]


def test_a_digest_is_of_names_and_contents(tmp_path: Path) -> None:
    """A file moved, or a byte changed, makes another; where the folder lies does not."""
    for name in ("a", "b"):
        (tmp_path / name / "in").mkdir(parents=True)
        (tmp_path / name / "in" / "x").write_bytes(b"1")
    first = digest(tmp_path / "a")
    assert digest(tmp_path / "b") == first
    (tmp_path / "b" / "in" / "x").rename(tmp_path / "b" / "x")
    assert digest(tmp_path / "b") != first
    (tmp_path / "a" / "in" / "x").write_bytes(b"2")
    assert digest(tmp_path / "a") != first
