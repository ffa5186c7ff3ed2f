"""Firefox through Marionette, its own remote control: Playwright's Firefox is a build of its own, Debian's has this."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

__all__ = ["Firefox", "firefox"]

_START = 60.0  # s: the first start of a fresh profile


class Firefox:
    """One window of a running Firefox."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._unread = b""
        self._sent = 0
        self._answer()  # its greeting
        self._command("WebDriver:NewSession", {})

    def open(self, address: str) -> None:
        """Load a page."""
        self._command("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> Any:
        """Run a function's body in the page; what it returns."""
        return self._command("WebDriver:ExecuteScript", {"script": script, "args": []})["value"]

    def until(self, script: str, seconds: float = 60.0) -> Any:
        """Run a function's body again and again until it returns something true."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.run(script):
                return value
            time.sleep(0.1)
        raise AssertionError(f"not within {seconds} s: {script}")

    def close(self) -> None:
        """End the browser."""
        self._command("Marionette:Quit", {"flags": ["eForceQuit"]})
        self._socket.close()

    def _command(self, name: str, given: dict[str, Any]) -> Any:
        self._sent += 1
        message = json.dumps([0, self._sent, name, given]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, value = self._answer()
        assert number == self._sent
        if error:
            raise RuntimeError(f"{name}: {error['error']}: {error['message']}")
        return value

    def _answer(self) -> Any:
        # A message is its length in bytes, a colon and JSON.
        while b":" not in self._unread:
            self._read()
        length, _, self._unread = self._unread.partition(b":")
        while len(self._unread) < int(length):
            self._read()
        text, self._unread = self._unread[: int(length)], self._unread[int(length) :]
        return json.loads(text)

    def _read(self) -> None:
        more = self._socket.recv(1 << 16)
        if not more:
            raise RuntimeError("Firefox ended")
        self._unread += more


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """The Firefox named by REASSURE_FIREFOX, or found on the path. A missing one is an error, never a skip."""
    program = (
        os.environ.get("REASSURE_FIREFOX") or shutil.which("firefox-esr") or shutil.which("firefox")
    )
    if program is None:
        raise RuntimeError(
            "no Firefox: install Debian's firefox-esr, or name one in REASSURE_FIREFOX"
        )
    profile.mkdir(parents=True)
    (profile / "user.js").write_text('user_pref("marionette.port", 0);\n')
    process = subprocess.Popen(
        [program, "--headless", "--marionette", "--no-remote", "--profile", str(profile)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        window = Firefox(_port(profile, process))
        yield window
        window.close()
        process.wait(30)
    finally:
        process.kill()
        process.wait()


def _port(profile: Path, process: subprocess.Popen[bytes]) -> int:
    # Firefox takes a free port, and writes its number into the profile.
    end = time.monotonic() + _START
    while time.monotonic() < end and process.poll() is None:
        try:
            return int((profile / "MarionetteActivePort").read_text())
        except (FileNotFoundError, ValueError):
            time.sleep(0.1)
    raise RuntimeError(f"Firefox took no commands within {_START} s")
