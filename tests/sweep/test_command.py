"""`reassure sweep`: what it prints, how it ends, and that nobody waits for Dask who does not sweep."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import xarray as xr

from reassure.cli.sweep import _left
from reassure.sweep import Pace, digest
from reassure.sweep.points import solve
from reassure.sweep.store import opened
from reassure.sweep.study_run import job_in
from tests.called import called
from tests.sweep.kills import begin, done, end, study, until, workers


@pytest.fixture(scope="module")
def swept(tmp_path_factory) -> Path:
    """A folder with a study and its store, whole."""
    folder = tmp_path_factory.mktemp("swept")
    file = study(folder, boosts=2, speeds=5, delays=4)
    code, out, said = end(begin(file, "--out", folder / "whole.zarr", "--workers", "1"))
    assert (code, said) == (0, "")
    assert out.startswith("Burnout time, speed and delay\n40 points, all done.\n")
    assert out.splitlines()[-2:] == [
        f"Burnout time, speed and delay: 40 points in {folder / 'whole.zarr'}",
        f"sha256 {digest(folder / 'whole.zarr')}",
    ]
    return folder


def test_the_store_holds_the_study(swept) -> None:
    """Opened by xarray without a warning: axes as dimensions, hashes and sources as attributes."""
    found = xr.open_zarr(swept / "whole.zarr").load()
    assert dict(found["least_margin_km_s"].sizes) == {
        "boost": 2, "speed": 5, "delay": 4, "deployment": 1
    }  # fmt: skip
    assert found["speed"].values.tolist() == [3.0, 4.0, 5.0, 6.0, 7.0]
    margin = found["least_margin_km_s"].sel(boost=180.0, delay=130.0, deployment="d")
    assert (margin.diff("speed") < 0).all()
    assert len(found.attrs["scenario_sha256"]) == len(found.attrs["job_sha256"]) == 64
    assert "interceptor.sm3-iia.burnout_speed_km_s" in found.attrs["sources"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.toml"], "none.toml: no such file; allowed: a study file"),
        (["study.toml", "--out", "whole.zarr"], "exists; allowed: a new name, or --resume"),
        (["study.toml", "--out", "no/such.zarr"], "no folder"),
        (["study.toml", "--out", "scenario.toml", "--resume"], "not a store of a sweep"),
        (["study.toml", "--workers", "2", "--scheduler", "tcp://127.0.0.1:1"], "allowed: one of the two"),
        (["study.toml", "--scheduler", "nonsense://x"], "scheduler nonsense://x: "),
        (["study.toml", "--out", "/proc/a.zarr"], "/proc/a.zarr: cannot be written"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(swept, monkeypatch, arguments, said) -> None:
    """And exit code 2; nothing is written over."""
    monkeypatch.chdir(swept)
    before = digest(swept / "whole.zarr")
    done = called("sweep", *arguments)
    code, out, error = done.returncode, done.stdout, done.stderr
    assert code == 2
    assert out == ""
    assert error.startswith("error: ")
    assert error.count("\n") == 1
    assert said in error
    assert digest(swept / "whole.zarr") == before


def test_the_store_of_another_study_is_refused(swept) -> None:
    """With both hashes; --resume or not."""
    other = swept / "other.toml"
    other.write_text((swept / "study.toml").read_text().replace("to = 7", "to = 8"))
    refused = called("sweep", str(other), "--out", str(swept / "whole.zarr"), "--resume")
    error = refused.stderr
    assert refused.returncode == 2
    assert "belongs to another study (Burnout time, speed and delay, " in error


def test_a_whole_store_is_taken_as_it_is(swept) -> None:
    """--resume on what is finished starts nothing."""
    taken = called(
        "sweep", str(swept / "study.toml"), "--out", str(swept / "whole.zarr"), "--resume"
    )
    assert taken.returncode == 0
    assert digest(swept / "whole.zarr") in taken.stdout


def test_ctrl_c_stops_all_of_it_in_one_line(tmp_path) -> None:
    """From a terminal the signal goes to workers too; they end without a word, and nothing done is lost."""
    file = study(tmp_path, boosts=100, speeds=5, delays=20)
    store = tmp_path / "s.zarr"
    process = begin(file, "--out", store, "--workers", "2")
    until(lambda: len(done(store)) >= 2, process)
    below = workers(process)
    assert len(below) == 2
    hosts = {
        c.laddr.ip
        for p in (psutil.Process(process.pid), *below)
        for c in p.net_connections()
        if c.status == "LISTEN"
    }
    assert hosts == {"127.0.0.1"}
    os.killpg(process.pid, signal.SIGINT)
    code, out, said = end(process)
    assert (code, out) == (130, "")
    assert (
        said == f"stopped; {len(done(store))} of 100 chunks kept in {store}: go on with --resume\n"
    )
    until(lambda: not any(p.is_running() for p in below))


@pytest.mark.long
def test_a_disk_that_takes_no_more(tmp_path) -> None:
    """A file system of 224 kB: one line, what was done stays, and with room the same bytes as ever."""
    small, file = tmp_path / "small", study(tmp_path, boosts=12, speeds=5, delays=20)
    small.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=224k", "tmpfs", str(small)]
    if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("may not mount a small file system")
    try:
        store = small / "s.zarr"
        code, _, said = end(begin(file, "--out", store, "--workers", "1"))
        assert code == 2
        kept = len(done(store))
        assert 0 < kept < 12
        assert said == (
            f"error: {store}: cannot be written: No space left on device; {kept} of 12 chunks are "
            "done and kept: --resume goes on\n"
        )
        assert not list(store.rglob("*.part"))
        before = done(store)
        subprocess.run(["mount", "-o", "remount,size=10m", str(small)], check=True)
        code, _, said = end(begin(file, "--out", store, "--workers", "1", "--resume"))
        assert (code, said) == (0, "")
        assert {name: done(store)[name] for name in before} == before
        found = digest(store)
    finally:
        subprocess.run(["umount", str(small)], check=True)
    job = job_in(file)
    with opened(tmp_path / "whole.zarr", job, False) as whole:
        for task in job.tasks:
            whole.write(task.block, solve(*job.common, *task.arguments))
    assert digest(tmp_path / "whole.zarr") == found


@pytest.mark.long
def test_a_limit_on_files_is_one_line_too(tmp_path) -> None:
    """As a quota would be."""
    file = study(tmp_path, boosts=2, speeds=5, delays=4)
    code = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100));"
        f"sys.argv = ['reassure', 'sweep', {str(file)!r}, '--out', {str(tmp_path / 's.zarr')!r}];"
        "from reassure.cli import main; main()"
    )
    done_ = subprocess.run(
        [sys.executable, "-B", "-c", code], capture_output=True, text=True, check=False
    )
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] != 100
    assert done_.returncode == 2, done_.stderr
    assert done_.stderr == f"error: {tmp_path / 's.zarr'}: cannot be written: File too large\n"
    assert not list(tmp_path.glob("*.zarr"))


@pytest.mark.parametrize("what", ["import reassure.cli", "import reassure.sweep"])
def test_dask_and_zarr_wait_until_they_are_used(what) -> None:
    """`reassure --help` is quick."""
    code = (
        f"import sys; {what}; print([m for m in ('dask', 'distributed', 'zarr', 'xarray', 'numcodecs',"
        " 'numba') if m in sys.modules])"
    )
    done_ = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done_.stdout.strip() == "[]"


def test_the_time_left_in_words() -> None:
    """Seconds, minutes, hours; nothing before there is a rate."""
    assert _left(Pace(100, 50)) == ""
    assert _left(Pace(100, 50, 10, 20.0)) == "80 s left"
    assert _left(Pace(100, 0, 10, 100.0)) == "15 min left"
    assert _left(Pace(1000, 0, 1, 10.0)) == "2 h 46 min left"
