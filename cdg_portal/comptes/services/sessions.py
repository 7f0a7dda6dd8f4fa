"""Fermer des sessions : effectif à la requête suivante, puisque la session est lue dans la base à chaque fois."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction

from cdg_portal.comptes.models import Compte


@transaction.atomic
def sessions_fermer(*, compte: Compte, sauf: str = "", seule: int | None = None) -> int:
    """Ferme les sessions suivies du compte, sauf celle de cette clé ; ou `seule`, par son numéro. Rend leur nombre."""
    suivies = UserSession.objects.filter(user=compte).exclude(session_key=sauf)
    if seule is not None:
        suivies = suivies.filter(pk=seule)
    cles = list(suivies.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=cles).delete()
    suivies.delete()
    return len(cles)


@transaction.atomic
def sessions_effacer(*, maintenant: datetime) -> int:
    """Efface les sessions expirées et les lignes de suivi dont la session n'existe plus. Rend le nombre de sessions."""
    effacees, _ = Session.objects.filter(expire_date__lte=maintenant).delete()
    # Une session tout juste ouverte s'écrit après sa ligne de suivi : on ne touche pas aux lignes du jour.
    orphelines = UserSession.objects.filter(created_at__lte=maintenant - timedelta(days=1))
    orphelines.exclude(session_key__in=Session.objects.values("session_key")).delete()
    return effacees


def session_vue(*, cle: str, maintenant: datetime) -> None:
    """Note la dernière activité d'une session suivie."""
    UserSession.objects.filter(session_key=cle).update(last_seen_at=maintenant)


def session_renommer(*, avant: str, apres: str) -> None:
    """Une session qui change de clé (mot de passe changé) garde sa ligne dans la liste."""
    UserSession.objects.filter(session_key=avant).update(session_key=apres)
