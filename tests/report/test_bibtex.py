"""BibTeX of the program, of a result and of the texts: entries that a program for references can read."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

import reassure
from reassure.catalog import Reference, catalog
from reassure.machine.package_hash import build
from reassure.report.bibtex import bibtex, references, sources
from reassure.report.exports import format_named
from reassure.report.text.catalog import sources_of
from reassure.scenario.reader import parse
from tests.small import SMALL


def fields(entry: str) -> dict[str, str]:
    """The fields of an entry; braces balance, and every field stands on its line."""
    assert entry.count("{") == entry.count("}")
    head, *lines, end = entry.splitlines()
    assert re.fullmatch(r"@misc\{[a-z0-9-]+,", head)
    assert end == "}"
    assert all(line.endswith(",") for line in lines[:-1])
    assert not lines[-1].endswith(",")
    found = [re.fullmatch(r"  (\w+) = \{(.*)\},?", line) for line in lines]
    return {f.group(1): f.group(2) for f in found if f}


def test_the_program() -> None:
    """With its version, and an author that is an organisation."""
    said = fields(bibtex(year=2026))
    assert said["author"] == "{The Reassure developers}"
    assert (said["year"], said["note"]) == (
        "2026",
        f"Version {version('reassure')}, build {build()}",
    )


def test_a_result_has_what_finds_it_again() -> None:
    """Title, version and the scenario's hash, as on the page; what TeX takes for its own is text."""
    result = replace(reassure.assess(parse(SMALL.encode(), "small")), title="50 % & more_{x}")
    said = fields(reassure.bibtex(result, year=2026))
    assert said == {
        "author": "{The Reassure developers}", "title": r"{50 \% \& more\_x}", "year": "2026",
        "howpublished": f"Reassure {result.reassure_version}", "note": f"Scenario SHA-256 {result.scenario_sha256}",
    }  # fmt: skip
    assert bibtex(result).startswith(f"@misc{{reassure-50-more-x-{result.scenario_sha256[:8]},")


def test_of_a_result_with_draws_these_are_told() -> None:
    """Another seed gives other shares: who cites them says which."""
    text = SMALL.replace(
        "burnout_speed_km_s = 3.0", "burnout_speed_km_s = { value = 3, low = 2, high = 4 }"
    )
    result = reassure.assess(parse(text.encode(), "small"), samples=16, seed=7)
    assert result.uncertainty is not None
    note = fields(reassure.bibtex(result, year=2026))["note"]
    assert (
        note
        == f"Scenario SHA-256 {result.scenario_sha256}; {result.uncertainty.draws} draws with seed 7"
    )


def test_what_has_no_hash_is_not_cited() -> None:
    """Said in words."""
    with pytest.raises(TypeError, match="no scenario's hash to cite"):
        bibtex("a text")


def test_each_text_has_an_entry() -> None:
    """Of one key each, with its address, its year where it has one, and what was read."""
    texts = catalog().of(Reference)
    entries = references(texts).split("\n\n")
    assert len(entries) == len(texts)
    for text, entry in zip(texts, entries, strict=True):
        said = fields(entry)
        assert entry.startswith(f"@misc{{{text.id},")
        assert said["howpublished"] == rf"\url{{{text.url}}}"
        assert said.get("year") == (text.date[:4] or None)
        # A second pair of braces: no style makes "sm-3" of SM-3.
        assert (said["title"][0], said["title"][-1]) == ("{", "}")
    assert references([]) == ""


def test_sources_that_are_no_texts_yet_are_entries_in_their_own_words() -> None:
    """Those that are texts come first and once; no figure of a source is left out, and what was
    only recalled has no entry.
    """
    text = catalog().of(Reference)[0]
    figures = [
        ("a.speed", f"read in {text.source}", "found"), ("e.x", "recalled: a report", "recalled"), ("f.x", "OTA 1984", "recalled"),
        ("b.speed", "IEEE Spectrum, Mar 2005", "found"), ("c.delay", "IEEE Spectrum, Mar 2005", "found"), ("d.x", f"again {text.source}", "recalled"),
    ]  # fmt: skip
    first, recalled, second = sources(figures, [text]).split("\n\n")
    assert first == references([text])
    assert fields(recalled)["note"] == "Recalled, and not read. Source of f.x"
    said = fields(second)
    # A year among its words may be another's.
    assert (said["title"], "year" in said) == ("{IEEE Spectrum, Mar 2005}", False)
    assert said["note"] == "Source of b.speed, c.delay"


def test_a_catalogue_entry_names_all_its_sources() -> None:
    """Also those without an address; what is assumed has no text."""
    entry = catalog().find("icbm-solid")
    said = sources(sources_of(entry), catalog().of(Reference))
    assert "starconnectmedia.com" in said
    assert "OTA 1984" in said
    assert "Recalled, and not read. Source of icbm-solid.burnout" in said
    assert "assumed:" not in said


def test_of_a_result_the_file_has_program_result_and_sources(tmp_path: Path) -> None:
    """`export --format bibtex`."""
    result = reassure.assess(parse(SMALL.encode(), "small"))
    format_named("bibtex").write(result, None, None, tmp_path / "r.bib")  # type: ignore[arg-type]
    entries = (tmp_path / "r.bib").read_text().rstrip().split("\n\n")
    assert entries[:2] == [bibtex(), bibtex(result)]
    assert any("a book" in entry for entry in entries)
    assert not any("11news0016" in entry for entry in entries)
    # what is assumed after a text has that text
    after = 'launch_delay_s = { value = 100, status = "assumed", source = "as another: mda.mil/news/11news0016" }'
    result = reassure.assess(
        parse(SMALL.replace("launch_delay_s = 100", after, 1).encode(), "small")
    )
    format_named("bibtex").write(result, None, None, tmp_path / "s.bib")  # type: ignore[arg-type]
    assert "11news0016" in (tmp_path / "s.bib").read_text()
    keys = [entry.split(",")[0] for entry in entries]
    assert len(set(keys)) == len(keys) > 5
