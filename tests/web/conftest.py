"""An explorer in a process of its own, for the tests that need real sockets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.small import SMALL

HOSTILE = "</script><script>alert(1)</script> <b>&amp;"


@dataclass(frozen=True)
class Served:
    """Where it listens, and its process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def address(self) -> str:
        """Without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        """Patient."""
        return httpx.Client(base_url=self.address, timeout=120)


@contextmanager
def started(*arguments: str, wait: bool = True) -> Iterator[Served]:
    """`reassure explore` at a free port; killed in the end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reassure", "explore", *arguments, "--port", "0", "--no-open"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
        # SIGINT may be ignored where the tests run in the background, and children inherit that
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    try:
        assert process.stdout is not None
        first = process.stdout.readline()
        assert first.startswith("Explorer at http://"), first
        port = int(first.split()[2].rstrip("/").rpartition(":")[2])
        assert process.stdout.readline().startswith("Loading kernels")
        if wait:
            assert process.stdout.readline() == "Ready.\n"
        yield Served(port, process)
    finally:
        process.kill()
        process.wait()
        for pipe in (process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One for all tests that leave it as it was: a small file, with a title that would like to be HTML."""
    file: Path = tmp_path_factory.mktemp("served") / "small.toml"
    file.write_text(SMALL.replace("Small <b>&", HOSTILE))
    with started(str(file)) as it:
        yield it
        assert it.process.poll() is None, "the server went down"


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    """For one test."""
    with served.client() as it:
        yield it
