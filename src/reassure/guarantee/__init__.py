"""What no interceptor within limits can do: bounds on it, and the search for a proof (docs/guarantee.md)."""
