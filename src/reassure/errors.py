"""Everything Reassure raises on purpose.

ReassureError
├── InputError                what the user gave cannot be used; the command line exits with 2
│   ├── ScenarioError         a scenario file, or a table standing in for one
│   ├── CatalogError          an unknown catalogue id, or a catalogue file that breaks its schema
│   ├── RegionError           a polygon, disc or point that is not a place on Earth
│   ├── VehicleError          stages, masses or times with which nothing flies
│   ├── ResultError           a file of a result that cannot be read (docs/assessment.md)
│   ├── ClaimError            a claim that breaks its format (docs/certificate.md)
│   ├── StudyError            a study that cannot be swept (docs/sweep.md)
│   └── AgreementError        an agreement, or observations of one, that cannot be used (docs/comply.md)
├── OutputError               a result could not be written; nothing of it was left behind
└── SweepError                a sweep that stopped before its end; what was done is kept
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = [
    "AgreementError",
    "CatalogError",
    "ClaimError",
    "InputError",
    "OutputError",
    "ReassureError",
    "RegionError",
    "ResultError",
    "ScenarioError",
    "StudyError",
    "SweepError",
    "VehicleError",
]


class ReassureError(Exception):
    """Root of the tree: everything that Reassure raises on purpose."""


class InputError(ReassureError):
    """What was given cannot be used. The message is one line and says what is allowed."""


class ScenarioError(InputError):
    """A scenario that cannot be used.

    The message is one line: file, key, value, what is allowed. `path` is the key's place in the
    file, outermost table first, places in lists counted from 0: ("deployment", 1, "site"). It is empty where
    the fault does not lie in one key.
    """

    def __init__(self, message: str, path: Sequence[str | int] = ()) -> None:
        super().__init__(message)
        self.path = tuple(path)


class CatalogError(InputError):
    """An unknown catalogue id, or a broken catalogue file."""


class RegionError(InputError):
    """A polygon, disc or point that is not a place on Earth."""


class VehicleError(InputError):
    """Stages, masses or times with which nothing flies."""


class ClaimError(InputError):
    """A claim that breaks its format. The message is one line: file, key, value, what is allowed."""


class ResultError(InputError):
    """A file of a result that cannot be read, or a result that lacks what is asked of it."""


class AgreementError(InputError):
    """An agreement, or observations of one, that cannot be used. The message is one line: file, key, value, what is allowed."""


class OutputError(ReassureError):
    """A result could not be written; nothing of it was left behind."""


class StudyError(InputError):
    """A study that cannot be swept. The message is one line: file, key, value, what is allowed."""


class SweepError(ReassureError):
    """A sweep that stopped before its end. What was done is kept; the message says how to go on."""
