"""The command: what it says, when it refuses, and how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from reassure.errors import InputError
from reassure.web.serve import address_of, listening, others_can_reach
from tests.web.conftest import started


def explore(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """`reassure explore` that is expected to end by itself."""
    return subprocess.run(
        [sys.executable, "-m", "reassure", "explore", "--no-open", *arguments],
        capture_output=True, text=True, cwd=cwd, check=False, timeout=60,
    )  # fmt: skip


def test_a_port_in_use_is_one_line() -> None:
    """And exit 2."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = explore("--port", str(port))
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr
        == f"error: --port {port}: in use at 127.0.0.1; allowed: another, or 0 for any that is free\n"
    )


@pytest.mark.some(3)
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["no-such"], "error: no-such: no such file, and no preset of that name"),
        (["bad.toml"], "error: bad.toml: no format line"),
        (["--host", "no such host"], "error: --host no such host: no such address"),
        (["--host", "192.0.2.1", "--port", "0"], "error: --host 192.0.2.1: not an address of this machine"),
        (["--port", "70000"], "65535"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_before_it_starts(
    tmp_path: Path, arguments: list[str], said: str
) -> None:
    """Exit 2, and nothing on standard output."""
    (tmp_path / "bad.toml").write_text("title = 'x'")
    done = explore(*arguments, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_preset_is_opened_first_without_a_file() -> None:
    """By its own name."""
    with started("poland-2007-mda", wait=False) as served, served.client() as client:
        assert 'content="poland-2007-mda"' in client.get("/").text
        assert "file" not in [r["name"] for r in client.get("/api/scenarios").json()]


def test_a_question_asked_while_kernels_load_waits() -> None:
    """And is answered."""
    body = {"scenario": "poland-2007-mda", "deployment": "gbi-5-4", "base": "kozelsk"}
    with started("poland-2007-mda", wait=False) as served, served.client() as client:
        reply = client.post("/api/answer", json=body)
        assert reply.status_code == 200, reply.text
        assert served.process.stdout is not None
        assert served.process.stdout.readline() == "Ready.\n"


@pytest.mark.parametrize("asking", [False, True])
def test_ctrl_c_ends_it_at_once(asking: bool) -> None:
    """130 or 0, without a traceback, also while it answers and others wait."""
    heavy = {"scenario": "europe-2012", "deployment": "phase-3-mediterranean-sea"}
    with started() as served:
        ended: list[object] = []

        def ask(speed: float) -> None:
            try:
                ended.append(
                    httpx.post(
                        f"{served.address}/api/answer",
                        json={**heavy, "burnout_speed_km_s": speed},
                        timeout=60,
                    )
                )
            except httpx.HTTPError as error:
                ended.append(error)

        threads = [threading.Thread(target=ask, args=(5.0 + 0.1 * i,)) for i in range(12)]
        if asking:
            for thread in threads:
                thread.start()
            time.sleep(1.0)
        begin = time.perf_counter()
        os.killpg(served.process.pid, signal.SIGINT)
        _, said = served.process.communicate(timeout=20)
        took = time.perf_counter() - begin
        for thread in threads if asking else ():
            thread.join()
    assert served.process.returncode in (0, 130)
    assert said == ("stopped\n" if served.process.returncode == 130 else "")
    assert took < 3.0
    assert len(ended) == (12 if asking else 0)


def test_ctrl_c_while_kernels_load() -> None:
    """It does not wait for them."""
    with started(wait=False) as served:
        time.sleep(0.3)
        begin = time.perf_counter()
        os.killpg(served.process.pid, signal.SIGINT)
        _, said = served.process.communicate(timeout=20)
        assert time.perf_counter() - begin < 3.0
    assert served.process.returncode in (0, 130)
    assert "Traceback" not in said


def test_without_a_screen_no_browser_is_opened(tmp_path: Path) -> None:
    """With one it is, with the address; --no-open keeps it shut."""
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/opened\n')
    browser.chmod(0o755)
    bare = {
        k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    }
    for extra, arguments, opens in (
        ({}, [], False),
        ({"BROWSER": str(browser)}, ["--no-open"], False),
        ({"BROWSER": str(browser)}, [], True),
    ):
        run = subprocess.Popen(
            [sys.executable, "-m", "reassure", "explore", "--port", "0", *arguments],
            stdout=subprocess.PIPE, text=True, env={**bare, **extra},
        )  # fmt: skip
        try:
            assert run.stdout is not None
            address = run.stdout.readline().split()[2]
            limit = time.monotonic() + (20.0 if opens else 1.5)
            while time.monotonic() < limit and not (tmp_path / "opened").exists():
                time.sleep(0.05)
            assert (tmp_path / "opened").exists() is opens
        finally:
            run.kill()
            run.communicate()
    assert (tmp_path / "opened").read_text().strip() == address


@pytest.mark.long
def test_listening_to_others_is_said_and_works() -> None:
    """The machine's own name is then known, and other names still are not."""
    with started("--host", "0.0.0.0", wait=False) as served:
        with served.client() as client:
            known = {"host": f"{socket.gethostname()}:{served.port}"}
            assert client.get("/api/scenarios", headers=known).status_code == 200
            assert client.get("/", headers={"host": "evil.example"}).status_code == 421
        served.process.kill()
        _, said = served.process.communicate(timeout=20)
    assert said == "Whoever can reach this machine at that port can use it: no login\n"


def test_addresses() -> None:
    """As a browser takes them; a port of 0 becomes a real one."""
    with listening("127.0.0.1", 0) as sock:
        port = sock.getsockname()[1]
        assert not others_can_reach(sock)
        assert address_of(sock) == f"http://127.0.0.1:{port}/"
        with pytest.raises(InputError, match=f"--port {port}: in use at localhost"):
            listening("localhost", port)
    with listening("0.0.0.0", 0) as sock:
        assert address_of(sock).startswith("http://127.0.0.1:")
