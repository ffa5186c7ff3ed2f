"""A result as figures for a paper (matplotlib): pure functions of the result and of its sampled ways."""
