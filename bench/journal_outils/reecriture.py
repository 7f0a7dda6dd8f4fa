"""Ce que ferait un faussaire qui connaît le code : refaire maillon, arbres et racines après sa retouche."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.conf import settings

from cdg_portal.journal.regles.merkle import Entete, authentifier, racine_chainee, racine_de_merkle
from cdg_portal.journal.selectors.chaine import FEUILLE, fixer_les_formes
from cdg_portal.journal.selectors.tables import tables_chainees


def tout_rechainer(c: Any, table: str, cle: str, ligne: int) -> None:
    """L'empreinte de la ligne retouchée, puis chaque scellement, redeviennent cohérents entre eux."""
    fixer_les_formes()
    collectivite = next(t.collectivite for t in tables_chainees() if t.nom == table)
    c.execute(
        f"UPDATE journal_maillon m SET collectivite_id = {collectivite},"  # noqa: S608
        " empreinte = sha256(uuid_send(m.sel) || convert_to(l::text, 'UTF8'))"
        f' FROM "{table}" l WHERE m.source = %s AND m.source_id = %s AND l.{cle} = m.source_id',
        [table, ligne],
    )
    c.execute(
        f"UPDATE journal_feuille f SET empreinte = {FEUILLE}"  # noqa: S608
        " FROM journal_maillon m WHERE m.id = f.maillon_id"
    )
    precedent = bytes(32)
    c.execute("SELECT n, instant, premier, dernier, nombre, horizon FROM journal_scellement ORDER BY n")
    for n, instant, premier, dernier, nombre, horizon in c.fetchall():
        c.execute(f"SELECT {FEUILLE} FROM journal_feuille f JOIN journal_maillon m ON m.id = f.maillon_id"  # noqa: S608
                  " WHERE f.scellement_id = %s ORDER BY f.rang", [n])  # fmt: skip
        arbre = racine_de_merkle(bytes(e) for (e,) in c.fetchall())
        entete = Entete(n, instant.astimezone(UTC).isoformat(), premier, dernier, nombre, horizon)
        racine = racine_chainee(precedent, arbre, entete)
        c.execute(
            "UPDATE journal_scellement SET arbre = %s, precedent = %s, racine = %s, hmac = %s WHERE n = %s",
            [arbre, precedent, racine, authentifier(settings.CLE_DE_SCELLEMENT, racine), n],
        )
        precedent = racine
