"""Les titres de la personne connectée sur un dossier ; ses actes sont dans le catalogue."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

from cdg_portal.perimetres.acces import LECTURE_AGENTS, collectivites_du_role, ou_404, tient_un_role
from cdg_portal.perimetres.roles import ROLES_DE_GESTION, ROLES_DE_SAISIE, Role
from sinistres.models import Sinistre
from sinistres.selectors.dossiers import dossier_par_uid

LECTURE_DELAIS = LECTURE_AGENTS | {Role.FINANCES}

GESTION, SAISIE = "gestion", "saisie"


@dataclass(frozen=True, slots=True)
class Droits:
    """Ce que la personne connectée est pour une collectivité."""

    gestion: bool
    saisie: bool

    def admet(self, permis: set[str]) -> bool:
        """Vrai si l'un de ces titres est le sien."""
        return (self.gestion and GESTION in permis) or (self.saisie and SAISIE in permis)


def droits_sur(request: HttpRequest, collectivite_id: int) -> Droits:
    """Les droits de la personne connectée sur les dossiers d'une collectivité."""
    return Droits(
        gestion=tient_un_role(request, collectivite_id, ROLES_DE_GESTION),
        saisie=tient_un_role(request, collectivite_id, ROLES_DE_SAISIE),
    )


def dossier_ou_404(request: HttpRequest, uid: UUID) -> tuple[Sinistre, Droits]:
    """Le dossier que cette personne peut ouvrir, et ses droits ; 404 sinon, qu'il existe ou non."""
    borne = collectivites_du_role(request, LECTURE_AGENTS)
    sinistre = ou_404(dossier_par_uid(uid, collectivites=borne))
    return sinistre, droits_sur(request, sinistre.collectivite_id)
