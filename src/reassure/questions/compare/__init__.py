"""The same question under two sides' figures."""
