"""Écritures : contrats, mandats, adhésions, agents."""
