"""Lectures du journal, par sujet."""

from cdg_portal.journal.selectors.acces import export_garde_depuis
from cdg_portal.journal.selectors.actes import evenements_de
from cdg_portal.journal.selectors.chronologie import Caches, Fait, chronologie_de, rien_de_cache

__all__ = ["Caches", "Fait", "chronologie_de", "evenements_de", "export_garde_depuis", "rien_de_cache"]
