"""A result as figures for a paper (matplotlib): pure functions of the result and of its sampled ways."""

from reassure.report.plots.engine import load

load()  # before any page here imports it
