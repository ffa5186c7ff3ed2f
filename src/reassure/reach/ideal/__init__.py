"""The ideal interceptor: required speed, latest launch, frontier. Arrays in SI."""
