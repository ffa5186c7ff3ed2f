"""A claim proved, bracketed, attacked and replayed."""
