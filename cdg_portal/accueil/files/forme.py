"""Ce qu'est une action attendue, une file, et qui regarde."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.perimetres.roles import collectivites_tenues
from cdg_portal.socle.montant import INSECABLE

# Au-delà, une file ne montre que ses premières lignes ; son compteur, lui, les compte toutes.
PLAFOND = 500
# Pour chercher ou exporter, rien ne se coupe : la recherche dirait « aucune » de ce qu'elle n'a pas lu.
TOUTES = 1_000_000


@dataclass(frozen=True)
class Regard:
    """Qui regarde, avec quels droits, et quel jour : tout ce qu'une file a besoin de savoir, sans requête HTTP."""

    compte_id: int
    habilitations: Sequence[Any]
    jour: date
    # Ne lire des files datées que ce qui échoit entre ces deux jours compris ; None : tout.
    entre: tuple[date, date] | None = None

    def dans_ses_jours(self, lignes: QuerySet[Any], echeance: str) -> QuerySet[Any]:
        """Ces lignes, bornées à `entre` sur ce champ."""
        return lignes if self.entre is None else lignes.filter(**{f"{echeance}__range": self.entre})

    @cached_property
    def roles(self) -> frozenset[str]:
        """Les rôles tenus, où que ce soit."""
        return frozenset(h.role for h in self.habilitations)

    def tient(self, roles: Collection[str]) -> bool:
        """Vrai si l'un de ces rôles est tenu quelque part."""
        return not self.roles.isdisjoint(roles)

    def peut(self, action: str) -> bool:
        """Vrai si cette action de la table des permissions est ouverte quelque part."""
        return self.tient(roles_de(action))

    def bornes(self, action: str) -> frozenset[int] | None:
        """Les collectivités où l'action est ouverte ; None : toutes."""
        return collectivites_tenues(self.habilitations, roles_de(action))

    def ou(self, roles: Collection[str]) -> frozenset[int] | None:
        """Les collectivités où l'un de ces rôles est tenu ; None : toutes."""
        return collectivites_tenues(self.habilitations, roles)


@dataclass(frozen=True, slots=True)
class Action:
    """Une ligne : ce qui est attendu, sur quoi, pour quand, combien est en jeu, et le lieu exact où le faire."""

    titre: str
    objet: str
    url: str
    collectivite: str = ""
    numero: str = ""
    precision: str = ""
    echeance: date | None = None
    montant: Decimal | None = None
    file: str = ""
    theme: str = ""
    jours: int | None = None

    @property
    def retard(self) -> bool:
        """L'échéance est passée."""
        return self.jours is not None and self.jours < 0

    @property
    def delai(self) -> str:
        """« 3 jours de retard », « aujourd'hui », « dans 12 jours »."""
        if self.jours is None:
            return ""
        if self.jours == 0:
            return "aujourd'hui"
        nombre = abs(self.jours)
        mots = f"{nombre} jour{'s' if nombre > 1 else ''}"
        return f"{mots} de retard" if self.jours < 0 else f"dans {mots}"


@dataclass(frozen=True, slots=True)
class Lecture:
    """Une file lue : combien, pour quel montant, et ses premières lignes."""

    nombre: int
    actions: list[Action] = field(default_factory=list)
    montant: Decimal | None = None


@dataclass(frozen=True, slots=True)
class File:
    """Une file d'attente.

    `pour` : les rôles dont c'est le tour ; `lire(regard, combien)` : le prédicat, dans un selector ;
    `toutes` : l'adresse de la liste complète où elle se traite ; `source` : d'où vient son chiffre.
    """

    cle: str
    titre: str
    source: str
    pour: frozenset[str]
    lire: Callable[[Regard, int], Lecture]
    toutes: Callable[[], str]
    # Qui surveille la charge d'autrui la voit comme compteur, sans qu'elle soit attendue de lui.
    surveillee: bool = False


@dataclass(frozen=True, slots=True)
class Lue:
    """Une file et ce qu'on y a lu."""

    file: File
    lecture: Lecture

    @property
    def titre(self) -> str:
        """Le nom de la file."""
        return self.file.titre

    @property
    def source(self) -> str:
        """D'où vient son chiffre ; les guillemets ne quittent pas leur mot."""
        return self.file.source.replace("« ", f"«{INSECABLE}").replace(" »", f"{INSECABLE}»")

    @property
    def nombre(self) -> int:
        """Tout ce qu'elle compte."""
        return self.lecture.nombre

    @property
    def url(self) -> str:
        """La liste complète."""
        return self.file.toutes()


def lire_lignes(
    lignes: QuerySet[Any],
    combien: int,
    mettre_en_forme: Callable[[Any], Action],
    *,
    somme: Callable[[QuerySet[Any]], Decimal] | None = None,
    completer: Callable[[list[Any]], None] | None = None,
) -> Lecture:
    """Les premières lignes d'une requête et leur nombre exact : une requête si tout tient, deux ou trois sinon.

    `completer` : ce qui se lit en une fois pour toutes les lignes retenues, avant de les mettre en forme.
    """
    lues = list(lignes[: combien + 1])
    complet = len(lues) <= combien
    if completer is not None:
        completer(lues[:combien])
    actions = [mettre_en_forme(ligne) for ligne in lues[:combien]]
    nombre = len(lues) if complet else lignes.count()
    if somme is None:
        return Lecture(nombre, actions)
    if complet:
        return Lecture(nombre, actions, sum((a.montant or Decimal(0) for a in actions), Decimal("0.00")))
    return Lecture(nombre, actions, somme(lignes))
