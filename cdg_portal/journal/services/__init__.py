"""Écritures du journal, par sujet."""

from cdg_portal.journal.services.actes import consigner, consigner_sur_compte

__all__ = ["consigner", "consigner_sur_compte"]
