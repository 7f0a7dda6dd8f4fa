"""Essais des règles pures : ni base de données, ni Django."""
