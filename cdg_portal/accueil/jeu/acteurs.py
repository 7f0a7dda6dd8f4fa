"""Les comptes de la démonstration et le périmètre sous lequel chacun agit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pghistory

from cdg_portal.accueil.demonstration.types import DonneesDemonstration
from cdg_portal.cloisonnement.perimetre import Perimetre, hors_perimetre, perimetre
from cdg_portal.comptes.services import compte_creer
from cdg_portal.perimetres.services import habilitation_accorder


@dataclass(slots=True)
class Acteurs:
    """Comptes par adresse, et qui tient quel rôle où : {(role, code de collectivité): compte}."""

    tenants: dict[tuple[str, str], Any] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def rh(self, code: str) -> Any:
        """La personne qui déclare pour cette collectivité ; à défaut, le gestionnaire du CDG le fait pour elle."""
        for role in ("RH_VALIDEUR", "RH_SAISIE"):
            if (role, code) in self.tenants:
                return self.tenants[role, code]
        return None

    @contextmanager
    def en_rh(self, code: str) -> Iterator[None]:
        """Agit comme la collectivité, dans son seul périmètre."""
        compte = self.rh(code)
        if compte is None:
            with self.en_cdg():
                yield
            return
        p = Perimetre(collectivites=(self.ids[code],), utilisateur=compte.pk)
        with perimetre(p), pghistory.context(utilisateur=compte.pk, adresse="demonstration"):
            yield

    @contextmanager
    def en_cdg(self, role: str = "GESTIONNAIRE_CDG") -> Iterator[None]:
        """Agit comme une personne du CDG."""
        compte = self.tenants[role, "CDG"]
        with (
            perimetre(Perimetre(cdg=True, utilisateur=compte.pk)),
            pghistory.context(utilisateur=compte.pk, adresse="demonstration"),
        ):
            yield


def installer(donnees: DonneesDemonstration, collectivites: dict[str, Any], du: date) -> Acteurs:
    """Crée comptes et habilitations (idempotent) ; aucun n'a de mot de passe : on entre par un lien."""
    acteurs = Acteurs(ids={code: c.id for code, c in collectivites.items()})
    with hors_perimetre("Installer les comptes de la démonstration."):
        for u in donnees.utilisateurs:
            administre = any(h.role == "ADMINISTRATEUR" for h in u.habilitations)
            compte, nouveau = compte_creer(email=u.email, prenom=u.prenom, nom=u.nom, administre=administre)
            for h in u.habilitations:
                if nouveau:
                    habilitation_accorder(
                        par=None,
                        compte=compte,
                        role=h.role,
                        collectivite=collectivites[h.collectivite],
                        du=du,
                        le=du,
                    )
                acteurs.tenants.setdefault((h.role, h.collectivite), compte)
    return acteurs
