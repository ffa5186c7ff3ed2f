"""What a user writes: the scenario format, and errors that name file, key, value and remedy."""

from reassure.scenario.model import Scenario
from reassure.scenario.reader import load, preset_names, preset_text, presets

__all__ = ["Scenario", "load", "preset_names", "preset_text", "presets"]
