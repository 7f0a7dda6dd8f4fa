"""L'histoire des droits, pour les écrans d'une app qui ne connaît pas le journal.

{% histoire_des_droits droits as faits %}<c-faits :faits="faits" />
"""

from collections.abc import Iterable
from typing import Any

from django import template

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.journal.models import Evenement
from cdg_portal.journal.selectors import Fait, chronologie_de
from cdg_portal.journal.selectors.actes import actes_sur_compte
from cdg_portal.perimetres.selectors import inviteurs

register = template.Library()
ACTES_MONTRES = 20


@register.simple_tag
def histoire_des_droits(droits: Iterable[Any]) -> list[Fait]:
    """Qui a accordé, confié ou fini ces droits, quand et pourquoi ; seulement ceux du périmètre ouvert."""
    lus = list(droits)
    noms = inviteurs(droits=lus)
    for droit in lus:
        droit.invite_par = noms.get(droit.pk, "")
    return chronologie_de(*lus) if lus else []


@register.simple_tag
def histoire_du_compte(compte: Any) -> list[Evenement]:
    """Les actes de sécurité sur ce seul compte : le Centre de gestion les garde, la personne les lit aussi."""
    with hors_perimetre("montrer les actes de sécurité sur un compte"):
        return actes_sur_compte(uid=compte.uid, limite=ACTES_MONTRES)
