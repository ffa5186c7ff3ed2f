"""matplotlib as the figures need it: loaded whatever the environment says, with its own defaults, and no window."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reassure.errors import OutputError, ReassureError
from reassure.machine.files import whole_file

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["defaults", "load", "save"]

_BACKEND = "MPLBACKEND"


def load() -> None:
    """Import matplotlib, or raise ReassureError in one line.

    A backend that the environment names is for windows, and matplotlib does not load where it knows none of that
    name: it is kept from it, and given to it afterwards if it knows it.
    """
    if sys.modules.get("matplotlib") is not None:
        return
    named = os.environ.pop(_BACKEND, None)
    try:
        import matplotlib
        import matplotlib.backends.backend_agg
        import matplotlib.backends.backend_svg
        import matplotlib.figure
    except ModuleNotFoundError:
        raise ReassureError(
            "figures need matplotlib; allowed: pip install reassure[plot]"
        ) from None
    except Exception as error:
        raise ReassureError(
            f"figures need matplotlib, which does not load: {_said(error)}"
        ) from None
    finally:
        if named is not None:
            os.environ[_BACKEND] = named
    if named:
        with suppress(ValueError):
            matplotlib.rcParams["backend"] = named


@contextmanager
def defaults(look: dict[Any, Any]) -> Iterator[None]:
    """matplotlib's own settings and a look, whatever the user's are."""
    from matplotlib import rc_context, rcdefaults, rcParams

    with rc_context():
        rcdefaults()
        rcParams.update(look)
        yield


def save(paths: Sequence[Path], draw: Callable[[], Figure]) -> None:
    """Draw a figure into files, each in the format that its name ends in, whole or not at all. Raises OutputError."""
    at = paths[0]
    try:
        made = draw()
        for at in paths:
            with defaults({}), whole_file(at) as scratch:
                made.savefig(scratch, format=at.suffix[1:])
    except OutputError:
        raise
    except (
        Exception
    ) as error:  # whatever matplotlib comes upon: it is a picture that fails, and no result
        raise OutputError(
            f"{at}: cannot be drawn: {_said(error)}; the numbers are written"
        ) from None


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"
