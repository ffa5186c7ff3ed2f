"""The hooks by which a result gives `.plot` and its view in a notebook; `reassure/__init__.py` sets them, so nothing here imports what draws.

What draws them imports answers, and answers may not import it in turn: `reassure/__init__.py` hands it in here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Pictures", "Shown"]


class Pictures(Protocol):
    """Figures of a result (`notebook.plots.Plots`)."""

    def map(
        self, deployment: str | None = None, *, flights: Sequence[int] = (), columns: int = 2
    ) -> Figure:
        """Where everything stands and flies."""

    def margins(self, *, columns: int = 2) -> Figure:
        """The least margin of each deployment against the flights of each base."""

    def delay(self, deployments: Sequence[str] = (), *, columns: int = 2) -> Figure:
        """Required speed against launch delay."""

    def side(self, deployment: str | None = None, *, columns: int = 2) -> Figure:
        """Height against ground distance."""


class Shown:
    """What makes the pictures and the page of a result; `reassure/__init__.py` sets them."""

    pictures: ClassVar[Callable[[Any], Pictures]]
    frame: ClassVar[Callable[[Any], str]]
    flown: ClassVar[Callable[[Any], Figure]]
