"""Combien d'invitations partent : comptées dans l'historique, donc dans PostgreSQL, sur vingt-quatre heures."""

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.comptes.services.tentatives import un_par_un
from cdg_portal.perimetres.models import Collectivite, Invitation
from cdg_portal.socle.erreurs import ErreurMetier

JOUR = timedelta(days=1)
RENVOIS = 3  # par invitation
MESSAGES = 50  # par personne qui invite, renvois compris


class TropDInvitations(ErreurMetier):
    """La personne qui invite, ou l'adresse invitée, en est à son compte pour aujourd'hui."""


def envoi_verifier(
    *, par: Any, collectivite: Collectivite, email: str, role: str, maintenant: datetime
) -> None:
    """Lève `trop-d-invitations`. Retirer puis inviter de nouveau ne remet pas le compte à zéro."""
    _de_la_personne(par, maintenant)
    pareils = _recents(maintenant).filter(collectivite_id=collectivite.pk, email=email, role=role)
    if _messages(pareils) > RENVOIS:
        raise _trop_pour_l_adresse("email")


def renvoi_verifier(*, par: Any, invitation: Invitation, maintenant: datetime) -> None:
    """Lève `trop-d-invitations`."""
    _de_la_personne(par, maintenant)
    siens = _evenements().filter(collectivite_id=invitation.collectivite_id, pgh_obj_id=invitation.pk)
    premier = siens.filter(pgh_label="insert").values("empreinte")
    renvois = siens.filter(pgh_created_at__gt=maintenant - JOUR).exclude(empreinte__in=premier)
    if _messages(renvois) >= RENVOIS:
        raise _trop_pour_l_adresse("")


def _de_la_personne(par: Any, maintenant: datetime) -> None:
    """Toutes ses collectivités comptent, même quand une seule est ouverte."""
    un_par_un(f"invitations {par.pk}")
    with hors_perimetre("Compter les invitations d'une personne.", utilisateur=par.pk):
        envoyes = _messages(_recents(maintenant).filter(invite_par_id=par.pk))
    if envoyes >= MESSAGES:
        raise TropDInvitations(
            "trop-d-invitations",
            f"Vous avez envoyé {MESSAGES} invitations en vingt-quatre heures, le maximum du portail. Reprenez "
            "demain, ou demandez à une autre personne qui peut inviter ici.",
        )


def _trop_pour_l_adresse(champ: str) -> TropDInvitations:
    return TropDInvitations(
        "trop-d-invitations",
        f"Cette invitation a déjà été renvoyée {RENVOIS} fois en vingt-quatre heures : rien n'est parti. Vérifiez "
        "l'adresse et le courrier indésirable avec la personne, puis réessayez demain.",
        champ=champ,
    )


def _evenements() -> QuerySet[Any]:
    historique: Any = apps.get_model("perimetres", "InvitationEvenement")
    evenements: QuerySet[Any] = historique.objects.all()
    return evenements


def _recents(maintenant: datetime) -> QuerySet[Any]:
    return _evenements().filter(pgh_created_at__gt=maintenant - JOUR)


def _messages(evenements: QuerySet[Any]) -> int:
    """Un message a son jeton, donc son empreinte : chaque empreinte est un envoi."""
    return evenements.order_by().values("empreinte").distinct().count()
