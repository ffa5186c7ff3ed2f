"""A program beside the package, of scripts/ or design/, as a module."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

__all__ = ["script_at"]


def script_at(place: str) -> ModuleType:
    """The program at a path of the project, "design/vehicles.py", run as far as an import does."""
    path = Path(__file__).parents[1] / place
    name = place.removesuffix(".py").replace("/", "_")
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # its dataclasses look for it there
    spec.loader.exec_module(module)
    return module
