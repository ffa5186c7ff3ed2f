"""How to cite it, in BibTeX: the program, a result, and the texts that figures were read in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from reassure.catalog import Reference, cited
from reassure.machine.package_hash import build
from reassure.words.links import links

__all__ = ["bibtex", "of_page", "references", "sources"]

# an organisation: its own braces keep BibTeX from looking for a family name
_AUTHOR = "{The Reassure developers}"
_PROGRAM = (
    "Reassure: margins and critical values of missile-defence deployments, from published figures"
)


def bibtex(result: Any = None, *, year: int | None = None) -> str:
    """An entry for a result, as its page has it: title, version, the scenario's hash, and draws and seed where figures were
    drawn; without a result, for the program.

    `result`: an Assessment, or any answer with a title, a scenario's hash and a version. `year`: the current one unless
    given. Raises TypeError where the answer has no such hash.
    """
    when = year or datetime.now(UTC).year
    if result is None:
        note = f"Version {version('reassure')}, build {build()}"
        fields = {"author": _AUTHOR, "title": f"{{{_tex(_PROGRAM)}}}", "note": note}
        return _entry("reassure", {**fields, "year": str(when)})
    try:
        title, sha256, made_by = result.title, result.scenario_sha256, result.reassure_version
    except AttributeError:
        kind = type(result).__name__
        raise TypeError(f"{kind}: no scenario's hash to cite; allowed: an Assessment") from None
    drawn = getattr(result, "uncertainty", None)
    draws = f"; {drawn.draws} draws with seed {drawn.seed}" if drawn is not None else ""
    note = f"Scenario SHA-256 {sha256}{draws}"
    return _answer(f"{_stem(title)}-{sha256[:8]}", title, when, made_by, note)


def of_page(title: str, program: str, command: str) -> str:
    """An entry for a page without a script: its title, the program's version, and the command that makes it again."""
    return _answer(
        _stem(title),
        title,
        datetime.now(UTC).year,
        program,
        f"Made by: {_tex(' '.join(command.split()))}",
    )


def references(texts: Iterable[Reference]) -> str:
    """An entry for each text, a blank line between two; empty where there is none."""
    return "\n\n".join(map(_reference, texts))


def sources(figures: Iterable[tuple[str, str, str]], texts: Sequence[Reference]) -> str:
    """The texts that figures' sources name, and then an entry for each source that names none of `texts`, with its words as
    they stand and its address if it has one. What was recalled and not read says so; where it names no text, it has none.
    `figures`: the key, source and status of each.
    """
    found: dict[str, Reference] = {}
    others: dict[tuple[str, str], list[str]] = {}
    for key, source, status in figures:
        named = cited(source, texts)
        found |= {text.id: text for text in named}
        # "recalled", and no more, names no text that somebody could look up.
        if not named and not source.startswith("recalled"):
            others.setdefault((source, status), []).append(key)
    entries = [*map(_reference, found.values())]
    entries += [
        _words(source, status, keys, len(entries) + k)
        for k, ((source, status), keys) in enumerate(others.items())
    ]
    return "\n\n".join(entries)


def _words(source: str, status: str, keys: Sequence[str], number: int) -> str:
    """An entry of a source that nobody has brought into title, publisher and date."""
    fields = {
        "title": f"{{{_tex(source)}}}",
        "howpublished": "".join(f"\\url{{{url}}}" for url in links(source)[:1]),
        "note": _tex(
            f"{'Recalled, and not read. ' if status == 'recalled' else ''}Source of {', '.join(keys)}"
        ),
    }
    return _entry(
        f"source-{number + 1}-{_stem(keys[0])}", {k: value for k, value in fields.items() if value}
    )


def _stem(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower())[:60].strip("-") or "result"


def _answer(key: str, title: str, year: int, program: str, note: str) -> str:
    fields = {"author": _AUTHOR, "title": f"{{{_tex(title)}}}", "year": str(year)}
    return _entry(
        f"reassure-{key}", {**fields, "howpublished": f"Reassure {program}", "note": note}
    )


def _reference(text: Reference) -> str:
    year = re.match(r"\d{4}", text.date)
    fields = {
        "author": _tex(text.author),
        "title": f"{{{_tex(text.name)}}}",
        "publisher": _tex(text.publisher),
        "year": year.group() if year else "",
        # a percent sign ends a line of TeX, but not within \url{}
        "howpublished": f"\\url{{{text.url}}}",
        "note": _tex(
            f"{f'{text.date}; ' if len(text.date) > 4 else ''}read {text.accessed}: {text.read}"
        ),
    }
    return _entry(text.id, {key: value for key, value in fields.items() if value})


def _entry(key: str, fields: dict[str, str]) -> str:
    # Titles have a second pair of braces: a style that lowers letters leaves SM-3 as it is.
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}"


def _tex(text: str) -> str:
    """Text for TeX: what TeX takes for its own is escaped, as on the page (viewer/src/cite.ts)."""
    text = re.sub(r"[&%$#_]", r"\\\g<0>", re.sub(r"[\\{}]", "", text))
    return text.replace("~", r"\~{}").replace("^", r"\^{}")
