"""The steps of an answer, one module each."""
