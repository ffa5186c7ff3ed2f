"""The viewer served on this machine: `explore`."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.streams import tell

__all__ = ["explore"]

FIRST = "europe-2012"


@app.command()
def explore(
    scenario: Annotated[
        str | None,
        typer.Argument(help="A scenario file, or a preset's name, to open first."),
    ] = None,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="The port to listen at; 0: any that is free.")
    ] = 8765,
    host: Annotated[
        str,
        typer.Option(
            help="The address to listen at. Other machines can open the explorer at any address but 127.0.0.1."
        ),
    ] = "127.0.0.1",
    no_open: Annotated[
        bool, typer.Option("--no-open", help="Do not open the page in a browser.")
    ] = False,
) -> None:
    """Open the viewer on this machine: move sites, speeds and delays by hand, and see the answer change."""
    from reassure.scenario import load, presets

    scenarios = presets()
    first = scenario or FIRST
    if first not in scenarios:
        # Opened under the name "file", beside the presets.
        scenarios, first = {"file": load(first), **scenarios}, "file"
    from reassure.web.serve import address_of, listening, others_can_reach, serve

    # Before the browser is opened: its first request waits in the socket's queue.
    sock = listening(host, port)
    address = address_of(sock)
    tell(f"Explorer at {address} (Ctrl-C stops it)")
    if others_can_reach(sock):
        tell("Whoever can reach this machine at that port can use it: no login", err=True)
    if not no_open:
        _open(address)
    try:
        serve(scenarios, first, sock, host, tell)
        code = 0
    except KeyboardInterrupt:
        tell("stopped", err=True)
        code = 130
    # threads may still be at an answer that nobody waits for
    sys.stdout.flush()
    sys.stderr.flush()
    # sys.exit would wait for those threads.
    os._exit(code)


def _open(address: str) -> None:
    """Open the page in a browser, where there is a screen to show it on; without waiting for it."""
    import threading
    import webbrowser

    # X11, Wayland, or a browser that the user has named.
    screen = sys.platform in ("win32", "darwin") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if screen:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
