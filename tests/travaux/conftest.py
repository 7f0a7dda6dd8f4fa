"""Un type de travail d'essai."""

from datetime import date

import pytest

from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.documents.numeros import numeroter
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.travaux import registre

TYPE = "essais.effet"


@pytest.fixture
def effets(monkeypatch):
    """Un type de travail d'essai ; rend la liste de ce qu'il a vu. Son comportement est son paramètre."""
    vus: list[dict] = []

    def effet(parametres, travail):
        vus.append({"perimetre": perimetre_courant(), "travail": travail})
        numeroter("ESSAI", le=date(2026, 6, 15))
        if parametres.get("refus"):
            raise ErreurMetier("refus", "Ce dossier est clos.")
        if parametres.get("panne"):
            raise RuntimeError("panne d'essai")
        return "fait"

    registre.types()
    monkeypatch.setitem(registre._TYPES, TYPE, registre.TypeDeTravail(TYPE, effet))
    return vus
