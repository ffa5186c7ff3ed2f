"""Reassure: margins and critical values of missile-defence deployments, from published figures.

>>> import reassure
>>> result = reassure.assess("europe-2012")            # a preset, a path, or a Scenario
>>> result.deployments[0].least_margin_km_s            # doctest: +SKIP
>>> claim = reassure.claim_from_scenario("guarantee-2012", bases=["kozelsk"])
>>> reassure.certify(claim).write("kozelsk.cert")      # doctest: +SKIP

The numerical parts are imported when first used: `import reassure` alone is quick.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import lazy_loader

from reassure.answers.shown import Shown

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from reassure.answers.assessment import Assessment
    from reassure.answers.fly import FlownMissile
    from reassure.answers.shown import Pictures

# the names are written once, in __init__.pyi, where mypy reads them too
__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)


def _pictures(result: Assessment) -> Pictures:
    from reassure.notebook.plots import Plots

    return Plots(result)


def _frame(result: Assessment) -> str:
    from reassure.report.html.frame import frame

    return frame(result)


def _flown(result: FlownMissile) -> Figure:
    from reassure.report.plots.engine import load

    load()  # raises ReassureError without matplotlib
    from reassure.report.plots.fly import fly_figure

    return fly_figure(result)


# an answer shows itself when it is asked to, and imports nothing that draws
Shown.pictures, Shown.frame, Shown.flown = _pictures, _frame, _flown
