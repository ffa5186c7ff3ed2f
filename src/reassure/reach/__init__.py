"""What can reach what: required speed and latest launch of the ideal interceptor. Arrays in SI."""
