"""Relire chaque effacement : signé, sur un maillon sans sel, et les champs effacés bien vides."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from cdg_portal.journal.regles.effacement import Engagement, signature_juste
from cdg_portal.journal.selectors.cles import cles_connues
from cdg_portal.journal.selectors.instants import heure_locale
from cdg_portal.journal.selectors.ruptures import Rupture

EFFACE = "effacé"
SEPARATEUR = ", "
SIGNE, INVERIFIABLE, FAUX = "signé", "invérifiable", "faux"
# Chaque effacement, le maillon visé, et le scellement qui tient l'effacement lui-même.
TOUS = """
SELECT e.id, e.uid, e.maillon_id, e.instant, e.champs, e.motif, e.colonnes, e.sel, e.empreinte, e.signature,
    m.source, m.sel IS NULL, s.n
FROM journal_effacement e LEFT JOIN journal_maillon m ON m.id = e.maillon_id
LEFT JOIN (
    SELECT i.source_id, max(f.scellement_id) AS n FROM journal_maillon i JOIN journal_feuille f ON f.maillon_id = i.id
    WHERE i.source = 'journal_effacement' GROUP BY i.source_id
) s ON s.source_id = e.id
ORDER BY e.id
"""


@dataclass(frozen=True, slots=True)
class EffacementRelu:
    """Un effacement tel que l'auditeur le lit. `etat` : signé, invérifiable ou faux."""

    numero: int
    maillon: int
    instant: datetime
    champs: str
    motif: str
    etat: str

    def __str__(self) -> str:
        return (
            f"Effacement {self.numero} du {heure_locale(self.instant):%d/%m/%Y} : maillon {self.maillon},"
            f" champs {self.champs}, motif « {self.motif} » ({self.etat})"
        )


@dataclass(frozen=True, slots=True)
class Lu:
    """Une ligne de la requête."""

    numero: int
    uid: UUID
    maillon: int
    instant: datetime
    champs: str
    motif: str
    colonnes: int
    sel: UUID
    empreinte: bytes
    signature: bytes
    source: str | None
    sans_sel: bool
    scellement: int | None


def engagement(
    *,
    uid: UUID,
    maillon: int,
    champs: str,
    motif: str,
    colonnes: int,
    sel: UUID,
    empreinte: bytes,
    instant: Any,
) -> Engagement:
    """La même forme à l'écriture et à la relecture."""
    return Engagement(
        uid=str(uid),
        maillon=maillon,
        champs=champs,
        motif=motif,
        colonnes=colonnes,
        sel=str(sel),
        empreinte=bytes(empreinte).hex(),
        instant=instant.astimezone(UTC).isoformat(),
    )


def valeur_neutre(champ: Any) -> Any:
    """Ce qu'un champ vaut une fois effacé. Lève LookupError s'il n'a pas de valeur neutre."""
    if champ.null:
        return None
    if isinstance(champ, models.CharField | models.TextField) and not champ.choices:
        return EFFACE[: champ.max_length]
    if isinstance(champ, models.DateField) and not isinstance(champ, models.DateTimeField):
        return "1900-01-01"
    if isinstance(champ, models.JSONField):
        return "{}"
    raise LookupError(champ.name)


def relire_les_effacements(c: Any, premier_authentifie: int) -> tuple[list[EffacementRelu], list[Rupture]]:
    """Tous les effacements, et ce qui les dénonce.

    `premier_authentifie` : premier scellement à HMAC, 0 s'il n'y en a pas. Un effacement scellé avant lui date d'avant
    la clé : il n'a pas de signature, et le dire invérifiable suffit.
    """
    c.execute(TOUS)
    lus = [Lu(*ligne) for ligne in c.fetchall()]
    cles = cles_connues()
    relus, ruptures = [], []
    for lu in lus:
        fautes = list(_fautes(lu, cles, premier_authentifie))
        etat = FAUX if fautes else SIGNE if cles and lu.signature else INVERIFIABLE
        relus.append(EffacementRelu(lu.numero, lu.maillon, lu.instant, lu.champs, lu.motif, etat))
        ruptures += [_rupture(lu.maillon, lu.numero, faute) for faute in fautes]
    for numero, maillon, faute in _non_neutres(c, lus):
        ruptures.append(_rupture(maillon, numero, faute))
    return relus, ruptures


def _rupture(maillon: int, numero: int, faute: str) -> Rupture:
    return Rupture(f"Maillon {maillon} : effacement {numero} forgé, {faute}.", maillon)


def _fautes(lu: Lu, cles: list[str], premier_authentifie: int) -> Iterator[str]:
    if lu.source is None:
        yield "son maillon n'existe pas"
    elif not lu.sans_sel:
        yield "le sel d'origine est toujours là"
    avant_la_cle = not premier_authentifie or (
        lu.scellement is not None and lu.scellement < premier_authentifie
    )
    if not lu.signature:
        if not avant_la_cle:
            yield "il n'est pas signé"
        return
    engage = engagement(
        uid=lu.uid,
        maillon=lu.maillon,
        champs=lu.champs,
        motif=lu.motif,
        colonnes=lu.colonnes,
        sel=lu.sel,
        empreinte=lu.empreinte,
        instant=lu.instant,
    )
    if cles and not signature_juste(cles, engage, bytes(lu.signature)):
        yield "sa signature est fausse"


def _non_neutres(c: Any, lus: Iterable[Lu]) -> Iterator[tuple[int, int, str]]:
    """(effacement, maillon, faute) pour chaque champ dit effacé qui porte encore une valeur, ou qui n'existe pas."""
    modeles = {m._meta.db_table: m for m in apps.get_models()}
    for source, champs in sorted({(lu.source, lu.champs) for lu in lus if lu.source}):
        vises = [lu for lu in lus if (lu.source, lu.champs) == (source, champs)]
        try:
            neutres = _neutres(modeles[source], champs)
        except LookupError:
            yield from ((lu.numero, lu.maillon, "ses champs ne peuvent pas s'effacer") for lu in vises)
            continue
        cle = modeles[source]._meta.pk.column
        voulu = " AND ".join(f'l."{colonne}" IS NOT DISTINCT FROM %s' for colonne in neutres)
        c.execute(
            "SELECT e.id, m.id FROM journal_effacement e JOIN journal_maillon m ON m.id = e.maillon_id"  # noqa: S608
            f' JOIN "{source}" l ON l."{cle}" = m.source_id WHERE e.id = ANY(%s) AND NOT ({voulu}) ORDER BY 1',
            [[lu.numero for lu in vises], *neutres.values()],
        )
        yield from ((numero, maillon, "un champ effacé porte une valeur") for numero, maillon in c.fetchall())


def _neutres(modele: Any, champs: str) -> dict[str, Any]:
    """Colonne et valeur neutre de chaque champ. Lève LookupError si l'un n'existe pas ou ne s'efface pas."""
    connus = {champ.name: champ for champ in modele._meta.concrete_fields}
    return {connus[nom].column: valeur_neutre(connus[nom]) for nom in champs.split(SEPARATEUR)}
