"""Toutes les files, dans l'ordre où elles se lisent, et celles de chacun."""

from cdg_portal.accueil.files import acces, adhesions, bordereaux, cotisations, delais, dossiers, editions
from cdg_portal.accueil.files.forme import File, Lue, Regard
from cdg_portal.perimetres.roles import Role

FILES: tuple[File, ...] = (
    *dossiers.DE_LA_COLLECTIVITE,
    *dossiers.DU_CDG,
    bordereaux.A_TRANSMETTRE,
    bordereaux.A_REMBOURSER,
    delais.RETARDS,
    cotisations.A_DECLARER,
    *cotisations.BASES,
    cotisations.A_VERIFIER,
    cotisations.A_VALIDER,
    adhesions.A_ACTIVER,
    acces.A_DECIDER,
    editions.EN_ECHEC,
)
_SURVEILLANTS = frozenset({Role.CHEF_SERVICE_CDG})


def files_de(regard: Regard) -> list[File]:
    """Les files dont c'est le tour de cette personne, vides ou non."""
    return [f for f in FILES if regard.tient(f.pour)]


def files_attendues(regard: Regard, combien: int, *, cle: str = "") -> list[Lue]:
    """Ses files lues (toutes, ou celle de cette clé), avec leurs `combien` premières lignes."""
    return [Lue(f, f.lire(regard, combien)) for f in files_de(regard) if not cle or f.cle == cle]


def charge_du_service(regard: Regard) -> list[Lue]:
    """Ce qui est le tour du service : des compteurs pour qui l'encadre, sans rien attendre de lui."""
    if not regard.tient(_SURVEILLANTS):
        return []
    autres = [f for f in FILES if f.surveillee and not regard.tient(f.pour)]
    return [lue for lue in (Lue(f, f.lire(regard, 0)) for f in autres) if lue.nombre]
