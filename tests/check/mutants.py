"""The checker with one line changed: what a test of a bound has to catch."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType


@contextmanager
def changed(name: str, old: str, new: str) -> Iterator[ModuleType]:
    """The checker's module with one piece of its text exchanged; the true one is back afterwards."""
    true = importlib.import_module(f"reassure_check.{name}")
    text = Path(true.__file__ or "").read_text(encoding="utf-8")
    assert text.count(old) == 1, (text.count(old), old)
    module = ModuleType(true.__name__)
    module.__file__ = true.__file__
    sys.modules[true.__name__] = module
    try:
        exec(compile(text.replace(old, new), str(true.__file__), "exec"), module.__dict__)  # noqa: S102
        yield module
    finally:
        sys.modules[true.__name__] = true
