"""A finished result as people read it. Pure functions of the result: nothing is computed here."""
