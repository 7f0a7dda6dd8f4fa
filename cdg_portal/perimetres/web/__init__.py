"""Écrans des accès : qui a quel droit, invitations, délégations, demandes, table des permissions."""
