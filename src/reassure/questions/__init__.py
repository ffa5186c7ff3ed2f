"""One question each: scenario in, answer out."""
