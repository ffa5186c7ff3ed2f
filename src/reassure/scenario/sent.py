"""A scenario on its way to somebody else: the word that a command names it by, and the file that goes with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import tomli_w

from reassure.scenario.model import Scenario
from reassure.scenario.reader import fingerprint, preset_names

__all__ = ["Attachment", "Sent", "preset_of_hash", "sent", "sent_all", "written"]

_UNFIT = re.compile(r"[^\w.-]+")  # what a file's name cannot have on some system or other, and more


@dataclass(frozen=True)
class Attachment:
    """A file that a page carries inside: a scenario in TOML."""

    name: str
    """Without a folder."""
    text: str


@dataclass(frozen=True)
class Sent:
    """A scenario as a command in a report names it, and the file that the command then reads."""

    word: str
    """A preset's name, where the scenario is that preset; else the name of the attached file."""
    file: Attachment
    """The scenario written out, in either case."""


def written(scenario: Scenario, head: str = "") -> str:
    """The text of a TOML file that reads back as the very same scenario. `head`: its first line, a comment; empty for
    none.
    """
    # by alias: the key is `from`, the field `from_year`. TOML has no null, so what is None is left out.
    tables = scenario.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )
    return (f"# {' '.join(head.split())}\n" if head else "") + tomli_w.dumps(tables)


def sent(scenario: Scenario, given: str | Path | None = None) -> Sent:
    """A scenario on its way to somebody else. `given`: the path or name that it was read by; None: it was made in
    Python, and the file is called after its title. Of a path only the last part goes along.
    """
    preset = preset_of_hash(fingerprint(scenario))
    if preset is not None:
        return Sent(preset, Attachment(f"{preset}.toml", written(scenario)))
    # the last part alone: a folder's name is nobody else's business
    stem = Path(given).name.removesuffix(".toml") if given is not None else scenario.title.lower()
    name = f"{_UNFIT.sub('-', stem).strip('-.')[:80] or 'scenario'}.toml"
    return Sent(name, Attachment(name, written(scenario)))


def sent_all(given: Sequence[Scenario | str | Path], read: Sequence[Scenario]) -> list[Sent]:
    """Several scenarios on their way, in the order given. `given` and `read`: each as it was asked for and as it was
    read. Of files of one name and different content the second is numbered -2, and so on.
    """
    all_sent = [
        sent(s, None if isinstance(g, Scenario) else g) for g, s in zip(given, read, strict=True)
    ]
    known: dict[str, str] = {}
    out = []
    for each in all_sent:
        name, text = each.file.name, each.file.text
        count = 1
        # setdefault takes the name where it is free; the same text under the same name is the same file
        while known.setdefault(name, text) != text:
            count += 1
            name = f"{each.file.name.removesuffix('.toml')}-{count}.toml"
        word = name if each.word.endswith(".toml") else each.word
        out.append(replace(each, word=word, file=Attachment(name, text)))
    return out


def preset_of_hash(sha256: str) -> str | None:
    """The name of the preset whose content has that hash (hex, as of `fingerprint`); None where none has."""
    return _presets().get(sha256)


@cache
def _presets() -> dict[str, str]:
    """Names of presets by the hash of their content; nothing in them is worked out."""
    folder = files("reassure.scenario").joinpath("presets")
    tables = {
        name: tomllib.loads(folder.joinpath(f"{name}.toml").read_text(encoding="utf-8"))
        for name in preset_names()
    }
    return {fingerprint(Scenario.model_validate(t)): name for name, t in tables.items()}
