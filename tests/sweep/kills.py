"""Sweeps in processes of their own, to be killed: client, scheduler, workers; and what their store holds."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from reassure.sweep.store import RECORD

SCENARIO = """\
format = "reassure-scenario/1"
title = "One base, one aim point, one deployment"

[[force]]
bases = ["kozelsk"]
aims = [{ id = "east", latitude_deg = 38.9, longitude_deg = -77.0, radius_km = 0 }]
booster = "icbm-solid"

[[deployment]]
id = "d"
site = "redzikowo"
interceptor = "sm3-iia"
launch_delay_s = 100
"""

STUDY = """\
format = "reassure-study/1"
title = "Burnout time, speed and delay"
scenario = "scenario.toml"

[[axis]]
key = "booster.icbm-solid.burnout_time_s"
name = "boost"
from = 120
to = 180
count = {boosts}

[[axis]]
key = "interceptor.sm3-iia.burnout_speed_km_s"
name = "speed"
from = 3
to = 7
count = {speeds}

[[axis]]
key = "deployment.d.launch_delay_s"
name = "delay"
from = 0
to = 390
count = {delays}
"""

PATIENCE_S = 120.0


def study(folder: Path, boosts: int, speeds: int, delays: int) -> Path:
    """A study of so many values of three figures, and its scenario."""
    (folder / "scenario.toml").write_text(SCENARIO)
    file = folder / "study.toml"
    file.write_text(STUDY.format(boosts=boosts, speeds=speeds, delays=delays))
    return file


def begin(*arguments: str | Path) -> subprocess.Popen[str]:
    """`reassure sweep` in a session of its own, so that a signal to its group reaches no one else."""
    return subprocess.Popen(
        [sys.executable, "-m", "reassure", "sweep", *map(str, arguments)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, env=_here(),
        # where the tests run in the background of a script, SIGINT is ignored, and children would inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )  # fmt: skip


def end(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    out, err = process.communicate(timeout=PATIENCE_S)
    return process.returncode, out, err


def done(store: Path) -> dict[str, tuple[int, int]]:
    """The blocks that have a record, and which file it is: a block written again has another."""
    try:
        files = [f for f in (store / RECORD).iterdir() if f.name[0].isdigit()]
        stats = {f.name: f.stat() for f in files if f.suffix != ".part"}
    except FileNotFoundError:
        return {}
    return {name: (s.st_ino, s.st_mtime_ns) for name, s in stats.items()}


def until(true: Callable[[], object], process: subprocess.Popen[str] | None = None) -> None:
    """Wait until something is true; stop waiting when a process has ended."""
    begun = time.monotonic()
    while not true():
        if process is not None and process.poll() is not None:
            return
        assert time.monotonic() - begun < PATIENCE_S, "nothing happened"
        time.sleep(0.01)


def workers(process: subprocess.Popen[str]) -> list[psutil.Process]:
    """The processes that a client has started for its work."""
    try:
        below = psutil.Process(process.pid).children(recursive=True)
        return [p for p in below if "spawn_main" in " ".join(p.cmdline())]
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return []


class Apart:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, workers: int) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            self.address = f"tcp://127.0.0.1:{sock.getsockname()[1]}"
        self.scheduler = self._scheduler()
        self.workers = [self._worker() for _ in range(workers)]

    def kill_scheduler(self) -> None:
        """And begin again: its workers end with it."""
        self.close()
        self.scheduler = self._scheduler()
        self.workers = [self._worker() for _ in self.workers]

    def kill_worker(self, which: int) -> None:
        """And begin another."""
        kill(self.workers[which])
        self.workers[which] = self._worker()

    def close(self) -> None:
        """End all."""
        for process in (self.scheduler, *self.workers):
            kill(process)

    def _scheduler(self) -> subprocess.Popen[bytes]:
        host, port = self.address.removeprefix("tcp://").split(":")
        where = ["--host", host, "--port", port, "--no-dashboard"]
        return _quiet("distributed.cli.dask_scheduler", *where)

    def _worker(self) -> subprocess.Popen[bytes]:
        where = [self.address, "--nthreads", "1", "--no-dashboard", "--no-nanny"]
        return _quiet("distributed.cli.dask_worker", *where)


def kill(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """SIGKILL, and gone."""
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=PATIENCE_S)


def _quiet(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        env=_here(),
    )  # fmt: skip


def _here() -> dict[str, str]:
    """The environment, in which the packages of this process are found from any folder."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(os.path.abspath(p) for p in sys.path if p)}
