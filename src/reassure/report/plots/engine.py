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
    """Import matplotlib. Raises ReassureError, its message one line, where it is missing or does not load.

    matplotlib reads MPLBACKEND when it is imported, and does not load where it knows no backend of that name. No window
    is needed here: the name is kept from it, and given to it afterwards if it knows it.
    """
    # What is loaded already has its backend.
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
    """Within the block matplotlib has its own settings and `look`, whatever the user's are; those are back
    afterwards.
    """
    from matplotlib import rc_context, rcdefaults, rcParams

    with rc_context():
        rcdefaults()
        rcParams.update(look)
        yield


def save(paths: Sequence[Path], draw: Callable[[], Figure]) -> None:
    """Draw a figure into files, each in the format that its name ends in, whole or not at all.
    Raises OutputError where it cannot be drawn or written: numbers that were written before stay.
    """
    at = paths[0]  # the file that a failure is told of
    try:
        made = draw()
        for at in paths:
            # Settings count when a figure is written too, as those of fonts in an SVG file.
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
