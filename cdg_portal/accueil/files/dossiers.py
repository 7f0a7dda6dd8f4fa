"""Les dossiers de sinistre : le tour de la collectivité, puis celui du gestionnaire."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse

from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.permissions import SAISIE, roles_de
from cdg_portal.perimetres.roles import Role
from sinistres.selectors.delais import avec_dernier_jour
from sinistres.selectors.dossiers import ATTENTES, brouillons_de, dossiers_en_attente, intitule_du_brouillon
from sinistres.selectors.en_jeu import montants_en_jeu

_GESTIONNAIRE = frozenset({Role.GESTIONNAIRE_CDG})


def _demander(s: Any, jour: date) -> dict[str, Any]:
    """Après ce jour, l'assureur peut opposer la prescription (R-SIN-06)."""
    return {"echeance": s.dernier_jour, "precision": "Dernier jour avant la prescription."}


def _motif_du_retour(s: Any, jour: date) -> dict[str, Any]:
    return {"precision": s.retour_motif or "", "echeance": s.dernier_jour}


def _arret_fini(s: Any, jour: date) -> dict[str, Any]:
    return {"precision": f"Arrêt fini le {s.fin_arret:%d/%m/%Y}"}


def _rien(s: Any, jour: date) -> dict[str, Any]:
    return {}


def _action(
    verbe: str, ancre: str, complement: Callable[[Any, date], dict[str, Any]]
) -> Callable[..., Action]:
    def mettre_en_forme(s: Any, jour: date) -> Action:
        objet = f"{s.agent}, {s.get_motif_display().lower()} du {s.survenance:%d/%m/%Y} ({s.numero})"
        return Action(
            titre=verbe,
            objet=objet,
            url=f"{reverse('sinistres:dossier', args=[s.uid])}#{ancre}",
            collectivite=str(s.collectivite),
            numero=s.numero,
            montant=getattr(s, "en_jeu", None),
            **complement(s, jour),
        )

    return mettre_en_forme


# Files datées par la prescription : la plus proche d'abord.
_PRESCRITES = ("a-demander", "demandes-retournees")
# Files dont le montant se calcule → jusqu'à quel jour (champ annoté par leur selector).
_CHIFFREES = {
    "a-demander": "fin_echue",
    "demandes-retournees": "demande_jusqu_au",
    "demandes-a-controler": "demande_jusqu_au",
}


def _dans_l_ordre(cle: str, dossiers: QuerySet[Any], regard: Regard) -> QuerySet[Any]:
    if cle not in _PRESCRITES:
        return dossiers.order_by("survenance", "id")
    dates = regard.dans_ses_jours(avec_dernier_jour(dossiers), "dernier_jour")
    return dates.order_by(F("dernier_jour").asc(nulls_last=True), "id")


def _chiffreur(cle: str) -> Callable[[list[Any]], None] | None:
    champ = _CHIFFREES.get(cle)
    if champ is None:
        return None

    def chiffrer(dossiers: list[Any]) -> None:
        jours = {s.pk: jour for s in dossiers if (jour := getattr(s, champ))}
        montants = montants_en_jeu(dossiers, jours)
        for s in dossiers:
            s.en_jeu = montants.get(s.pk)

    return chiffrer


def _lecteur(
    cle: str, pour: frozenset[str], mettre_en_forme: Callable[..., Action]
) -> Callable[..., Lecture]:
    def lire(regard: Regard, combien: int) -> Lecture:
        dossiers = dossiers_en_attente(cle, au=regard.jour)
        # Un rôle du CDG a tout pour borne, qui l'encadre aussi.
        bornes = None if pour == _GESTIONNAIRE else regard.ou(pour)
        if bornes is not None:
            dossiers = dossiers.filter(collectivite_id__in=bornes)
        lignes = _dans_l_ordre(cle, dossiers.select_related("agent", "collectivite"), regard)
        return lire_lignes(
            lignes, combien, lambda s: mettre_en_forme(s, regard.jour), completer=_chiffreur(cle)
        )

    return lire


def _file(
    cle: str,
    verbe: str,
    ancre: str,
    source: str,
    *,
    pour: frozenset[str],
    titre: str = "",
    complement: Callable[[Any, date], dict[str, Any]] = _rien,
) -> File:
    return File(
        cle=cle,
        titre=titre or ATTENTES[cle][0],
        source=source,
        pour=pour,
        lire=_lecteur(cle, pour, _action(verbe, ancre, complement)),
        toutes=lambda: f"{reverse('sinistres:liste')}?attente={cle}",
        surveillee=pour == _GESTIONNAIRE,
    )


def _brouillons(regard: Regard, combien: int) -> Lecture:
    bornes = regard.bornes("sinistres.declarer")
    brouillons = brouillons_de(regard.compte_id)
    if bornes is not None:
        brouillons = brouillons.filter(collectivite_id__in=bornes)
    return lire_lignes(
        brouillons,
        combien,
        lambda b: Action(
            titre="Finir la déclaration",
            objet=intitule_du_brouillon(b),
            url=reverse("sinistres:declarer_etape", args=[b.uid, "verification"]),
            collectivite=str(b.collectivite),
        ),
    )


DE_LA_COLLECTIVITE = (
    _file(
        "pieces-demandees",
        "Fournir les pièces demandées",
        "pieces",
        "dossiers à l'état « Incomplet » : une pièce est demandée par le Centre de gestion",
        pour=SAISIE,
        titre="Pièces à fournir",
    ),
    _file(
        "demandes-retournees",
        "Corriger la demande de remboursement",
        "remboursement",
        "dossiers ouverts dont la dernière demande est retournée",
        pour=SAISIE,
        complement=_motif_du_retour,
    ),
    _file(
        "sans-reprise",
        "Saisir la reprise ou la prolongation",
        "arrets",
        "dossiers ouverts dont le dernier certificat est fini, sans reprise saisie",
        pour=SAISIE,
        complement=_arret_fini,
    ),
    _file(
        "a-demander",
        "Demander le remboursement",
        "remboursement",
        "dossiers validés dont des jours échus n'ont pas été demandés",
        pour=SAISIE,
        complement=_demander,
    ),
    File(
        cle="brouillons",
        titre="Brouillons à finir",
        source="déclarations que vous avez commencées",
        pour=roles_de("sinistres.declarer"),
        lire=_brouillons,
        toutes=lambda: reverse("sinistres:declarer"),
    ),
)

DU_CDG = (
    _file(
        "a-controler",
        "Ouvrir le contrôle",
        "actes",
        "dossiers à l'état « Déclaré »",
        pour=_GESTIONNAIRE,
    ),
    _file(
        "a-valider",
        "Vérifier les pièces et valider",
        "pieces",
        "dossiers à l'état « En contrôle »",
        pour=_GESTIONNAIRE,
    ),
    _file(
        "demandes-a-controler",
        "Contrôler la demande de remboursement",
        "remboursement",
        "demandes à l'état « Soumise »",
        pour=_GESTIONNAIRE,
    ),
    _file(
        "a-recalculer",
        "Régulariser les décomptes",
        "actes",
        "décomptes émis que la paie ou la retraite de l'agent, changée depuis, ne donnerait plus",
        pour=_GESTIONNAIRE,
    ),
)
