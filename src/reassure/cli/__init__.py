"""The command line: parse, one call, print, exit code (0 done, 2 bad input)."""

from __future__ import annotations

from reassure.cli import (
    accounts,
    agree,
    assess,
    certify,
    compare,
    comply,
    explore,
    export,
    fly,
    footprint,
    indicator,
    joint,
    limits,
    lists,
    measure,
    refute,
    sensors,
    site,
    sweep,
    trade,
)
from reassure.cli.app import app
from reassure.cli.streams import guard, status, tell
from reassure.errors import ReassureError

__all__ = [
    "accounts",
    "agree",
    "app",
    "assess",
    "certify",
    "compare",
    "comply",
    "explore",
    "export",
    "fly",
    "footprint",
    "indicator",
    "joint",
    "limits",
    "lists",
    "main",
    "measure",
    "refute",
    "sensors",
    "site",
    "sweep",
    "trade",
]


def _interrupted(error: BaseException | None) -> bool:
    """Did Ctrl-C bring this about? What a command has told already (raised from None) does not count."""
    while error is not None:
        # As a traceback goes back: the cause, or the context, unless `from None` cut it off.
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if isinstance(error, KeyboardInterrupt):
            return True
    return False


def main() -> None:
    """The console script: run the command that the arguments name, and exit with its status."""
    guard()
    found = status(_answer())
    # CPython remembers an interrupt that left an exec of a string (a dataclass being made) until the next exec, and
    # `python -m` then dies of SIGINT instead of ending with the status.
    exec("")  # noqa: S102
    raise SystemExit(found)


def _answer() -> int:
    """Run the command; its exit status: 0 done, 1 a claim that does not hold, 2 bad input, 130 stopped by Ctrl-C."""
    try:
        app()
    except ReassureError as error:
        tell(f"error: {error}", err=True)
        return 2
    except KeyboardInterrupt:
        tell("stopped", err=True)
        return 130  # 128 and the number of SIGINT, as shells count
    except (SystemExit, SystemError) as error:
        # typer makes an exit of an interrupt, and numba, while it hands arguments over, a SystemError
        if _interrupted(error):
            tell("stopped", err=True)
            return 130
        # None: an exit without a word is a success.
        if isinstance(error, SystemExit) and isinstance(error.code, int | None):
            return error.code or 0
        raise
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        tell(f"error: {where}{error.strerror or error}", err=True)
        return 2
    return 0
