"""Independent truth: nothing here uses the package's kernels."""
