"""API publique, version 1."""
