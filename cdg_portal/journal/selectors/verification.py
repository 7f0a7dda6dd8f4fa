"""Relire la chaîne, puis l'état courant contre son historique, et dire ce qui est rompu.

Rien n'est gardé en mémoire : dix millions de maillons passent.

Rien ici ne fait confiance à une fonction de la base autre que `sha256` : une copie restaurée ailleurs se vérifie
de la même façon.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from cdg_portal.journal.selectors.chaine import fixer_les_formes
from cdg_portal.journal.selectors.courant import relire_l_etat_courant
from cdg_portal.journal.selectors.declencheurs import fautes_des_declencheurs
from cdg_portal.journal.selectors.effacements import INVERIFIABLE, EffacementRelu, relire_les_effacements
from cdg_portal.journal.selectors.etat import DELAI_DE_SCELLEMENT
from cdg_portal.journal.selectors.relecture import relire_les_lignes
from cdg_portal.journal.selectors.ruptures import MONTREES, Rupture, nommer
from cdg_portal.journal.selectors.scellements import relire_les_scellements


@dataclass(slots=True)
class Bilan:
    """Ce qui a été relu, et ce qui est rompu, le premier maillon d'abord. `dernier` : numéro du dernier scellement."""

    maillons: int
    scellements: int
    lignes: int
    effacements: list[EffacementRelu]
    racine: str
    dernier: int
    ruptures: list[Rupture]
    avertissements: list[str]

    @property
    def inverifiables(self) -> int:
        """Les effacements qu'aucune clé connue ici ne permet de vérifier."""
        return sum(e.etat == INVERIFIABLE for e in self.effacements)


def verifier(*, gardees: Mapping[int, str], maintenant: datetime) -> Bilan:
    """Relit tout ; `gardees` : racines tenues hors de la base, {numéro de scellement: hexadécimal}.

    À appeler dans le périmètre du CDG entier. Seules les racines gardées montrent une fin de chaîne coupée.
    """
    fixer_les_formes()
    with connection.cursor() as c:
        ruptures = [Rupture(f"{faute[0].upper()}{faute[1:]}.") for faute in fautes_des_declencheurs(c)]
        lu = relire_les_scellements(gardees)
        scelles = lu.relus
        ruptures += lu.ruptures
        ruptures += _hors_des_scellements(c, maintenant)
        lignes, trouvees = relire_les_lignes(c)
        ruptures += trouvees
        effacements, trouvees = relire_les_effacements(c, lu.premier_authentifie)
        ruptures += trouvees
        trouvees, d_avant = relire_l_etat_courant(c)
        ruptures += trouvees
    return Bilan(
        maillons=sum(s.nombre for s in scelles),
        scellements=len(scelles),
        lignes=lignes,
        effacements=effacements,
        racine=scelles[-1].racine.hex() if scelles else "",
        dernier=scelles[-1].n if scelles else 0,
        ruptures=sorted(ruptures, key=lambda r: r.ordre),
        avertissements=[*lu.avertissements, *d_avant],
    )


def _hors_des_scellements(c: Any, maintenant: datetime) -> Iterator[Rupture]:
    """Feuilles sans scellement, et maillons qui devraient être scellés et ne le sont pas : assez anciens, ou d'avant
    l'horizon du dernier scellement (s'il n'est pas celui d'une base restaurée ailleurs).
    """
    c.execute(
        "SELECT f.maillon_id, f.scellement_id FROM journal_feuille f WHERE NOT EXISTS"
        " (SELECT 1 FROM journal_scellement s WHERE s.n = f.scellement_id) ORDER BY 1 LIMIT %s",
        [MONTREES],
    )
    for maillon, n in c.fetchall():
        yield Rupture(f"Maillon {maillon} : placé dans le scellement {n}, qui n'existe pas.", maillon, n)
    c.execute(
        "SELECT m.id, m.source, m.source_id, m.instant FROM journal_maillon m WHERE (m.instant < %s"
        " OR m.transaction < (SELECT s.horizon FROM journal_scellement s WHERE s.n = (SELECT max(n) FROM"
        " journal_scellement) AND s.horizon <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint))"
        " AND NOT EXISTS (SELECT 1 FROM journal_feuille f WHERE f.maillon_id = m.id) ORDER BY 1 LIMIT %s",
        [maintenant - DELAI_DE_SCELLEMENT, MONTREES],
    )
    for maillon, source, ligne, instant in c.fetchall():
        yield Rupture(f"{nommer(maillon, source, ligne, instant)} : jamais scellé.", maillon)
