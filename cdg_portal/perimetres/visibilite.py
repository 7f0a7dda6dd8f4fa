"""Ce que chaque rôle voit d'un objet qu'il peut ouvrir : une seule table, champ × rôle.

Les droits s'additionnent : sur une collectivité, le plus permissif des rôles tenus l'emporte. Écrans, exports,
recherches, tris et PDF s'y tiennent tous (`voit`) ; qui peut ouvrir l'objet est dans `permissions.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import IntEnum

from django.http import HttpRequest

from cdg_portal.perimetres.roles import Role, collectivites_des, roles_tenus


class Visibilite(IntEnum):
    """Du moins au plus permissif. MASQUE dit qu'une valeur existe sans la montrer ; ABSENT ne dit rien."""

    ABSENT = 0
    MASQUE = 1
    VISIBLE = 2


VISIBLE, MASQUE, ABSENT = Visibilite.VISIBLE, Visibilite.MASQUE, Visibilite.ABSENT
TEXTE_MASQUE = "masqué pour votre rôle"

_RH = (Role.RH_SAISIE, Role.RH_VALIDEUR)
_GESTION = (Role.GESTIONNAIRE_CDG, Role.CHEF_SERVICE_CDG)
_SOIGNANTS = (Role.PSYCHOLOGUE, Role.MEDECIN)
_NOMINATIF = (*_RH, *_GESTION)


@dataclass(frozen=True, slots=True)
class Champ:
    """Un champ de la table. Un rôle absent de `visible` et de `masque` ne le voit pas du tout.

    `couvre` : les champs de modèles qui le portent (« sinistres.Sinistre.motif ») ; vide si aucun ne l'enregistre.
    """

    libelle: str
    visible: frozenset[str]
    masque: frozenset[str] = frozenset()
    couvre: tuple[str, ...] = ()
    note: str = ""

    def pour(self, role: str) -> Visibilite:
        """Ce qu'en voit un rôle."""
        if role in self.visible:
            return VISIBLE
        return MASQUE if role in self.masque else ABSENT


def _a(*roles: str) -> frozenset[str]:
    return frozenset(roles)


# Source : échanges A5.3. Il n'existe aucun champ de diagnostic ni de conclusion médicale.
CHAMPS: dict[str, Champ] = {
    "identite_agent": Champ(
        "Nom et naissance de l'agent",
        visible=_a(*_NOMINATIF, *_SOIGNANTS, Role.ASSUREUR),
        masque=_a(Role.FINANCES),
        couvre=("adhesions.Agent.nom", "adhesions.Agent.prenom", "adhesions.Agent.naissance"),
    ),
    "matricule": Champ(
        "Matricule de l'agent",
        visible=_a(*_NOMINATIF, *_SOIGNANTS, Role.ASSUREUR, Role.FINANCES),
        couvre=("adhesions.Agent.matricule",),
        note="Les finances rapprochent un virement d'une paie sans connaître le nom.",
    ),
    "nature_conge": Champ(
        "Nature du congé",
        visible=_a(*_NOMINATIF, *_SOIGNANTS, Role.ASSUREUR),
        couvre=(
            "sinistres.Sinistre.motif",
            "sinistres.Sinistre.risque",
            "sinistres.LigneDecompte.nature",
            "sinistres.LigneDecompte.droit",
            "sinistres.Requalification.de",
            "sinistres.Requalification.vers",
        ),
        note="Pour les autres rôles, les statistiques taisent tout groupe de moins de cinq agents.",
    ),
    "dates_arret": Champ(
        "Dates et jours d'arrêt",
        visible=_a(*_NOMINATIF, *_SOIGNANTS, Role.ASSUREUR),
        couvre=(
            "sinistres.Sinistre.survenance",
            "sinistres.Certificat.debut",
            "sinistres.Certificat.fin",
            "sinistres.Reprise.effective_le",
            "sinistres.Demande.du",
            "sinistres.Demande.au",
            "sinistres.Decompte.au",
            "sinistres.LigneDecompte.du",
            "sinistres.LigneDecompte.au",
        ),
        note="Le jour d'un envoi ou d'un paiement n'est pas un jour d'arrêt.",
    ),
    "conclusion_administrative": Champ(
        "Décision administrative (imputabilité, requalification)",
        visible=_a(*_NOMINATIF, *_SOIGNANTS, Role.ASSUREUR),
        couvre=(
            "sinistres.Requalification.decision_le",
            "sinistres.Requalification.reference_arrete",
            "sinistres.Requalification.motif",
        ),
    ),
    "volet_ald": Champ(
        "Affection de longue durée (volet n° 2)",
        visible=_a(*_GESTION, *_SOIGNANTS),
        note="Aucun champ ne l'enregistre : le dossier ne dit que « exception légale à la carence ».",
    ),
    "remuneration": Champ(
        "Éléments de rémunération d'un agent",
        visible=_a(*_NOMINATIF),
        masque=_a(Role.ASSUREUR),
        couvre=("adhesions.Remuneration.annuel", "sinistres.LigneDecompte.explication"),
    ),
    "base_indemnisation": Champ(
        "Base : indemnité par jour",
        visible=_a(*_NOMINATIF, Role.ASSUREUR),
        couvre=("sinistres.LigneDecompte.ij",),
    ),
    "montants_decompte": Champ(
        "Montants décomptés, transmis et reçus",
        visible=_a(*_NOMINATIF, Role.ASSUREUR, Role.LECTEUR, Role.FINANCES),
        masque=_a(*_SOIGNANTS),
        couvre=(
            "sinistres.Decompte.total",
            "sinistres.Decompte.solde",
            "sinistres.LigneDecompte.montant",
            "sinistres.LigneBordereau.montant",
            "sinistres.Bordereau.total",
            "sinistres.Reglement.montant",
        ),
    ),
    "assiette": Champ(
        "Assiette et cotisations de la collectivité",
        visible=_a(*_NOMINATIF, Role.LECTEUR, Role.FINANCES),
        couvre=("cotisations.Appel.assiette", "cotisations.Appel.total", "cotisations.BaseDeclaree.tib"),
    ),
    "iban": Champ(
        "IBAN de la collectivité",
        visible=_a(*_GESTION, Role.ASSUREUR, Role.FINANCES),
        masque=_a(*_RH),
        note="Aucun champ ne l'enregistre aujourd'hui.",
    ),
}


def visibilite(champ: str, roles: Collection[str]) -> Visibilite:
    """Ce que voit d'un champ qui tient ces rôles ; un champ inconnu est une erreur de programme (KeyError)."""
    connu = CHAMPS[champ]
    return max((connu.pour(role) for role in roles), default=ABSENT)


def visibilite_sur(request: HttpRequest, champ: str, collectivite_id: int | None = None) -> Visibilite:
    """Ce que le compte voit d'un champ sur cette collectivité (None : là où il en voit le plus)."""
    return visibilite(champ, roles_tenus(request, collectivite_id))


def voit(request: HttpRequest, champ: str, collectivite_id: int | None = None) -> bool:
    """Vrai si la valeur du champ se montre au compte sur cette collectivité (None : où que ce soit)."""
    return visibilite_sur(request, champ, collectivite_id) is VISIBLE


def champs_caches(request: HttpRequest, collectivite_id: int) -> frozenset[str]:
    """Les champs dont la valeur ne se montre pas au compte sur cette collectivité."""
    return frozenset(champ for champ in CHAMPS if not voit(request, champ, collectivite_id))


def attributs_caches(request: HttpRequest, collectivite_id: int) -> frozenset[str]:
    """Les attributs de modèles (« sinistre.motif ») que couvrent ces champs : la chronologie les tait."""
    couverts = (nom for champ in champs_caches(request, collectivite_id) for nom in CHAMPS[champ].couvre)
    return frozenset(
        f"{modele.lower()}.{attribut}" for _, modele, attribut in (n.split(".") for n in couverts)
    )


def collectivites_ou_voir(request: HttpRequest, champ: str) -> frozenset[int] | None:
    """Où le compte voit ce champ (None : partout) : hors de là, on ne cherche pas sur sa valeur."""
    return collectivites_des(request, CHAMPS[champ].visible)


def voit_partout(request: HttpRequest, champ: str, bornes: frozenset[int] | None) -> bool:
    """Vrai si le champ se voit dans toutes ces collectivités : sinon trier dessus dirait l'ordre des valeurs."""
    ou = collectivites_ou_voir(request, champ)
    return ou is None or (bornes is not None and bornes <= ou)
