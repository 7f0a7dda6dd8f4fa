"""Connexions, déconnexions et échecs : notés sur la requête, écrits après la réponse (middleware)."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest

from cdg_portal.journal.models import Acces
from cdg_portal.requetes import noter_acces


def ecouter() -> None:
    """Branche les trois signaux de Django, quel que soit le moyen de connexion."""
    user_logged_in.connect(_connexion, dispatch_uid="journal.connexion")
    user_logged_out.connect(_deconnexion, dispatch_uid="journal.deconnexion")
    user_login_failed.connect(_echec, dispatch_uid="journal.echec")


def _connexion(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is not None:
        noter_acces(request, Acces.Nature.CONNEXION, acteur_id=user.pk)


def _deconnexion(sender: Any, request: HttpRequest | None, user: Any, **kwargs: Any) -> None:
    if request is not None and user is not None:
        noter_acces(request, Acces.Nature.DECONNEXION, acteur_id=user.pk)


def _echec(
    sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any
) -> None:
    """L'adresse tapée n'est pas gardée : seul le compte visé, s'il existe."""
    if request is None:
        return
    email = str(credentials.get("username") or credentials.get("email") or "").lower()
    vise = get_user_model().objects.filter(email=email).values_list("pk", flat=True).first()
    noter_acces(request, Acces.Nature.ECHEC, acteur_id=vise)
