"""Numéros des documents : continus et uniques, sous concurrence et annulations."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from cdg_portal.documents.models import Compteur
from cdg_portal.documents.numeros import numeroter

LE = date(2026, 6, 15)


class Annulation(Exception):
    """Transaction abandonnée après la prise du numéro."""


@pytest.mark.django_db(transaction=True)
def test_aucun_trou_sous_concurrence_et_annulations():
    """Six fils, un tiers d'annulations : 1..n exactement."""
    pris: list[str] = []

    def prendre(fil: int) -> None:
        try:
            for tour in range(15):
                try:
                    with transaction.atomic():
                        numero = numeroter("DEC", le=LE)
                        if (tour + fil) % 3 == 0:
                            raise Annulation
                except Annulation:
                    continue
                pris.append(numero)
        finally:
            connection.close()

    fils = [threading.Thread(target=prendre, args=(n,)) for n in range(6)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    assert len(pris) == 60
    assert sorted(pris) == [f"DEC-2026-{n:06d}" for n in range(1, len(pris) + 1)]
    assert Compteur.objects.get(type="DEC", exercice=2026).dernier == len(pris)


def test_un_compteur_par_type_et_par_exercice(db):
    """Chaque exercice repart de un."""
    assert numeroter("APP", le=LE) == "APP-2026-000001"
    assert numeroter("APP", le=date(2025, 12, 31)) == "APP-2025-000001"
    assert numeroter("BOR", le=LE) == "BOR-2026-000001"
    assert numeroter("APP", le=LE) == "APP-2026-000002"
