"""Qui a fait quoi, quand et pourquoi : les actes, et ce que l'historique sait d'écritures qu'aucun acte ne raconte."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model

from cdg_portal.journal.models import Evenement
from cdg_portal.journal.selectors.actes import RANG, evenements_de
from cdg_portal.journal.selectors.droits import AILLEURS, AUTOMATIQUE, COMMANDE, SUJETS, phrase_de_droit
from cdg_portal.journal.selectors.ecriture import Changement, avec_article, changements
from cdg_portal.journal.selectors.instants import heure_locale

FAITS_MONTRES = 50
VERBES = {"insert": "a enregistré", "update": "a modifié", "delete": "a supprimé"}
TONS = {"delete": "attention"}


# Les attributs cachés à qui lit, selon la collectivité de l'objet : un selector ne connaît pas la requête.
Caches = Callable[[int], Collection[str]]


def rien_de_cache(collectivite_id: int) -> Collection[str]:
    """Tout se montre."""
    return ()


@dataclass(slots=True)
class Fait:
    """Un fait de la chronologie. `le` : date de l'acte ; `action` : code de l'acte, vide pour une écriture seule."""

    instant: datetime
    le: date
    auteur: str
    phrase: str
    motif: str = ""
    action: str = ""
    ton: str = "neutre"
    details: list[Changement] = field(default_factory=list)

    @property
    def signature(self) -> str:
        """L'auteur, s'il n'est pas déjà le sujet de la phrase."""
        return "" if self.phrase.startswith(SUJETS.get(self.auteur, self.auteur)) else self.auteur


def chronologie_de(
    *objets: Any,
    champs_caches: Collection[str] = (),
    actes_tus: Collection[str] = (),
    limite: int = FAITS_MONTRES,
) -> list[Fait]:
    """Les faits de ces objets, du plus récent au plus ancien, en phrases.

    Une écriture faite dans la transaction d'un acte est son détail, jamais un fait de plus ; s'il y en a plusieurs,
    celui du même auteur qui la suit, car un service écrit puis consigne. `champs_caches` : les
    champs que le rôle ne lit pas (« nom », « remuneration.annuel ») ; leurs valeurs n'apparaissent nulle part.
    `actes_tus` : les actes dont la phrase dit ce que le rôle ne lit pas.
    """
    actes = list(evenements_de(*objets).exclude(action__in=actes_tus)[:limite])
    faits = {acte.pk: _acte(acte) for acte in actes}
    seuls = []
    lignes = [ligne for suite in _suites(objets) for ligne in suite]
    auteurs = _auteurs(ligne for _, _, ligne in lignes)
    for objet, avant, ligne in lignes:
        diffs = changements(avant, ligne, champs_caches=champs_caches) if avant is not None else []
        if (acte := _acte_racontant(ligne, actes)) is not None:
            fait = faits[acte.pk]
            fait.details += diffs if ligne.pgh_label == "update" else []
            if acte.acteur_id is None and (ligne.pgh_context or {}).get("commande"):
                fait.auteur = COMMANDE
        elif ligne.pgh_label != "update" or diffs or champs_caches:
            seuls.append(_ecriture(objet, avant, ligne, diffs, auteurs))
    tous = sorted([*faits.values(), *seuls], key=lambda f: f.instant, reverse=True)
    return tous[:limite]


def _acte(acte: Evenement) -> Fait:
    auteur = str(acte.acteur) if acte.acteur else AUTOMATIQUE
    return Fait(acte.instant, acte.le, auteur, acte.libelle, acte.motif, acte.action)


def _acte_racontant(ligne: Any, actes: Iterable[Evenement]) -> Evenement | None:
    """L'acte qui raconte cette écriture : celui de sa transaction, de son auteur, consigné juste après elle."""
    memes = sorted(
        (a for a in actes if a.transaction_a == ligne.pgh_created_at),
        key=lambda a: (a.rang, a.pk),  # type: ignore[attr-defined]
    )
    auteur = (ligne.pgh_context or {}).get("utilisateur")
    siens = [a for a in memes if a.acteur_id == auteur] or memes
    suivants = [a for a in siens if a.rang > ligne.rang]  # type: ignore[attr-defined]
    return next(iter(suivants or siens[-1:]), None)


def _suites(objets: Iterable[Any]) -> Iterable[list[tuple[Any, Any, Any]]]:
    """Pour chaque objet suivi, (objet, ligne précédente, ligne), de la plus ancienne à la plus récente."""
    historiques: dict[Any, Any] = {
        m.pgh_tracked_model: m for m in apps.get_models() if hasattr(m, "pgh_tracked_model")
    }
    suivis = [o for o in objets if type(o) in historiques]
    for modele, groupe in groupby(sorted(suivis, key=lambda o: o._meta.label), key=type):
        voulus = {o.pk: o for o in groupe}
        lignes = historiques[modele].objects.filter(
            collectivite_id__in={o.collectivite_id for o in voulus.values()}, pgh_obj_id__in=list(voulus)
        )
        lignes = lignes.annotate(rang=RANG)
        for pk, suite in groupby(lignes.order_by("pgh_obj_id", "pgh_id"), key=lambda ligne: ligne.pgh_obj_id):
            precedente, paires = None, []
            for ligne in suite:
                paires.append((voulus[pk], precedente, ligne))
                precedente = ligne
            yield paires


def _auteurs(lignes: Iterable[Any]) -> dict[int, str]:
    """Les comptes nommés par le contexte de ces lignes."""
    ids = {
        ligne.pgh_context["utilisateur"] for ligne in lignes if (ligne.pgh_context or {}).get("utilisateur")
    }
    return {pk: str(compte) for pk, compte in get_user_model().objects.in_bulk(ids).items()}


def _ecriture(objet: Any, avant: Any, ligne: Any, diffs: list[Changement], auteurs: dict[int, str]) -> Fait:
    contexte = ligne.pgh_context or {}
    defaut = AUTOMATIQUE if contexte.get("travail") else COMMANDE if contexte.get("commande") else AILLEURS
    auteur = auteurs.get(contexte.get("utilisateur", 0), defaut)
    motif = str(contexte.get("motif", ""))
    if ligne.pgh_tracked_model._meta.label == "perimetres.Habilitation":
        phrase, dit = phrase_de_droit(objet, avant, ligne, auteur)
        motif = dit or motif
    elif diffs:
        phrase = f"{SUJETS.get(auteur, auteur)} a changé {', '.join(str(d) for d in diffs)} ({_nom(ligne)})."
    else:
        phrase = f"{SUJETS.get(auteur, auteur)} {VERBES[ligne.pgh_label]} {_nom(ligne)}."
    return Fait(
        instant=ligne.pgh_created_at,
        le=heure_locale(ligne.pgh_created_at).date(),
        auteur=auteur,
        phrase=phrase,
        motif=motif,
        ton=TONS.get(ligne.pgh_label, "neutre"),
    )


def _nom(ligne: Any) -> str:
    return avec_article(str(ligne.pgh_tracked_model._meta.verbose_name))
