"""Les genres de fiches que l'on cherche et que l'on rouvre.

Un genre se lit par le selector de sa liste, borné à l'action qui ouvre sa fiche : ce que la recherche montre,
la page l'ouvre ; ce que la page refuse, la recherche l'ignore.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from adhesions.selectors import adhesions_liste, agents_liste, collectivites_liste, contrats_nommes
from cdg_portal.accueil.files import Regard
from cotisations.selectors import appels_liste
from sinistres.selectors.bordereaux import bordereaux_liste, decomptes_numerotes
from sinistres.selectors.dossiers import CriteresDossiers, dossiers_liste

Bornes = Collection[int] | None


@dataclass(frozen=True, slots=True)
class Resultat:
    """Une fiche trouvée : son nom, de quoi la distinguer, où elle s'ouvre."""

    titre: str
    note: str
    url: str
    genre: str


@dataclass(frozen=True, slots=True)
class Genre:
    """Un genre de fiche. `lister(regard, bornes, texte)` : les fiches que ce texte désigne, toutes s'il est vide.

    `adresse` : où l'ouvrir s'il n'a pas de page à lui (`page` est alors vide).
    """

    cle: str
    libelle: str
    singulier: str
    action: str
    page: str
    lister: Callable[[Regard, Bornes, str], QuerySet[Any]]
    titre: Callable[[Any], str]
    note: Callable[[Any], str]
    liste: str = ""
    adresse: Callable[[Any], str] | None = None

    def trouver(self, regard: Regard, texte: str, combien: int) -> list[Resultat]:
        """Les premières fiches que ce texte désigne, dans ce que le rôle ouvre."""
        if not regard.peut(self.action):
            return []
        trouvees = self.lister(regard, regard.bornes(self.action), texte)
        return [self.resultat(objet) for objet in trouvees[:combien]]

    def relire(self, regard: Regard, uids: Collection[UUID]) -> dict[UUID, Resultat]:
        """Ces fiches, nommées d'après aujourd'hui ; celles que le droit n'ouvre plus n'y sont pas."""
        if not uids or not regard.peut(self.action):
            return {}
        lues = self.lister(regard, regard.bornes(self.action), "").filter(uid__in=uids)
        return {objet.uid: self.resultat(objet) for objet in lues}

    def resultat(self, objet: Any) -> Resultat:
        """La ligne de cette fiche."""
        url = self.adresse(objet) if self.adresse else reverse(self.page, args=[objet.uid])
        return Resultat(self.titre(objet), self.note(objet), url, self.singulier)

    def toutes(self, texte: str) -> str:
        """La liste du genre, déjà cherchée ; vide si elle n'en a pas."""
        return f"{reverse(self.liste)}?{urlencode({'q': texte})}" if self.liste else ""


def _dossiers(regard: Regard, bornes: Bornes, texte: str) -> QuerySet[Any]:
    return dossiers_liste(CriteresDossiers(recherche=texte, collectivites=bornes), aujourdhui=regard.jour)


GENRES: tuple[Genre, ...] = (
    Genre(
        "agent",
        "Agents",
        "Agent",
        "agents.lire",
        "adhesions:agent",
        lambda regard, bornes, texte: agents_liste(recherche=texte, collectivites=bornes),
        str,
        lambda a: f"matricule {a.matricule}, {a.collectivite}",
        "adhesions:agents",
    ),
    Genre(
        "dossier",
        "Dossiers de sinistre",
        "Dossier",
        "sinistres.lire",
        "sinistres:dossier",
        _dossiers,
        lambda s: f"{s.numero}, {s.agent}",
        lambda s: f"{s.get_motif_display()} du {s.survenance:%d/%m/%Y}, {s.collectivite}",
        "sinistres:liste",
    ),
    Genre(
        "collectivite",
        "Collectivités",
        "Collectivité",
        "collectivites.lire",
        "adhesions:collectivite",
        lambda regard, bornes, texte: collectivites_liste(au=regard.jour, recherche=texte, bornes=bornes),
        str,
        lambda c: f"SIRET {c.siret}" if c.siret else f"SIREN {c.siren}",
        "adhesions:collectivites",
    ),
    Genre(
        "adhesion",
        "Adhésions",
        "Adhésion",
        "adhesions.lire",
        "adhesions:adhesion",
        lambda regard, bornes, texte: adhesions_liste(recherche=texte, collectivites=bornes),
        lambda a: a.numero,
        lambda a: f"{a.lot.contrat.reference}, {a.collectivite}",
        "adhesions:adhesions",
    ),
    # Un contrat n'a pas de page : on ouvre ses adhésions. Chacun ne trouve que ceux auxquels il adhère.
    Genre(
        "contrat",
        "Contrats",
        "Contrat",
        "adhesions.lire",
        "",
        lambda regard, bornes, texte: contrats_nommes(texte, collectivites=bornes),
        lambda c: c.reference,
        lambda c: f"{c.intitule}, du {c.effet:%d/%m/%Y} au {c.fin:%d/%m/%Y}",
        adresse=lambda c: f"{reverse('adhesions:adhesions')}?{urlencode({'q': c.reference})}",
    ),
    Genre(
        "decompte",
        "Décomptes",
        "Décompte",
        "decomptes.lire",
        "sinistres:decompte",
        lambda regard, bornes, texte: decomptes_numerotes(texte, collectivites=bornes),
        lambda d: d.numero,
        lambda d: f"dossier {d.sinistre.numero}, {d.collectivite}",
    ),
    Genre(
        "bordereau",
        "Bordereaux",
        "Bordereau",
        "bordereaux.lire",
        "sinistres:bordereau",
        lambda regard, bornes, texte: bordereaux_liste(recherche=texte, collectivites=bornes),
        lambda b: b.numero,
        lambda b: f"transmis le {b.transmis_le:%d/%m/%Y}, {b.collectivite}",
        "sinistres:bordereaux",
    ),
    Genre(
        "appel",
        "Appels de cotisation",
        "Appel",
        "appels.lire",
        "cotisations:appel",
        lambda regard, bornes, texte: appels_liste(recherche=texte, collectivites=bornes),
        lambda a: a.numero,
        lambda a: f"exercice {a.exercice}, {a.collectivite}",
        "cotisations:appels",
    ),
)
