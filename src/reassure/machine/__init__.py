"""The machine that this runs on: its cores, its files, and where compiled kernels are kept."""
