"""The certificate checker. It shares nothing with the program that finds proofs."""
