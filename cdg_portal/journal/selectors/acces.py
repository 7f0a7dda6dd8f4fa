"""Lecture du journal des accès."""

from datetime import datetime

from cdg_portal.journal.models import Acces


def export_garde_depuis(*, acteur_id: int, page: str, depuis: datetime) -> bool:
    """Vrai si le journal garde déjà, depuis cet instant, un fichier pris par ce compte à cette page."""
    return Acces.objects.filter(
        acteur_id=acteur_id, page=page, nature=Acces.Nature.EXPORT, instant__gt=depuis
    ).exists()
