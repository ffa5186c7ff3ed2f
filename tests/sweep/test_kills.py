"""Sweeps killed at random moments: worker, scheduler, client. Nothing lost, nothing twice, the same bytes."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from reassure.sweep import digest
from tests.sweep.kills import Apart, begin, done, end, kill, study, until, workers

SEED = 2012


class Broken:
    """A sweep that is killed again and again: in processes of its own, or on a scheduler apart."""

    def __init__(self, file: Path, store: Path) -> None:
        self.file, self.store = file, store
        self.seen: dict[str, tuple[int, int]] = {}
        self.kills = {"worker": 0, "scheduler": 0, "client": 0}

    def run(self, apart: Apart | None, plan: list[tuple[str, int, float]]) -> None:
        """One client, to be killed as planned: (what, after how many more chunks, and seconds more). A killed
        worker is survived; a scheduler that is gone is said in one line; a client is gone.
        """
        where = ["--workers", "2"] if apart is None else ["--scheduler", apart.address]
        process = begin(self.file, "--out", self.store, "--resume", *where)
        for what, chunks, seconds in plan:
            wanted = len(done(self.store)) + chunks
            until(lambda wanted=wanted: len(done(self.store)) >= wanted, process)
            time.sleep(seconds)
            if process.poll() is not None:
                break
            self.look()
            if what == "worker":
                self._kill_worker(process, apart)
            elif what == "scheduler" and apart is not None:
                self._kill_scheduler(process, apart, early=not chunks)
            else:
                kill(process)
                self.kills["client"] += 1
            if process.poll() is not None:
                break
        else:
            code, _, said = end(process)
            assert code == 0, said
        end(process)
        self.look()

    def _kill_worker(self, process, apart: Apart | None) -> None:
        if apart is not None:
            apart.kill_worker(self.kills["worker"] % 2)
            self.kills["worker"] += 1
        elif found := workers(process):
            found[0].kill()
            self.kills["worker"] += 1

    def _kill_scheduler(self, process, apart: Apart, early: bool) -> None:
        """The client says so and ends; if it had not begun, it may find the new one: then it is killed too."""
        before = len(done(self.store))
        apart.kill_scheduler()
        self.kills["scheduler"] += 1
        until(lambda: early and len(done(self.store)) > before, process)
        if process.poll() is None:
            kill(process)
            self.kills["client"] += 1
            return
        code, _, said = end(process)
        assert (code, said.count("\n")) == (2, 1), said
        assert "the scheduler is gone" in said or (
            early and f"scheduler {apart.address}" in said
        ), said
        assert "--resume goes on" in said

    def look(self) -> None:
        """A block once done is never written again."""
        now = done(self.store)
        again = {name for name, file in self.seen.items() if now.get(name) != file}
        assert not again
        self.seen = now


def unbroken(file: Path, store: Path) -> str:
    """The digest of a run in one go."""
    code, out, said = end(begin(file, "--out", store, "--workers", "1"))
    assert code == 0, said
    assert digest(store) in out
    return digest(store)


@pytest.mark.long
def test_worker_client_and_scheduler_killed_once_each(tmp_path) -> None:
    """1,200 points in 14 chunks."""
    file = study(tmp_path, boosts=40, speeds=5, delays=6)
    wanted = unbroken(file, tmp_path / "unbroken.zarr")
    broken = Broken(file, tmp_path / "broken.zarr")
    broken.run(None, [("worker", 1, 0.0), ("client", 2, 0.0)])
    assert 0 < len(done(broken.store)) < 14
    apart = Apart(1)
    try:
        broken.run(apart, [("scheduler", 1, 0.0)])
    finally:
        apart.close()
    broken.run(None, [])
    assert broken.kills == {"worker": 1, "scheduler": 1, "client": 1}
    assert len(done(broken.store)) == 14
    assert digest(broken.store) == wanted


@pytest.mark.long
def test_twenty_kills_at_random_moments(tmp_path) -> None:
    """20,000 points in 200 chunks: in processes of the sweep's own, or on a scheduler apart."""
    file = study(tmp_path, boosts=20, speeds=25, delays=40)
    wanted = unbroken(file, tmp_path / "unbroken.zarr")
    broken = Broken(file, tmp_path / "broken.zarr")
    rng = random.Random(SEED)
    print("seed", SEED)
    while sum(broken.kills.values()) < 20:
        left = 20 - sum(broken.kills.values())
        plan = []
        while left > len(plan):
            what = rng.choice(["worker", "scheduler", "client"])
            # in the midst of the work, or while it begins
            moment = (rng.randint(1, 8), rng.uniform(0.0, 0.2))
            plan.append((what, *(moment if rng.random() < 0.8 else (0, rng.uniform(0.0, 4.0)))))
            if what != "worker":
                break
        apart = Apart(2) if plan[-1][0] == "scheduler" or rng.random() < 0.4 else None
        try:
            broken.run(apart, plan)
        finally:
            if apart is not None:
                apart.close()
        kills = sum(broken.kills.values())
        print(plan, broken.kills, len(done(broken.store)), flush=True)
        assert kills >= 20 or len(done(broken.store)) < 200, "complete before the last kill"
    broken.run(None, [])
    assert sum(broken.kills.values()) >= 20
    assert min(broken.kills.values()) >= 3
    assert len(done(broken.store)) == 200
    assert digest(broken.store) == wanted
