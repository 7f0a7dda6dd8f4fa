"""Accorder et finir un droit. Nul n'accorde ni ne retire au-dessus de lui : la table ACCORDABLES décide ici.

Nul n'accorde à soi-même, ni ne prolonge son propre droit ; un droit reçu par délégation n'accorde ni ne retire rien.

Le journal est au-dessus de cette app : la trace d'une habilitation est son historique par déclencheur.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.perimetres.models import Collectivite, Habilitation
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from cdg_portal.perimetres.selectors import en_vigueur, est_le_dernier, roles_accordables_par
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.saisie import verifier_jour

EN_DOUBLE = ("habilitation-en-double", "Ce compte tient déjà ce rôle à cette date.", "role")
CONTRAINTES = {
    "habilitation_unique": EN_DOUBLE,
    "habilitation_ordre": ("dates-inversees", "La date de fin précède la date de début.", "au"),
    "habilitation_pas_soi_meme": (
        "delegation-a-soi-meme",
        "On ne se délègue pas à soi-même.",
        "delegataire",
    ),
}


class RoleAuDessus(ErreurMetier):
    """Le rôle visé est au-dessus de ceux de qui agit, ou ailleurs que chez lui."""

    def __init__(self, role: str) -> None:
        super().__init__(
            "role-au-dessus",
            f"Vos droits ne permettent ni d'accorder ni de retirer « {Role(role).label} » ici (un droit reçu par "
            "délégation n'y suffit jamais). Demandez-le au chef de service ou à un administrateur du Centre de "
            "gestion.",
            champ="role",
        )


class ASoiMeme(ErreurMetier):
    """Nul ne s'accorde un droit, ni ne prolonge le sien."""

    def __init__(self, champ: str) -> None:
        super().__init__(
            "droit-a-soi-meme",
            "On ne s'accorde pas un droit et on ne prolonge pas le sien : demandez-le à une autre personne qui peut "
            "accorder ce rôle, ou au Centre de gestion.",
            champ=champ,
        )


class DernierAdministrateur(ErreurMetier):
    """Le portail garde toujours un administrateur."""

    def __init__(self) -> None:
        super().__init__(
            "dernier-administrateur",
            "C'est le dernier administrateur du portail : accordez d'abord ce rôle à une autre personne, sans "
            "date de fin avant celle-ci.",
        )


class DernierCompteAdministrateur(ErreurMetier):
    """Aucun autre compte ouvert n'administrerait le portail."""

    def __init__(self) -> None:
        super().__init__(
            "dernier-administrateur",
            "C'est le dernier compte qui administre le portail : ouvrez d'abord l'administration à une autre personne "
            "et accordez-lui ce rôle, puis revenez.",
        )


class DernierValideur(ErreurMetier):
    """La collectivité n'aurait plus personne pour valider : à confirmer."""

    def __init__(self) -> None:
        super().__init__(
            "dernier-valideur",
            "C'est le dernier RH valideur de la collectivité : après lui, seul le Centre de gestion pourra "
            "y ouvrir un accès. Cochez la case pour confirmer, ou invitez d'abord une autre personne.",
            champ="confirmer",
        )


def exiger_accordable(*, par: Any, role: str, collectivite: Collectivite, le: date) -> None:
    """Lève RoleAuDessus si ce compte, d'après ses droits en base, ne peut accorder ni retirer ce rôle ici."""
    if role not in roles_accordables_par(par, collectivite=collectivite, au=le):
        raise RoleAuDessus(role)


def verifier_role(role: str, collectivite: Collectivite) -> None:
    """Lève `valeur-interdite` (rôle inconnu) ou `role-du-cdg` (un rôle du CDG ne se tient qu'au CDG)."""
    if role not in Role.values:
        raise ErreurMetier("valeur-interdite", "Rôle inconnu.", champ="role")
    if role in ROLES_DU_CDG and not collectivite.est_cdg:
        libelle = Role(role).label
        raise ErreurMetier(
            "role-du-cdg", f"« {libelle} » ne s'accorde que sur le Centre de gestion.", champ="role"
        )


@transaction.atomic
def habilitation_accorder(
    *,
    par: Any,
    compte: Any,
    role: str,
    collectivite: Collectivite,
    du: date,
    le: date,
    au: date | None = None,
    motif: str = "",
) -> Habilitation:
    """Donne un rôle daté à un compte sur une collectivité ; un rôle du CDG ne se tient qu'au CDG.

    `par` : le compte qui accorde, vérifié au jour `le` ; None pour l'amorçage d'une installation seulement
    (commande), où personne n'a encore de droit. Lève `valeur-interdite`, `role-du-cdg`, `role-au-dessus`,
    `droit-a-soi-meme`, `hors-bornes`, `habilitation-en-double` ou `dates-inversees`.
    """
    verifier_role(role, collectivite)
    if par is not None:
        exiger_accordable(par=par, role=role, collectivite=collectivite, le=le)
        if par.pk == compte.pk:
            raise ASoiMeme("compte")
    verifier_jours(du=du, au=au)
    return inscrire(
        compte=compte, role=role, collectivite=collectivite, du=du, au=au, motif=motif.strip()[:300]
    )


def inscrire(**droit: Any) -> Habilitation:
    """Écrit un droit déjà vérifié ; lève `habilitation-en-double` ou `dates-inversees`."""
    pareils = Habilitation.objects.filter(
        Q(au__isnull=True) | Q(au__gte=droit["du"]),
        compte=droit["compte"],
        role=droit["role"],
        collectivite=droit["collectivite"],
        retiree_a__isnull=True,
        source__isnull=droit.get("source") is None,
    )
    if droit.get("au"):
        pareils = pareils.filter(du__lte=droit["au"])
    with traduire_contraintes(CONTRAINTES):
        if droit.get("au") and droit["au"] < droit["du"]:
            code, message, champ = CONTRAINTES["habilitation_ordre"]
            raise ErreurMetier(code, message, champ=champ)
        if pareils.exists():
            code, message, champ = EN_DOUBLE
            raise ErreurMetier(code, message, champ=champ)
        return Habilitation.objects.create(**droit)


@transaction.atomic
def habilitation_finir(
    *,
    par: Any,
    habilitation: Habilitation,
    au: date | None,
    motif: str,
    le: date,
    maintenant: datetime,
    immediat: bool = False,
    confirmer: bool = False,
) -> Habilitation:
    """Date la fin d'un droit (None : sans terme) et celle des délégations qui en viennent.

    `immediat` : le droit cesse à l'instant, quel que soit `au`. `confirmer` : accepte de finir le dernier RH
    valideur. De son propre droit, on ne fait qu'avancer la fin. Lève `role-au-dessus`, `droit-a-soi-meme`,
    `motif-absent`, `droit-fini`, `fin-passee`, `dates-inversees`, `hors-bornes`, `dernier-administrateur` ou
    `dernier-valideur`.
    """
    exiger_accordable(par=par, role=habilitation.role, collectivite=habilitation.collectivite, le=le)
    return finir_verifiee(
        par=par,
        habilitation=habilitation,
        au=au,
        motif=motif,
        le=le,
        maintenant=maintenant,
        immediat=immediat,
        confirmer=confirmer,
    )


def administrateur_garder(*, compte: Any, le: date) -> None:
    """Lève DernierCompteAdministrateur si, ce compte fermé à l'administration, personne n'administrerait le portail.

    Les droits d'administrateur restent verrouillés jusqu'à la fin de la transaction : deux administrateurs ne se
    ferment pas l'un l'autre.
    """
    tenus = Habilitation.objects.filter(role=Role.ADMINISTRATEUR, source__isnull=True)
    verrouilles = list(tenus.select_for_update(of=("self",)).order_by("id").values_list("pk", "compte_id"))
    # Une seconde lecture : elle voit ce que l'attente du verrou a laissé écrire.
    actifs = set(
        Habilitation.objects.filter(
            en_vigueur(le),
            pk__in=[pk for pk, _ in verrouilles],
            compte__is_active=True,
            compte__is_staff=True,
        ).values_list("compte_id", flat=True)
    )
    if actifs == {compte.pk}:
        raise DernierCompteAdministrateur


def finir_verifiee(
    *,
    par: Any,
    habilitation: Habilitation,
    au: date | None,
    motif: str,
    le: date,
    maintenant: datetime,
    immediat: bool = False,
    confirmer: bool = False,
) -> Habilitation:
    """Comme `habilitation_finir`, une fois vérifié que `par` peut retirer ce rôle, ou qu'il a confié ce droit."""
    if not motif.strip():
        raise ErreurMetier("motif-absent", "Dites pourquoi ce droit prend fin ou change.", champ="motif")
    verrouillees = _verrouiller(habilitation)
    droit = verrouillees[habilitation.pk]
    if droit.retiree_a is not None or (droit.au is not None and droit.au < le):
        raise ErreurMetier("droit-fini", "Ce droit est déjà fini : accordez-en un nouveau.", champ="au")
    fin = max(le, droit.du) if immediat else au
    _verifier_la_fin(droit, fin, le)
    if droit.compte_id == par.pk and not _avance(droit.au, fin):
        raise ASoiMeme("au")
    if fin is not None:
        _garder_quelqu_un(droit, apres=le if immediat else fin, confirmer=confirmer)
    suites = [
        d
        for d in verrouillees.values()
        if d.source_id == droit.pk and d.retiree_a is None and fin and d.au and (d.au > fin or immediat)
    ]
    for suite in [droit, *suites]:
        suite.au, suite.motif_fin = fin, motif.strip()[:300]
        suite.retiree_a = maintenant if immediat else None
        if fin is not None and fin < suite.du:  # une délégation à venir : elle n'aura pas lieu
            suite.au, suite.retiree_a = suite.du, maintenant
        suite.save(update_fields=["au", "motif_fin", "retiree_a"])
    habilitation.au, habilitation.motif_fin = droit.au, droit.motif_fin
    habilitation.retiree_a = droit.retiree_a
    return habilitation


def _verifier_la_fin(droit: Habilitation, fin: date | None, le: date) -> None:
    verifier_jours(au=fin)
    if fin is not None and fin < droit.du:
        raise ErreurMetier("dates-inversees", "La date de fin précède la date de début.", champ="au")
    if fin is not None and fin < le:
        raise ErreurMetier(
            "fin-passee", "Un droit ne finit pas dans le passé : aujourd'hui au plus tôt.", champ="au"
        )
    if droit.source_id is not None and (fin is None or (droit.au is not None and fin > droit.au)):
        raise ErreurMetier("delegation-prolongee", "Une délégation ne se prolonge pas.", champ="au")


def _avance(avant: date | None, apres: date | None) -> bool:
    """Vrai si cette fin n'est pas plus tardive que l'ancienne (None : sans terme)."""
    return avant is None or (apres is not None and apres <= avant)


def _verrouiller(habilitation: Habilitation) -> dict[int, Habilitation]:
    """Le droit, ses délégations, et tous ceux de ce rôle ici : deux derniers titulaires ne s'ôtent pas à la fois."""
    lignes = (
        Habilitation.objects.filter(
            Q(role=habilitation.role, collectivite_id=habilitation.collectivite_id)
            | Q(source_id=habilitation.pk)
        )
        .select_for_update(of=("self",))
        .order_by("id")
    )
    return {ligne.pk: ligne for ligne in lignes}


def _garder_quelqu_un(droit: Habilitation, *, apres: date, confirmer: bool) -> None:
    if droit.role == Role.ADMINISTRATEUR and est_le_dernier(droit, apres=apres):
        raise DernierAdministrateur
    if droit.role == Role.RH_VALIDEUR and not confirmer and est_le_dernier(droit, apres=apres):
        raise DernierValideur


def verifier_jours(**jours: date | None) -> None:
    """Lève `hors-bornes` si l'un des jours n'est pas entre 1900 et 2100."""
    for champ, jour in jours.items():
        if jour is not None:
            verifier_jour(jour, champ=champ)
