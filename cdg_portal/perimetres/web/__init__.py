"""Aides d'écran communes aux apps : champs de formulaire, listes, exports."""
