"""What comes with the package: `catalog`, `presets`."""

from __future__ import annotations

from typing import Annotated

import typer

from reassure.cli.app import app
from reassure.cli.streams import tell

__all__ = ["catalog", "presets"]


@app.command()
def catalog(
    entry: Annotated[str | None, typer.Argument(metavar="[ID]", help="An entry's id.")] = None,
) -> None:
    """The published figures: all entries, or one with its sources."""
    from reassure.catalog import catalog as whole
    from reassure.report.console import show
    from reassure.report.text.catalog import catalog_text, entry_text

    known = whole()
    show(entry_text(known.find(entry)) if entry else catalog_text(known))


@app.command()
def presets() -> None:
    """The scenarios that come with the package."""
    from reassure.scenario import presets as every

    for name, scenario in every().items():
        tell(f"{name:22s} {scenario.title}")
