"""A second verifier of Limpid evidence bundles, written from docs/spec and from nothing else."""
