"""Lecture des comptes et des liens de connexion."""

from datetime import datetime

from django.db.models import QuerySet

from cdg_portal.comptes.models import Compte, LienConnexion
from cdg_portal.comptes.regles.empreintes import empreinte_du_jeton


def comptes_actifs() -> QuerySet[Compte]:
    """Les comptes qui peuvent se connecter, par nom."""
    return Compte.objects.filter(is_active=True).order_by("nom", "prenom", "id")


def lien_valable(*, jeton: str, maintenant: datetime) -> LienConnexion | None:
    """Le lien encore utilisable que désigne ce jeton, avec son compte ; None s'il est inconnu, usé ou expiré."""
    return (
        LienConnexion.objects.select_related("compte")
        .filter(
            empreinte=empreinte_du_jeton(jeton),
            utilise_a__isnull=True,
            expire_a__gt=maintenant,
            compte__is_active=True,
        )
        .first()
    )
