"""Vraies transactions, plusieurs connexions : un effet et un seul, quoi qu'il arrive en même temps."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.travaux import execution, registre, services
from cdg_portal.travaux.models import Travail
from tests.travaux.conftest import TYPE

pytestmark = pytest.mark.django_db(transaction=True)
CDG = Perimetre(cdg=True)


def en_parallele(*fonctions) -> None:
    """Lance chaque fonction dans son fil et sa connexion."""

    def isoler(fonction):
        try:
            fonction()
        finally:
            connection.close()

    fils = [threading.Thread(target=isoler, args=(f,)) for f in fonctions]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join(30)
        assert not fil.is_alive()


def test_huit_sonnettes_un_seul_effet(effets):
    """Le même message livré huit fois à la fois."""
    travail = services.planifier(type=TYPE, cle="1", libelle="Essai", parametres={}, perimetre=CDG)
    en_parallele(*[lambda: execution.executer(travail.pk)] * 8)
    travail.refresh_from_db()
    assert len(effets) == 1 and (travail.etat, travail.tentatives) == ("TERMINE", 1)


def test_planifier_huit_fois_a_la_fois(effets):
    """Deux clics, deux onglets : une ligne."""
    en_parallele(
        *[lambda: services.planifier(type=TYPE, cle="1", libelle="E", parametres={}, perimetre=CDG)] * 8
    )
    assert Travail.objects.filter(type=TYPE).count() == 1


def test_un_effet_plus_long_que_son_bail_n_est_pas_double(monkeypatch):
    """Le verrou de la ligne tient pendant tout l'effet : le balayage et un second worker passent."""
    commence, finir, effets = threading.Event(), threading.Event(), []

    def long(parametres, travail):
        effets.append(travail.pk)
        commence.set()
        assert finir.wait(20)
        return "fait"

    registre.types()
    monkeypatch.setitem(registre._TYPES, TYPE, registre.TypeDeTravail(TYPE, long))
    travail = services.planifier(type=TYPE, cle="1", libelle="Essai", parametres={}, perimetre=CDG)

    def impatient() -> None:
        assert commence.wait(20)
        plus_tard = timezone.now() + execution.bail() + timedelta(minutes=5)
        try:
            assert services.balayer(plus_tard) == 0
            assert execution.prendre(travail.pk, plus_tard) is None
        finally:
            finir.set()

    en_parallele(lambda: execution.executer(travail.pk), impatient)
    travail.refresh_from_db()
    assert len(effets) == 1 and (travail.etat, travail.tentatives) == ("TERMINE", 1)


def test_les_deux_derniers_elements_ferment_le_lot_une_fois(monkeypatch):
    """Finis ensemble, aucun ne voit l'autre avant son commit : le lot se ferme quand même."""
    ensemble = threading.Barrier(2, timeout=20)

    def rendez_vous(parametres, travail):
        ensemble.wait()
        return "fait"

    registre.types()
    monkeypatch.setitem(registre._TYPES, TYPE, registre.TypeDeTravail(TYPE, rendez_vous))
    with perimetre(CDG):
        elements = [(TYPE, str(n), f"Essai {n}", {}) for n in range(2)]
        lot = services.planifier_lot(cle="L", libelle="Lot", elements=elements)
    premier, second = lot.elements.values_list("pk", flat=True)
    en_parallele(lambda: execution.executer(premier), lambda: execution.executer(second))
    lot.refresh_from_db()
    assert lot.etat == "TERMINE" and lot.message == "2 sur 2 réussis."
