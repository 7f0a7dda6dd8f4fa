"""Confronter les feuilles d'un scellement à ses maillons et à son arbre, et nommer le maillon qui a changé."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cdg_portal.journal.models import Scellement
from cdg_portal.journal.regles.merkle import racine_de_merkle
from cdg_portal.journal.selectors.ruptures import MONTREES, Rupture


@dataclass(frozen=True, slots=True)
class Feuille:
    """Une feuille : l'empreinte qu'elle garde, et celle du maillon relu (None s'il a disparu)."""

    rang: int
    maillon: int
    gardee: bytes
    relue: bytes | None


def contenu(c: Any, scelle: Scellement, feuilles: Sequence[Feuille], ici: str) -> Iterator[Rupture]:
    """Les feuilles d'un scellement, par rang, contre ses maillons, puis contre son arbre."""
    perdus = [f for f in feuilles if f.relue is None]
    for f in perdus[:MONTREES]:
        if f.rang >= scelle.nombre or scelle.premier <= f.maillon <= scelle.dernier:
            yield Rupture(
                f"Maillon {f.maillon} : supprimé après son scellement ({ici}).", f.maillon, scelle.n
            )
        else:
            maillon = _a_ce_rang(c, scelle, feuilles, f.rang)
            yield Rupture(
                f"Maillon {maillon} : sa feuille porte le numéro {f.maillon} ({ici}).", maillon, scelle.n
            )
    sans_empreinte = not any(f.gardee for f in feuilles)
    autres = [] if sans_empreinte else [f for f in feuilles if f.relue is not None and f.relue != f.gardee]
    for f in autres[:MONTREES]:
        phrase = f"Maillon {f.maillon} : modifié ou échangé après son scellement, ou sa feuille ({ici})."
        yield Rupture(phrase, f.maillon, scelle.n)
    entier = [f.rang for f in feuilles] == list(range(len(feuilles)))
    arbre = racine_de_merkle((f.relue if sans_empreinte else f.gardee) or b"" for f in feuilles)
    if entier and arbre == bytes(scelle.arbre):
        return  # l'arbre est celui du scellement : un autre nombre inscrit se voit à sa racine
    if not entier or len(feuilles) != scelle.nombre:
        yield from _rangs(c, scelle, feuilles, ici)
    elif not perdus and not autres:
        yield _arbre(scelle, feuilles, ici)


def _rangs(c: Any, scelle: Scellement, feuilles: Sequence[Feuille], ici: str) -> Iterator[Rupture]:
    """Feuilles en trop, et rangs vides avec le maillon qui devrait y être."""
    n = scelle.n
    yield Rupture(f"S{ici[1:]} : {len(feuilles)} feuille(s) pour {scelle.nombre} maillon(s) scellé(s).", 0, n)
    en_trop = [f for f in feuilles if f.rang >= scelle.nombre]
    for f in en_trop[:MONTREES]:
        yield Rupture(f"Maillon {f.maillon} : sa feuille n'est pas à son rang ({ici}).", f.maillon, n)
    par_rang = {f.rang: f.maillon for f in feuilles}
    vides = [rang for rang in range(scelle.nombre) if rang not in par_rang]
    if len(vides) <= len(en_trop):
        return
    for rang in vides[:MONTREES]:
        maillon = _a_ce_rang(c, scelle, feuilles, rang)
        phrase = f"Maillon {maillon} : sa feuille a été retirée ou déplacée, au rang {rang} ({ici})."
        yield Rupture(phrase, maillon, n)


def _a_ce_rang(c: Any, scelle: Scellement, feuilles: Sequence[Feuille], rang: int) -> int:
    """Le maillon qui devrait être à ce rang, d'après ceux qui l'entourent."""
    avant = max((f.maillon for f in feuilles if f.rang < rang), default=scelle.premier - 1)
    apres = min((f.maillon for f in feuilles if f.rang > rang), default=scelle.dernier + 1)
    return _attendu(c, avant, apres)


def _attendu(c: Any, avant: int, apres: int) -> int:
    """Le maillon qui manque entre ces deux-là : le premier présent et mal placé, sinon le suivant du précédent."""
    c.execute(
        "SELECT min(m.id) FROM journal_maillon m WHERE m.id > %s AND m.id < %s AND NOT EXISTS (SELECT 1 FROM"
        " journal_feuille f JOIN journal_scellement s ON s.n = f.scellement_id WHERE f.maillon_id = m.id"
        " AND f.rang < s.nombre AND m.id BETWEEN s.premier AND s.dernier)",
        [avant, apres],
    )
    return c.fetchone()[0] or avant + 1


def _arbre(scelle: Scellement, feuilles: Sequence[Feuille], ici: str) -> Rupture:
    """Feuilles et maillons s'accordent entre eux, mais plus avec l'arbre scellé : on ne sait pas lequel a changé."""
    deplace = next((b for a, b in pairwise(f.maillon for f in feuilles) if b < a), 0)
    if deplace:
        return Rupture(f"Maillon {deplace} : il n'est pas à son rang ({ici}).", deplace, scelle.n)
    bornes = f"Maillons {scelle.premier} à {scelle.dernier}"
    phrase = (
        f"{bornes} : l'un d'eux a été modifié ou échangé après son scellement, ou l'arbre scellé ({ici})."
    )
    return Rupture(phrase, scelle.premier, scelle.n)
