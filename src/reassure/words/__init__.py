"""How numbers, counts, shares and bands of heights are written: one way for all."""
