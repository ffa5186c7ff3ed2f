"""The search for a meeting within a claim's limits. It shares nothing with the search for a proof."""
