"""De quoi poser une ligne de chaque table du modèle complet, et les cas qu'elle doit refuser."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from adhesions.models import Contrat
from cdg_portal.comptes.models import Compte
from sinistres.models import Ecart, Reglement
from tests.cloisonnement.conftest import Commune, Monde
from tests.fabriques import ContratFactory


@dataclass(frozen=True)
class Ressources:
    """Une commune pleine, sa voisine, et ce que les tables nouvelles désignent."""

    commune: Commune
    voisine: Commune
    gestionnaire: Compte
    contrat: Contrat
    ecart: Ecart


def preparer(monde: Monde) -> Ressources:
    """Complète le monde des essais de cloisonnement ; périmètre CDG requis."""
    a = monde.a
    reglement = Reglement.objects.create(
        collectivite=a.collectivite,
        decompte=a.decompte,
        montant=Decimal("10.00"),
        recu_le=date(2026, 6, 10),
        reference="VIR-1",
    )
    ecart = Ecart.objects.create(
        collectivite=a.collectivite,
        decompte=a.decompte,
        reglement=reglement,
        attendu=Decimal("12.00"),
        recu=Decimal("10.00"),
    )
    return Ressources(a, monde.b, monde.gestionnaire, ContratFactory(type="PREVOYANCE"), ecart)


@dataclass(frozen=True)
class Cas:
    """Une ligne juste (`valide`), et pour chaque contrainte les changements qui la violent.

    Les changements s'appliquent à une seconde ligne, la première étant enregistrée : sans changement, c'est
    donc un doublon.
    """

    modele: type[Any]
    valide: Callable[[Ressources], dict[str, Any]]
    refus: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    # Contraintes que la saisie ne peut pas prévoir : elles lisent l'heure de l'enregistrement.
    base_seule: frozenset[str] = frozenset()

    def ligne(self, r: Ressources, changements: dict[str, Any] | None = None) -> Any:
        """Une ligne non enregistrée ; un changement peut être une fonction des ressources."""
        valeurs = self.valide(r) | {
            champ: valeur(r) if callable(valeur) else valeur for champ, valeur in (changements or {}).items()
        }
        if self.modele.__name__ != "Reserve":
            valeurs.setdefault("collectivite", r.commune.collectivite)
        return self.modele(**valeurs)
