"""What comes with the package: `catalog`, `presets`, `agreements`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reassure.cli.app import app
from reassure.cli.streams import tell

if TYPE_CHECKING:
    from reassure.catalog import Catalog

__all__ = ["agreements", "catalog", "presets"]


@app.command()
def catalog(
    entry: Annotated[str | None, typer.Argument(metavar="[ID]", help="An entry's id.")] = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="BibTeX of the program and of the texts that figures were read in; with ID, of the texts that this entry names.")] = False,
) -> None:  # fmt: skip
    """The published figures: all entries, or one with its sources."""
    from reassure.catalog import catalog as whole
    from reassure.report.console import show
    from reassure.report.text.catalog import catalog_text, entry_text

    known = whole()
    if bibtex:
        tell(_bibtex(known, entry))
        return
    show(entry_text(known.find(entry), known) if entry else catalog_text(known))


def _bibtex(known: Catalog, entry: str | None) -> str:
    """Of the program and of every text, or of those that one entry names."""
    from reassure.catalog import Reference
    from reassure.report.bibtex import bibtex, references, sources
    from reassure.report.text.catalog import sources_of

    texts = known.of(Reference)
    if entry is None:
        # A text names itself: those that only an assumed figure or a note names are among them.
        every: list[tuple[str, str, str]] = [(t.id, t.source, t.status) for t in texts]
        every += [
            s for e in known.entries.values() if not isinstance(e, Reference) for s in sources_of(e)
        ]
        return f"{bibtex()}\n\n{sources(every, texts)}"
    found = known.find(entry)
    if isinstance(found, Reference):
        return references([found])
    # BibTeX passes over what stands outside an entry
    return (
        sources(sources_of(found), texts)
        or f"% all figures of {entry} are assumed: nobody has published them"
    )


@app.command()
def presets(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A preset's name.")] = None,
) -> None:
    """The scenarios that come with the package: all, or the file of one, to start your own from."""
    from reassure.scenario import preset_text
    from reassure.scenario import presets as every

    if name is not None:
        tell(preset_text(name).removesuffix("\n"))
        return
    for name, scenario in every().items():
        tell(f"{name:22s} {scenario.title}")


@app.command()
def agreements(
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="An agreement's name.")] = None,
) -> None:  # fmt: skip
    """The agreements that come with the package: all, or the file of one, to start your own from."""
    from reassure.treaty.reading import agreement_names, agreement_text, read_agreement

    if name is not None:
        tell(agreement_text(name).removesuffix("\n"))
        return
    for name in agreement_names():
        tell(f"{name:22s} {read_agreement(name).title}")
