"""The command line: parse, one call, print, exit code (0 done, 2 bad input)."""

from __future__ import annotations

import io
import sys

import typer

from reassure.cli import (
    answers,
    compare,
    explore,
    export,
    indicator,
    limits,
    lists,
    proofs,
    sweep,
    trade,
)
from reassure.cli.app import app
from reassure.errors import ReassureError

__all__ = [
    "answers",
    "app",
    "compare",
    "explore",
    "export",
    "indicator",
    "limits",
    "lists",
    "main",
    "proofs",
    "sweep",
    "trade",
]


def main() -> None:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    try:
        app()
    except ReassureError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
        raise SystemExit(130) from None
    except BrokenPipeError:
        raise SystemExit(0) from None
    except OSError as error:
        typer.echo(f"error: cannot write: {error.strerror or error}", err=True)
        raise SystemExit(2) from None
