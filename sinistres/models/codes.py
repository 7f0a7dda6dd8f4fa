"""Nomenclatures stockées des dossiers ; motifs et automates viennent des règles, pour n'exister qu'une fois."""

from django.db.models import TextChoices

from sinistres.regles.motifs import MOTIFS

MOTIFS_CHOIX = [(code, motif.libelle) for code, motif in MOTIFS.items()]


class EtatSinistre(TextChoices):
    """Vie du dossier ; les transitions sont dans sinistres/regles/etats.py."""

    DECLARE = "DECLARE", "Déclaré"
    EN_CONTROLE = "EN_CONTROLE", "En contrôle"
    INCOMPLET = "INCOMPLET", "Pièces demandées"
    VALIDE = "VALIDE", "Validé"
    TRANSMIS = "TRANSMIS", "Transmis à l'assureur"
    HORS_GARANTIE = "HORS_GARANTIE", "Hors garantie"
    CLOS = "CLOS", "Clos"
    ANNULE = "ANNULE", "Annulé"
