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
from sinistres.selectors.en_jeu import avec_jour_du_decompte, avec_jour_echu, montants_en_jeu

_GESTIONNAIRE = frozenset({Role.GESTIONNAIRE_CDG})
# D'où vient le montant d'une ligne : le moteur, sous le contrat et la paie du jour, moins ce qui est décompté.
_DES_JOURS_ECHUS = "montant : jours échus à rembourser"
_DE_LA_DEMANDE = "montant : jours demandés à rembourser"


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
            montant=s.en_jeu,
            **complement(s, jour),
        )

    return mettre_en_forme


# Files datées par la prescription : la plus proche d'abord.
_PRESCRITES = ("a-demander", "demandes-retournees")
# Jusqu'à quel jour le dû se calcule (champ annoté par un selector) ; les autres files : au dernier jour échu.
_CHIFFREES_AU = {
    "a-demander": "fin_echue",
    "demandes-retournees": "demande_jusqu_au",
    "demandes-a-controler": "demande_jusqu_au",
    "a-recalculer": "decompte_au",
}


def _dans_l_ordre(cle: str, dossiers: QuerySet[Any], regard: Regard) -> QuerySet[Any]:
    if cle not in _PRESCRITES:
        return dossiers.order_by("survenance", "id")
    dates = regard.dans_ses_jours(avec_dernier_jour(dossiers), "dernier_jour")
    return dates.order_by(F("dernier_jour").asc(nulls_last=True), "id")


def _datees(cle: str, dossiers: QuerySet[Any], jour: date) -> QuerySet[Any]:
    if cle == "a-recalculer":
        return avec_jour_du_decompte(dossiers)
    return dossiers if cle in _CHIFFREES_AU else avec_jour_echu(dossiers, au=jour)


def _chiffreur(cle: str) -> Callable[[list[Any]], None]:
    champ = _CHIFFREES_AU.get(cle, "jour_echu")

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
        dates = _datees(cle, dossiers.select_related("agent", "collectivite"), regard.jour)
        lignes = _dans_l_ordre(cle, dates, regard)
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
        f"dossiers à l'état « Incomplet » : une pièce est demandée par le Centre de gestion ; {_DES_JOURS_ECHUS}",
        pour=SAISIE,
        titre="Pièces à fournir",
    ),
    _file(
        "demandes-retournees",
        "Corriger la demande de remboursement",
        "remboursement",
        f"dossiers ouverts dont la dernière demande est retournée ; {_DE_LA_DEMANDE}",
        pour=SAISIE,
        complement=_motif_du_retour,
    ),
    _file(
        "sans-reprise",
        "Saisir la reprise ou la prolongation",
        "arrets",
        f"dossiers ouverts dont le dernier certificat est fini, sans reprise saisie ; {_DES_JOURS_ECHUS}",
        pour=SAISIE,
        complement=_arret_fini,
    ),
    _file(
        "a-demander",
        "Demander le remboursement",
        "remboursement",
        f"dossiers validés dont des jours échus n'ont pas été demandés ; {_DES_JOURS_ECHUS}",
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
        f"dossiers à l'état « Déclaré » ; {_DES_JOURS_ECHUS}",
        pour=_GESTIONNAIRE,
    ),
    _file(
        "a-valider",
        "Vérifier les pièces et valider",
        "pieces",
        f"dossiers à l'état « En contrôle » ; {_DES_JOURS_ECHUS}",
        pour=_GESTIONNAIRE,
    ),
    _file(
        "demandes-a-controler",
        "Contrôler la demande de remboursement",
        "remboursement",
        f"demandes à l'état « Soumise » ; {_DE_LA_DEMANDE}",
        pour=_GESTIONNAIRE,
    ),
    _file(
        "a-recalculer",
        "Régulariser les décomptes",
        "actes",
        "décomptes émis que la paie ou la retraite de l'agent, changée depuis, ne donnerait plus ; montant : l'écart",
        pour=_GESTIONNAIRE,
    ),
)
