"""What no interceptor within limits can do, proved: bounds, search for a proof, attack."""
