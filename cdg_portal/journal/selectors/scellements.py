"""Rejouer les scellements : chaque arbre à partir de ses maillons, chaque racine à partir de la précédente."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.db import connection

from cdg_portal.journal.models import Scellement
from cdg_portal.journal.regles.merkle import VIDE, Entete, authentifier, racine_chainee
from cdg_portal.journal.selectors.chaine import FEUILLE
from cdg_portal.journal.selectors.cles import cles_connues
from cdg_portal.journal.selectors.feuilles import Feuille, contenu
from cdg_portal.journal.selectors.ruptures import Rupture, quand

PAR_LECTURE = 5_000
# (scellement, rang, maillon, empreinte gardée, empreinte relue ou NULL si le maillon a disparu), par scellement.
FEUILLES = (
    f"SELECT f.scellement_id, f.rang, f.maillon_id, f.empreinte, CASE WHEN m.id IS NOT NULL THEN {FEUILLE} END"  # noqa: S608
    " FROM journal_feuille f LEFT JOIN journal_maillon m ON m.id = f.maillon_id"
    " WHERE f.scellement_id <= %s ORDER BY f.scellement_id, f.rang"
)


@dataclass(frozen=True, slots=True)
class Relu:
    """Un scellement relu : son numéro, ses feuilles présentes, la racine inscrite."""

    n: int
    nombre: int
    racine: bytes


@dataclass(slots=True)
class Relecture:
    """Tous les scellements dans l'ordre, ce qui n'y répond plus, et ce qu'il faut seulement savoir.

    `premier_authentifie` : le premier scellement à HMAC, 0 s'il n'y en a pas.
    """

    relus: list[Relu]
    ruptures: list[Rupture]
    avertissements: list[str]
    premier_authentifie: int = 0


def relire_les_scellements(gardees: Mapping[int, str]) -> Relecture:
    """Relit tout, racines gardées au-dehors comprises."""
    scellements = list(Scellement.objects.order_by("n"))
    lu = Relecture([], [], [])
    precedent: Scellement | None = None
    groupes = _par_scellement(scellements[-1].n if scellements else 0)
    n_groupe, groupe = next(groupes, (0, []))
    for scelle in scellements:
        while n_groupe and n_groupe < scelle.n:  # feuilles d'un scellement disparu : dites ailleurs
            n_groupe, groupe = next(groupes, (0, []))
        feuilles = groupe if n_groupe == scelle.n else []
        lu.ruptures += _suite(scelle, precedent)
        with connection.cursor() as c:
            lu.ruptures += contenu(c, scelle, feuilles, _ici(scelle))
        if (
            precedent and scelle.instant < precedent.instant
        ):  # la racine engage l'instant : ce n'est pas une retouche
            lu.avertissements.append(f"L'horloge a reculé avant le {_ici(scelle)}.")
        lu.relus.append(Relu(scelle.n, len(feuilles), bytes(scelle.racine)))
        precedent = scelle
    _authentifications(scellements, lu)
    lu.ruptures += _racines_gardees(gardees, {r.n: r.racine.hex() for r in lu.relus})
    return lu


def _par_scellement(dernier: int) -> Iterator[tuple[int, list[Feuille]]]:
    def en_flux() -> Iterator[tuple[int, int, int, bytes, bytes | None]]:
        with connection.chunked_cursor() as c:
            c.execute(FEUILLES, [dernier])
            while lot := c.fetchmany(PAR_LECTURE):
                yield from lot

    for n, groupe in groupby(en_flux(), key=lambda ligne: ligne[0]):
        yield n, [Feuille(rang, m, bytes(g), r and bytes(r)) for _, rang, m, g, r in groupe]


def _suite(scelle: Scellement, precedent: Scellement | None) -> Iterator[Rupture]:
    """Ce qui lie un scellement au précédent, et sa propre racine."""
    n, attendu = scelle.n, precedent.n + 1 if precedent else 1
    ici = _ici(scelle)
    if n != attendu:
        yield Rupture(f"Il manque le scellement {attendu} : le suivant présent est le {n}.", 0, attendu)
    elif bytes(scelle.precedent) != (bytes(precedent.racine) if precedent else VIDE):
        yield Rupture(f"S{ici[1:]} : il ne cite pas la racine du scellement {n - 1}.", 0, n)
    if racine_chainee(bytes(scelle.precedent), bytes(scelle.arbre), _entete(scelle)) != bytes(scelle.racine):
        yield Rupture(f"S{ici[1:]} : sa racine ne correspond plus à son contenu.", 0, n)


def _authentifications(scellements: list[Scellement], lu: Relecture) -> None:
    """Un HMAC par scellement dès le premier qui en a un, fait avec l'une des clés connues ; aucun avant."""
    cles = cles_connues()
    for scelle in scellements:
        n, porte = scelle.n, bytes(scelle.hmac)
        if porte:
            lu.premier_authentifie = lu.premier_authentifie or n
            if cles and all(authentifier(cle, bytes(scelle.racine)) != porte for cle in cles):
                phrase = "son authentification (HMAC) n'est celle d'aucune clé connue"
                lu.ruptures.append(Rupture(f"S{_ici(scelle)[1:]} : {phrase}.", 0, n))
        elif lu.premier_authentifie:
            phrase = "il n'est pas authentifié (HMAC), alors que d'autres le sont avant lui"
            lu.ruptures.append(Rupture(f"S{_ici(scelle)[1:]} : {phrase}.", 0, n))
    if lu.premier_authentifie and not cles:
        lu.avertissements.append(
            "Aucune clé n'est réglée ici : les HMAC des scellements ne sont pas vérifiés."
        )
    if cles and scellements and not lu.premier_authentifie:
        lu.avertissements.append(
            "Une clé est réglée, mais aucun scellement n'a de HMAC : il s'en fera un au prochain."
        )
    if lu.premier_authentifie > 1:
        lu.avertissements.append(
            f"Les scellements 1 à {lu.premier_authentifie - 1} n'ont pas de HMAC : ils datent d'avant la clé."
        )


def _racines_gardees(gardees: Mapping[int, str], vues: Mapping[int, str]) -> Iterator[Rupture]:
    for n, racine in sorted(gardees.items()):
        if n not in vues:
            yield Rupture(f"Le scellement {n}, dont la racine est gardée au-dehors, n'existe plus.", 0, n)
        elif vues[n] != racine.lower():
            yield Rupture(f"Scellement {n} : sa racine n'est pas celle gardée au-dehors ({racine}).", 0, n)


def _entete(scelle: Scellement) -> Entete:
    return Entete(
        n=scelle.n,
        instant=_iso(scelle.instant),
        premier=scelle.premier,
        dernier=scelle.dernier,
        nombre=scelle.nombre,
        horizon=scelle.horizon,
    )


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


def _ici(scelle: Scellement) -> str:
    return f"scellement {scelle.n} du {quand(scelle.instant)}"
