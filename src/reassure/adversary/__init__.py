"""The search for a meeting within a claim's limits."""
