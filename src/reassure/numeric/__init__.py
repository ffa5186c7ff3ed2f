"""Numerical tools that know nothing of flights: how kernels compile, Brent's minimiser, vectors."""
