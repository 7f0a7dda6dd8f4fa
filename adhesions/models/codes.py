"""Nomenclatures partagées par les contrats, les adhésions et les sinistres (codes de conception/calculs)."""

from django.db.models import TextChoices


class Risque(TextChoices):
    """Garantie mobilisée."""

    CMO = "CMO", "Maladie ordinaire"
    CLM = "CLM", "Longue maladie"
    CLD = "CLD", "Longue durée"
    CITIS = "CITIS", "Invalidité temporaire imputable au service"
    MAT = "MAT", "Maternité, paternité, adoption"
    TPT = "TPT", "Temps partiel thérapeutique"
    DC = "DC", "Décès"
    DORS = "DORS", "Disponibilité d'office"
    IDG = "IDG", "Infirmité de guerre"
    AIT = "AIT", "Allocation d'invalidité temporaire"
    MDT = "MDT", "Maintien du demi-traitement"


class Regime(TextChoices):
    """Population : l'affiliation s'en déduit."""

    CNRACL = "CNRACL", "CNRACL"
    RG_FONCT = "RG_FONCT", "Régime général, fonctionnaire à temps non complet"
    RG_CONTRACT = "RG_CONTRACT", "Régime général, contractuel"
    PRIVE = "PRIVE", "Droit privé"


class TypeFranchise(TextChoices):
    """Sémantique de la franchise."""

    AUCUNE = "AUCUNE", "Aucune"
    ABSOLUE = "ABSOLUE", "Absolue"
    RELATIVE = "RELATIVE", "Relative"
    CUMULEE = "CUMULEE", "Cumulée"


class FranchisePar(TextChoices):
    """Ce qui recommence une franchise."""

    SINISTRE = "SINISTRE", "Par sinistre"
    ARRET = "ARRET", "Par arrêt"


class RegimeIndemnitaire(TextChoices):
    """Sort du régime indemnitaire pendant l'absence."""

    SUIT = "SUIT", "Suit le traitement"
    MAINTENU = "MAINTENU", "Maintenu"
    SUPPRIME = "SUPPRIME", "Supprimé"


class Rubrique(TextChoices):
    """Élément de rémunération annuelle."""

    TIB = "TIB", "Traitement indiciaire brut"
    NBI = "NBI", "Nouvelle bonification indiciaire"
    IR = "IR", "Indemnité de résidence"
    SFT = "SFT", "Supplément familial de traitement"
    RI = "RI", "Primes (régime indemnitaire)"
    CIA = "CIA", "Complément indemnitaire annuel"
    FRAIS = "FRAIS", "Remboursements de frais"


def franchise_en_clair(type_: str, nb_jours: int | None) -> str:
    """« 45 jours, absolue » ou « sans franchise »."""
    if type_ == TypeFranchise.AUCUNE or not nb_jours:
        return "sans franchise"
    return f"{nb_jours} jour{'s' if nb_jours > 1 else ''}, {TypeFranchise(type_).label.lower()}"
