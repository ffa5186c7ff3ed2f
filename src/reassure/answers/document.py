"""An answer as a file: what the keys of several answers have in common, and one way to write each.

What the keys of a file are, and to how many digits its numbers, is said by the fields of the answer (`words.document`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from reassure.machine.files import whole
from reassure.typing import Array
from reassure.words.bands import Band
from reassure.words.document import GIVEN, Digits, FileType, Key, Keys, plain

__all__ = [
    "Column", "Document", "Heights", "Index", "Latitude", "LatitudeColumn", "Longitude", "LongitudeColumn", "Place",
    "Portion", "Sha256", "Title", "Vector", "WholeColumn",
]  # fmt: skip

Latitude = Annotated[float, Field(ge=-90.0, le=90.0)]
Longitude = Annotated[float, Field(ge=-180.0, le=180.0)]
Index = Annotated[int, Field(ge=0)]
"""A number of things, or one's place in a list, from 0."""
Vector = Annotated[list[float], Field(min_length=3, max_length=3)]
"""Three numbers, as a file has them."""


def _on_earth(point: list[float]) -> list[float]:
    if not (-90.0 <= point[0] <= 90.0 and -180.0 <= point[1] <= 180.0):
        # pydantic shows this text as it is, in place of a message for each of the two numbers
        raise PydanticCustomError("place", "allowed: latitude -90 to 90, longitude -180 to 180")
    return point


Place = Annotated[tuple[float, float], AfterValidator(_on_earth)]
"""Latitude and longitude, deg."""

Portion = Annotated[float, Field(ge=0.0, le=1.0), Digits(6)]
"""A share, between 0 and 1."""

Heights = Annotated[
    Band,
    GIVEN,
    Keys(("least_intercept_height_km", "greatest_intercept_height_km"), open_ended=True),
]
"""Between which heights (km) an intercept counts, as they were given."""

Column = Annotated[Array, FileType(list[float | None])]
"""Numbers in a list; null in a file, NaN in the array, where there is none."""
LatitudeColumn = Annotated[Array, FileType(list[Latitude | None])]
LongitudeColumn = Annotated[Array, FileType(list[Longitude | None])]
WholeColumn = Annotated[NDArray[np.int64], FileType(list[Index])]
"""Whole numbers in a list, from 0."""

Title = Annotated[str, Key("scenario.title")]
Sha256 = Annotated[str, Key("scenario.sha256")]


class Document:
    """An answer that is a file of its own: its `FORMAT` stands at the head of the file."""

    FORMAT: ClassVar[str]
    """Name and version of the file's format, the key `format` of the file."""
    OLDER: ClassVar[tuple[str, ...]] = ()
    """Formats of earlier versions that are read too."""
    COMMAND: ClassVar[str]
    """The command that writes such a file, as messages name it."""
    INDENT: ClassVar[int | None] = None
    """Spaces of indentation in the file; None: all on one line."""

    def to_dict(self) -> dict[str, Any]:
        """The whole answer as plain data, as in a JSON file: rounded by unit, None for what is not finite."""
        table: dict[str, Any] = plain(self)
        return table

    def write_json(self, path: str | Path) -> None:
        """Write the whole answer as JSON; the file appears whole or not at all.

        Raises OutputError where it cannot be written.
        """
        with whole(path) as out:
            json.dump(self.to_dict(), out, allow_nan=False, indent=self.INDENT)
            out.write("\n")
