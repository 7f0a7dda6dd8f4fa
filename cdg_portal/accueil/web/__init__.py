"""Écrans communs : santé, erreurs."""
