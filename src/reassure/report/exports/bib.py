"""BibTeX: the program, the result, and a source of every figure that the result rests on and somebody has published."""

from __future__ import annotations

from pathlib import Path

from reassure.answers.assessment import Assessment
from reassure.answers.ephemeris import Ephemerides
from reassure.catalog import Reference, catalog, cited
from reassure.machine.files import write_whole
from reassure.report.bibtex import bibtex, sources
from reassure.report.exports.carried import Moment

__all__ = ["write"]


def write(result: Assessment, ways: Ephemerides, moment: Moment, path: Path) -> None:
    """Write the file, whole or not at all. It holds neither ways nor a moment. Raises OutputError."""
    texts = catalog().of(Reference)
    # What is assumed has nothing to cite, unless it is taken from a text on something else.
    used = [
        s for s in result.sources if s.source and (s.status != "assumed" or cited(s.source, texts))
    ]
    figures = [(s.key, s.source, s.status) for s in used]
    # Somebody else's value was read where it is told.
    figures += [(s.key, d.source, "found") for s in result.sources for d in s.dissent]
    entries = [bibtex(), bibtex(result), sources(figures, texts)]
    write_whole(path, "\n\n".join(filter(None, entries)) + "\n")
