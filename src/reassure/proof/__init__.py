"""A claim proved, bracketed, attacked and replayed; a folder of certificates."""
