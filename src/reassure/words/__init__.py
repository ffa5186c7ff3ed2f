"""How numbers, counts, shares and bands of heights are written, and how an answer becomes a file: one way for all."""
