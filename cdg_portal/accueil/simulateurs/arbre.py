"""L'entrée d'un calcul, dépliée en champs : chaque feuille a son nom HTML et son chemin publié.

« sinistres[0].certificats[1].debut » s'appelle « sinistres-0-certificats-1-debut ». Le nombre de lignes d'une
liste est ce qu'en dit le champ « <liste>--lignes » ; sans lui, le minimum que demande le calcul.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.http import QueryDict

from cdg_portal.accueil.simulateurs.valeurs import lire
from cdg_portal.socle.formes import Champ, Liste, Objet, Si
from cdg_portal.socle.natures import Choix, Nature, OuiNon

LIGNES = "--lignes"
LIGNES_MAXIMALES = 100
# Django refuse un formulaire de plus de mille champs ; on s'arrête avant, pour pouvoir le dire.
CHAMPS_MAXIMAUX = 900
ABSENT: Any = object()


def nom_de(chemin: str) -> str:
    """Nom HTML d'un chemin publié."""
    return chemin.replace("[", "-").replace("]", "").replace(".", "-")


@dataclass(frozen=True, slots=True)
class Condition:
    """Le champ qui décide, et ses valeurs qui rendent l'autre utile."""

    nom: str
    valeurs: tuple[str, ...]
    phrase: str


@dataclass(slots=True)
class Feuille:
    """Un champ à remplir."""

    chemin: str
    declare: Champ
    nature: Nature
    contexte: tuple[str, ...]
    exige: bool
    en_ligne: bool
    condition: Condition | None = None
    genre: str = "feuille"
    champ: Any = None
    exemple: str = ""
    suffixe: str = ""
    large: bool = False

    @property
    def nom(self) -> str:
        """Nom HTML."""
        return nom_de(self.chemin)

    @property
    def libelle(self) -> str:
        """Étiquette."""
        return A_L_ECRAN.get(self.declare.cle, (self.declare.libelle,))[0]

    @property
    def aide(self) -> str:
        """Ce qui aide à le remplir."""
        return A_L_ECRAN.get(self.declare.cle, ("", self.declare.aide))[1]

    @property
    def est_une_naissance(self) -> bool:
        """Vrai de la date de naissance d'une personne ; celle d'un enfant à naître ou né se date comme un congé."""
        return self.declare.cle == "naissance" and self.declare.libelle.startswith("Date de naissance")


@dataclass(slots=True)
class Groupe:
    """Un objet : ses champs, puis ses champs facultatifs, repliés s'ils sont plusieurs."""

    chemin: str
    titre: str
    aide: str
    contexte: tuple[str, ...]
    niveau: int
    noeuds: list[Noeud]
    facultatif: bool = False
    rang: int = 0
    condition: Condition | None = None
    genre: str = "groupe"
    erreurs: list[str] = field(default_factory=list)
    exiges: list[Noeud] = field(default_factory=list)
    options: list[Noeud] = field(default_factory=list)
    ouvert: bool = False

    @property
    def nom(self) -> str:
        """Nom HTML."""
        return nom_de(self.chemin)

    @property
    def libelle(self) -> str:
        """Titre du groupe."""
        return self.titre


@dataclass(slots=True)
class Repetition:
    """Une liste d'objets (ou de valeurs) dont on ajoute et retire des lignes."""

    chemin: str
    titre: str
    aide: str
    contexte: tuple[str, ...]
    niveau: int
    element: str
    feminin: bool
    minimum: int
    maximum: int
    lignes: list[Groupe | Feuille]
    condition: Condition | None = None
    genre: str = "repetition"
    erreurs: list[str] = field(default_factory=list)

    @property
    def nom(self) -> str:
        """Nom HTML."""
        return nom_de(self.chemin)

    @property
    def libelle(self) -> str:
        """Titre de la liste."""
        return self.titre

    @property
    def un(self) -> str:
        """« un certificat »."""
        return f"{'une' if self.feminin else 'un'} {self.element}"

    @property
    def le(self) -> str:
        """« le certificat »."""
        article = "l'" if self.element[0] in "aeiouéèêh" else "la " if self.feminin else "le "
        return f"{article}{self.element}"

    @property
    def retirable(self) -> bool:
        """Vrai si une ligne peut s'en aller."""
        return len(self.lignes) > self.minimum

    @property
    def extensible(self) -> bool:
        """Vrai si une ligne peut s'ajouter."""
        return len(self.lignes) < self.maximum


Noeud: TypeAlias = Feuille | Groupe | Repetition

# Étiquette et aide à l'écran, quand celles du calcul parlent à un programme.
A_L_ECRAN = {
    "reference": ("Repère du sinistre", "Pour vous y retrouver. N'écrivez ni nom ni numéro d'agent."),
}
# Le nom d'une ligne de liste, par clé : (singulier, féminin).
ELEMENTS = {
    "sinistres": ("sinistre", False),
    "certificats": ("certificat", False),
    "garanties": ("garantie", True),
    "remuneration": ("rémunération", True),
    "requalifications": ("requalification", True),
    "taux": ("taux", False),
    "arrets": ("arrêt", False),
    "bruts": ("salaire", False),
}


class Depliage:
    """Déplie l'entrée d'un calcul selon ce qui est tapé."""

    def __init__(self, entree: Objet, tapes: QueryDict) -> None:
        self.tapes = tapes
        self.entree = entree
        # Rien ne se déplie au-delà : un formulaire trop grand se refuse, il ne s'affiche pas.
        self._reste = CHAMPS_MAXIMAUX
        self.racine = self._groupe(entree, "", "", "", (), 1)

    @property
    def deborde(self) -> bool:
        """Vrai s'il y a plus de champs que la page n'en porte : la suite n'est pas dépliée."""
        return self._reste <= 0

    def feuilles(self, noeud: Noeud | None = None) -> Iterator[Feuille]:
        """Tous les champs, dans l'ordre de la page."""
        courant = noeud or self.racine
        if isinstance(courant, Feuille):
            yield courant
        elif isinstance(courant, Repetition):
            for ligne in courant.lignes:
                yield from self.feuilles(ligne)
        else:
            for fils in (*courant.exiges, *courant.options):
                yield from self.feuilles(fils)

    def noeuds(self, noeud: Noeud | None = None) -> Iterator[Noeud]:
        """Tous les nœuds, chaque parent avant ses enfants."""
        courant = noeud or self.racine
        yield courant
        fils: list[Any] = []
        if isinstance(courant, Repetition):
            fils = list(courant.lignes)
        elif isinstance(courant, Groupe):
            fils = [*courant.exiges, *courant.options]
        for suivant in fils:
            yield from self.noeuds(suivant)

    # ------------------------------------------------------------ déplier

    def _groupe(
        self, objet: Objet, chemin: str, titre: str, aide: str, contexte: tuple[str, ...], niveau: int
    ) -> Groupe:
        noeuds = [self._noeud(objet, c, chemin, contexte, niveau) for c in objet.champs]
        groupe = Groupe(chemin, titre, aide, contexte, niveau, noeuds)
        facultatifs = [n for n, c in zip(noeuds, objet.champs, strict=True) if c.obligatoire is False]
        replies = len(facultatifs) > 1 and len(facultatifs) < len(noeuds)
        groupe.options = facultatifs if replies else []
        groupe.exiges = [n for n in noeuds if n not in groupe.options]
        return groupe

    def _noeud(
        self, objet: Objet, champ: Champ, parent: str, contexte: tuple[str, ...], niveau: int
    ) -> Noeud:
        chemin = f"{parent}.{champ.cle}" if parent else champ.cle
        self._reste -= 1
        condition = self._condition(objet, champ, parent)
        noeud = self._selon_nature(champ, champ.nature, chemin, contexte, niveau)
        noeud.condition = condition
        return noeud

    def _selon_nature(
        self, champ: Champ, nature: Nature, chemin: str, contexte: tuple[str, ...], niveau: int
    ) -> Noeud:
        if isinstance(nature, Objet):
            groupe = self._groupe(
                nature, chemin, champ.libelle, champ.aide, (*contexte, champ.libelle), niveau + 1
            )
            groupe.facultatif = champ.obligatoire is False
            if groupe.facultatif:
                for feuille in self.feuilles(groupe):
                    feuille.exige = False
            return groupe
        if isinstance(nature, Liste) and not isinstance(nature.element, Choix):
            return self._repetition(champ, nature, chemin, contexte, niveau)
        return Feuille(
            chemin=chemin,
            declare=champ,
            nature=nature,
            contexte=contexte,
            exige=champ.obligatoire is not False,
            en_ligne="[" in chemin,
        )

    def _repetition(
        self, champ: Champ, nature: Liste, chemin: str, contexte: tuple[str, ...], niveau: int
    ) -> Repetition:
        minimum = nature.minimum if champ.obligatoire is not False else 0
        maximum = min(nature.maximum or LIGNES_MAXIMALES, LIGNES_MAXIMALES)
        element, feminin = ELEMENTS.get(champ.cle, ("ligne", True))
        repetition = Repetition(
            chemin, champ.libelle, champ.aide, contexte, niveau + 1, element, feminin, minimum, maximum, []
        )
        for rang in range(self._nombre_de_lignes(nom_de(chemin), minimum)):
            if self.deborde:
                break
            self._reste -= 1
            ici, titre = f"{chemin}[{rang}]", f"{element.capitalize()} {rang + 1}"
            ligne: Groupe | Feuille
            if isinstance(nature.element, Objet):
                ligne = self._groupe(nature.element, ici, titre, "", (*contexte, titre), niveau + 2)
                ligne.rang = rang + 1
            else:
                declare = Champ(champ.cle, titre, nature.element)
                ligne = Feuille(ici, declare, nature.element, contexte, exige=True, en_ligne=True)
            repetition.lignes.append(ligne)
        return repetition

    def _nombre_de_lignes(self, nom: str, minimum: int) -> int:
        dit = self.tapes.get(f"{nom}{LIGNES}", "")
        if dit.isascii() and dit.isdecimal() and len(dit) <= 3:
            return min(int(dit), LIGNES_MAXIMALES)
        return minimum

    def _condition(self, objet: Objet, champ: Champ, parent: str) -> Condition | None:
        si = champ.obligatoire
        if not isinstance(si, Si):
            return None
        decide = next(c for c in objet.champs if c.cle == si.cle)
        libelles = decide.nature.libelles if isinstance(decide.nature, Choix) else {}
        dits = " ; ".join(f"« {libelles.get(v, v).split(' :')[0]} »" for v in si.valeurs)
        nom = nom_de(f"{parent}.{si.cle}" if parent else si.cle)
        return Condition(nom, si.valeurs, f"Si « {decide.libelle} » vaut {dits}.")

    # ------------------------------------------------------------ comprendre

    def comprendre(self) -> tuple[dict[str, Any], dict[str, str]]:
        """L'entrée JSON, et les fautes de saisie par chemin."""
        fautes: dict[str, str] = {}
        return self._objet(self.racine, fautes), fautes

    def _objet(self, groupe: Groupe, fautes: dict[str, str]) -> dict[str, Any]:
        lus = {}
        for noeud in groupe.noeuds:
            valeur = self._valeur(noeud, fautes)
            if valeur is not ABSENT:
                lus[noeud.chemin.rpartition(".")[2]] = valeur
        return lus

    def _valeur(self, noeud: Noeud, fautes: dict[str, str]) -> Any:
        if self.sans_objet(noeud):
            return ABSENT
        if isinstance(noeud, Repetition):
            lignes = [self._valeur(ligne, fautes) for ligne in noeud.lignes]
            if not lignes and noeud.minimum == 0:
                return ABSENT
            return [None if v is ABSENT else v for v in lignes]
        if isinstance(noeud, Groupe):
            lus = self._objet(noeud, fautes)
            return ABSENT if noeud.facultatif and not lus else lus
        return self._feuille(noeud, fautes)

    def _feuille(self, feuille: Feuille, fautes: dict[str, str]) -> Any:
        if isinstance(feuille.nature, Liste):
            return self.tapes.getlist(feuille.nom) or (
                [] if feuille.exige and feuille.condition is None else ABSENT
            )
        if case_seule(feuille):
            return True if feuille.nom in self.tapes else ABSENT
        texte = self.tapes.get(feuille.nom, "").strip()
        if not texte:
            return ABSENT
        lue = lire(feuille.nature, texte, annee_entiere=feuille.est_une_naissance)
        if lue.faute:
            fautes[feuille.chemin] = lue.faute
        return lue.valeur

    def sans_objet(self, noeud: Noeud) -> bool:
        """Vrai si la condition qui rendrait le nœud utile n'est pas remplie."""
        return (
            noeud.condition is not None and self.tapes.get(noeud.condition.nom) not in noeud.condition.valeurs
        )


def case_seule(feuille: Feuille) -> bool:
    """Vrai d'un oui ou non facultatif, faux par défaut : une case à cocher suffit."""
    return (
        isinstance(feuille.nature, OuiNon)
        and feuille.declare.obligatoire is False
        and feuille.declare.defaut is False
    )
