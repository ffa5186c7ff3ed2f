"""What no interceptor within limits can do, proved."""
