"""The command itself, and its options."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from reassure.machine.cores import check_cores

__all__ = ["app"]


_ORDER = (
    "assess", "footprint", "compare", "explore", "export", "indicator", "limits", "accounts", "agree", "measure", "comply", "sensors", "fly", "joint", "catalog", "presets", "agreements",
    "certify",
    "refute", "site", "sweep", "trade",
)  # fmt: skip
"""As the commands stand in the help; one that is not named here comes last."""


class _Commands(TyperGroup):
    """Commands with their whole first sentence, however wide the terminal."""

    def list_commands(self, ctx: Any) -> list[str]:
        # A name that is not in _ORDER is found behind it.
        return sorted(self.commands, key=lambda name: (*_ORDER, name).index(name))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        # click's own list cuts a help line to what the terminal has left.
        rows = [(n, (self.commands[n].help or "").strip()) for n in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)


app = typer.Typer(
    cls=_Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its boxes cut the names of options on a narrow terminal
    help="Margins and critical values of missile-defence deployments against the flights of a force, "
    "from published figures. An instrument of analysis: point masses, geometry and timing.",
)


def _version(wanted: bool) -> None:
    """Print the version and end, as soon as the option is read (is_eager)."""
    if wanted:
        from importlib.metadata import version

        from reassure.machine.package_hash import build

        typer.echo(f"reassure {version('reassure')} (build {build()})")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options of the command itself."""
    # A wrong REASSURE_CORES ends every command at once, and not when its threads start.
    check_cores()
