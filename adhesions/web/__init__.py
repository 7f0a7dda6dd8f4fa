"""Écrans : collectivités, adhésions, agents."""
