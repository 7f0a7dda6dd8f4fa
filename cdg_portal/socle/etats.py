"""Automates d'états : une table pure, lue par les services, les écrans, la base et les essais."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cdg_portal.socle.erreurs import ErreurMetier


class TransitionInterdite(ErreurMetier):
    """L'action n'est pas permise dans l'état présent de l'objet."""

    def __init__(self, automate: str, etat: str, action: str, libelle_etat: str, libelle: str) -> None:
        message = f"« {libelle} » est impossible : l'objet est à l'état « {libelle_etat} »."
        super().__init__("transition-interdite", message)
        self.automate = automate
        self.etat = etat
        self.action = action


@dataclass(frozen=True, slots=True)
class Transition:
    """Une action : les états d'où elle est permise, l'état où elle mène, son nom à l'écran."""

    libelle: str
    sources: frozenset[str]
    cible: str


@dataclass(frozen=True, slots=True)
class Automate:
    """Cycle de vie d'un objet : états (code → libellé), état initial, actions (code → transition)."""

    nom: str
    initial: str
    etats: Mapping[str, str]
    transitions: Mapping[str, Transition]

    def __post_init__(self) -> None:
        cites = {self.initial}
        for transition in self.transitions.values():
            cites |= transition.sources | {transition.cible}
        if inconnus := cites - set(self.etats):
            raise ValueError(f"{self.nom} : états inconnus {sorted(inconnus)}")

    def cible(self, etat: str, action: str) -> str:
        """État atteint par `action` depuis `etat` ; lève `TransitionInterdite` sinon."""
        transition = self.transitions.get(action)
        if transition is None or etat not in transition.sources:
            libelle = transition.libelle if transition else action
            raise TransitionInterdite(self.nom, etat, action, self.etats.get(etat, etat), libelle)
        return transition.cible

    def possibles(self, etat: str) -> tuple[str, ...]:
        """Actions permises depuis `etat`, dans l'ordre de la table."""
        return tuple(a for a, t in self.transitions.items() if etat in t.sources)

    def accessibles(self) -> frozenset[str]:
        """États que l'on peut atteindre depuis l'état initial, lui compris."""
        atteints, a_voir = {self.initial}, [self.initial]
        while a_voir:
            etat = a_voir.pop()
            for action in self.possibles(etat):
                cible = self.transitions[action].cible
                if cible not in atteints:
                    atteints.add(cible)
                    a_voir.append(cible)
        return frozenset(atteints)

    def finals(self) -> frozenset[str]:
        """États d'où aucune action n'est possible."""
        return frozenset(e for e in self.etats if not self.possibles(e))


def transition(libelle: str, depuis: str, vers: str) -> Transition:
    """Écrit une transition : `depuis` liste les états séparés par « | »."""
    return Transition(libelle, frozenset(depuis.split("|")), vers)
