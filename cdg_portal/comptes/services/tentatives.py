"""Limites des essais, comptées dans PostgreSQL : sans cache, donc sans Redis à arrêter pour les lever.

Trois bornes sur le mot de passe. Dix échecs par heure et par couple (compte, poste). Toutes adresses confondues,
cinquante par heure et par compte : de quoi arrêter une attaque répartie. Et cent par heure et par poste, quel que
soit le compte : de quoi arrêter qui essaie un même mot de passe sur tous. Les deux dernières ne s'opposent pas à un
poste d'où le compte est déjà entré dans les quatre-vingt-dix jours : personne n'enferme un agent chez lui en se
trompant ailleurs, ou derrière la même adresse, à sa place. Le code du second facteur, lui, n'a qu'une borne, par
compte : qui l'essaie connaît déjà le mot de passe.

Les essais d'un même compte attendent leur tour : ses bornes tiennent à l'unité. Ceux d'un même poste non (toute une
mairie sort par une adresse) : des essais simultanés peuvent dépasser la troisième de leur nombre.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db import connection, transaction

from cdg_portal.comptes.models import Compte, PosteConnu, TentativeConnexion
from cdg_portal.comptes.regles.empreintes import empreinte_a_cle
from cdg_portal.socle.erreurs import ErreurMetier

FENETRE = timedelta(hours=1)
ECHECS_PERMIS = 10  # par compte et par poste
ECHECS_DU_COMPTE = 50  # par compte, d'où que ce soit
ECHECS_DU_POSTE = 100  # par adresse, quel que soit le compte
CODES_PERMIS = 10  # par compte
DEMANDES_PAR_ADRESSE = 3  # réinitialisations d'une adresse électronique
DEMANDES_PAR_POSTE = 20
DEPARTS_PAR_POSTE = 300  # vers ProConnect : toute une mairie sort par une adresse
MEMOIRE_DES_POSTES = timedelta(days=90)

T = TypeVar("T")


class TropDeTentatives(ErreurMetier):
    """Trop de secrets faux : plus rien n'est vérifié pendant une heure. `portee` : ce qui est limité."""

    def __init__(self, portee: str) -> None:
        super().__init__(
            "trop-de-tentatives",
            f"Trop de tentatives de connexion {portee}. Réessayez dans une heure.",
        )


class TropDeCodes(ErreurMetier):
    """Trop de codes faux pour ce compte."""

    def __init__(self) -> None:
        super().__init__(
            "trop-de-codes",
            "Trop de codes faux pour ce compte. Réessayez dans une heure, ou demandez à un administrateur"
            " du Centre de gestion de réinitialiser votre second facteur.",
        )


@transaction.atomic
def connexion_verifier(
    *, email: str, adresse: str, verifier: Callable[[], Compte | None], maintenant: datetime
) -> Compte | None:
    """Appelle `verifier` si les échecs de l'heure le permettent ; compte l'échec, oublie après un succès.

    `verifier` rend le compte si le mot de passe est bon, sinon None. Lève TropDeTentatives.
    """
    sujet, couple = _empreinte("compte", email), _empreinte("couple", email, adresse)
    poste = _empreinte("poste", adresse)
    un_par_un(sujet)
    recents = TentativeConnexion.objects.filter(instant__gt=maintenant - FENETRE)
    if recents.filter(empreinte=couple).count() >= ECHECS_PERMIS:
        raise TropDeTentatives("pour ce compte depuis votre poste")
    if not _poste_connu(couple, maintenant):
        if recents.filter(sujet=sujet).count() >= ECHECS_DU_COMPTE:
            raise TropDeTentatives("pour ce compte, tous postes confondus")
        if recents.filter(poste=poste).count() >= ECHECS_DU_POSTE:
            raise TropDeTentatives("depuis votre réseau, tous comptes confondus")
    compte = verifier()
    if compte is None:
        _compter(couple, maintenant, sujet=sujet, poste=poste)
        return None
    recents.filter(empreinte=couple).delete()
    PosteConnu.objects.update_or_create(empreinte=couple, defaults={"vu_a": maintenant})
    return compte


@transaction.atomic
def code_limiter(*, compte: Compte, verifier: Callable[[], T | None], maintenant: datetime) -> T | None:
    """Appelle `verifier` (code du second facteur) si moins de dix codes faux dans l'heure. Lève TropDeCodes."""
    portee = _empreinte("code", str(compte.uid))
    un_par_un(portee)
    recents = TentativeConnexion.objects.filter(empreinte=portee, instant__gt=maintenant - FENETRE)
    if recents.count() >= CODES_PERMIS:
        raise TropDeCodes
    trouve = verifier()
    if trouve is None:
        _compter(portee, maintenant)
    else:
        recents.delete()
    return trouve


@transaction.atomic
def demande_permise(*, email: str, adresse: str, maintenant: datetime) -> bool:
    """Compte une demande de réinitialisation ; faux si cette adresse ou ce poste en a fait trop dans l'heure."""
    portees = {
        _empreinte("demande", email): DEMANDES_PAR_ADRESSE,
        _empreinte("demandes du poste", adresse): DEMANDES_PAR_POSTE,
    }
    for portee in sorted(portees):
        un_par_un(portee)
    recents = TentativeConnexion.objects.filter(instant__gt=maintenant - FENETRE)
    if any(recents.filter(empreinte=portee).count() >= borne for portee, borne in portees.items()):
        return False
    for portee in portees:
        _compter(portee, maintenant)
    return True


@transaction.atomic
def depart_permis(*, adresse: str, maintenant: datetime) -> bool:
    """Compte un départ vers ProConnect ; faux si ce poste en a fait trop dans l'heure."""
    portee = _empreinte("départ", adresse)
    un_par_un(portee)
    recents = TentativeConnexion.objects.filter(empreinte=portee, instant__gt=maintenant - FENETRE)
    if recents.count() >= DEPARTS_PAR_POSTE:
        return False
    _compter(portee, maintenant)
    return True


@transaction.atomic
def tentatives_effacer(*, maintenant: datetime) -> int:
    """Efface ce qui ne limite plus rien : échecs de plus d'une heure, postes oubliés. Rend le nombre d'échecs."""
    effaces, _ = TentativeConnexion.objects.filter(instant__lte=maintenant - FENETRE).delete()
    PosteConnu.objects.filter(vu_a__lte=maintenant - MEMOIRE_DES_POSTES).delete()
    return effaces


def _empreinte(*parties: str) -> str:
    return empreinte_a_cle(settings.SECRET_KEY, *parties)


def un_par_un(portee: str) -> None:
    """Prend, jusqu'à la fin de la transaction, le verrou de cette portée."""
    with connection.cursor() as curseur:  # les essais simultanés d'une même portée attendent leur tour
        curseur.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [portee])


def _poste_connu(couple: str, maintenant: datetime) -> bool:
    return PosteConnu.objects.filter(empreinte=couple, vu_a__gt=maintenant - MEMOIRE_DES_POSTES).exists()


def _compter(empreinte: str, maintenant: datetime, *, sujet: str = "", poste: str = "") -> None:
    TentativeConnexion.objects.create(empreinte=empreinte, sujet=sujet, poste=poste, instant=maintenant)
