"""Les pages partent comprimées, sans que leur longueur ou leur jeton trahisse leur contenu (BREACH)."""

import gzip
import re

from django.test import Client


def test_une_page_part_comprimee_et_son_jeton_change(db):
    reponses = [Client().get("/connexion/", headers={"accept-encoding": "gzip"}) for _ in range(8)]
    assert {r["Content-Encoding"] for r in reponses} == {"gzip"}
    assert all(len(r.content) < 10_000 for r in reponses)
    # Django tire au hasard une longueur de plus pour chaque réponse.
    assert len({len(r.content) for r in reponses}) > 1
    jetons = {re.search(rb'"X-CSRFToken": "(\w+)"', gzip.decompress(r.content))[1] for r in reponses}
    assert len(jetons) == len(reponses)


def test_sans_accord_du_navigateur_la_page_part_telle_quelle(db):
    assert "Content-Encoding" not in Client().get("/connexion/").headers
