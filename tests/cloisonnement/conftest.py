"""Deux communes et le CDG, chacun avec de quoi être vu ou caché."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as reglages
from django.db import transaction

from adhesions.models import Adhesion, Agent, ConditionsGenerales, Contrat, Lot, Offre, Organisme
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.perimetres.models import Collectivite
from sinistres.models import Decompte, Sinistre
from sinistres.services.arrets import CertificatSaisi
from sinistres.services.controle import sinistre_controler, sinistre_valider
from sinistres.services.declaration import sinistre_declarer
from sinistres.services.decomptes import demande_controler, demande_soumettre
from tests.cloisonnement import monde as grand
from tests.cloisonnement.adresses import Adresses
from tests.cloisonnement.canaris import relever
from tests.cloisonnement.couches import retirer_la_premiere
from tests.cloisonnement.parcours import Robot
from tests.fabriques import (
    AgentFactory,
    CollectiviteFactory,
    CompteFactory,
    HabilitationFactory,
    OffreFactory,
    adhesion,
    centre_de_gestion,
)

LE = date(2026, 6, 15)


@dataclass(frozen=True)
class Commune:
    """Une collectivité, sa RH et un dossier décompté."""

    collectivite: Collectivite
    rh: Compte
    agent: Agent
    adhesion: Adhesion
    sinistre: Sinistre
    decompte: Decompte

    @property
    def perimetre(self) -> Perimetre:
        return Perimetre(collectivites=(self.collectivite.pk,), utilisateur=self.rh.pk)


@dataclass(frozen=True)
class Monde:
    """Deux communes qui ne doivent pas se voir, et le CDG qui voit tout."""

    a: Commune
    b: Commune
    cdg: Collectivite
    gestionnaire: Compte


def _commune(lot: Any) -> Commune:
    collectivite = CollectiviteFactory()
    rh = HabilitationFactory(rh=True, collectivite=collectivite).compte
    agent = AgentFactory(collectivite=collectivite)
    souscrite = adhesion(collectivite=collectivite, lot=lot)
    sinistre = sinistre_declarer(
        agent=agent,
        motif="MO",
        survenance=date(2026, 3, 2),
        connu_employeur_le=date(2026, 3, 3),
        certificats=[CertificatSaisi(debut=date(2026, 3, 2), fin=date(2026, 5, 31))],
        cle_saisie=uuid4(),
        le=LE,
    )
    sinistre = sinistre_valider(sinistre=sinistre_controler(sinistre=sinistre, le=LE), le=LE)
    demande = demande_soumettre(sinistre=sinistre, au=date(2026, 5, 31), le=LE)
    decompte = demande_controler(demande=demande, le=LE)
    return Commune(collectivite, rh, agent, souscrite, sinistre, decompte)


def batir() -> Monde:
    """Pose le monde par les services ; périmètre CDG requis."""
    lot = OffreFactory().lot
    a, b = _commune(lot), _commune(lot)
    gestionnaire = CompteFactory()
    HabilitationFactory(compte=gestionnaire)
    return Monde(a, b, centre_de_gestion(), gestionnaire)


@pytest.fixture
def monde(db) -> Monde:
    """Le monde, dans la transaction de l'essai ; aucun périmètre ouvert ensuite."""
    with perimetre(Perimetre(cdg=True)):
        return batir()


@pytest.fixture(scope="module")
def robot(django_db_setup, django_db_blocker) -> Iterator[Robot]:
    """Le robot et ses trois collectivités, bâtis une fois par fichier d'essais dans une transaction annulée."""
    patch = pytest.MonkeyPatch()
    patch.setattr(reglages, "DATE_DE_REFERENCE", f"{grand.LE:%Y-%m-%d}")
    with django_db_blocker.unblock(), transaction.atomic():
        monde = grand.batir()
        globaux = {
            m._meta.label: (objet.pk, getattr(objet, "uid", None))
            for m in (Organisme, Contrat, Lot, Offre, ConditionsGenerales)
            if (objet := m.objects.first())
        }
        yield Robot(monde, relever(monde), Adresses(monde, globaux))
        transaction.set_rollback(True)
    patch.undo()


@pytest.fixture
def sans_couche_1(monkeypatch) -> None:
    """Les gestionnaires ne filtrent plus rien : il ne reste que la sécurité de ligne de PostgreSQL."""
    retirer_la_premiere(monkeypatch)


@pytest.fixture(params=["deux couches", "sécurité de ligne seule"])
def couches(request) -> None:
    """L'essai est joué avec les deux couches, puis avec la seconde seule."""
    if request.param != "deux couches":
        request.getfixturevalue("sans_couche_1")


@contextmanager
def refuse(exception: type[Exception], sqlstate: str) -> Iterator[None]:
    """L'ordre est refusé par PostgreSQL, avec ce code."""
    from django.db import transaction

    with pytest.raises(exception) as refus, transaction.atomic():
        yield
    assert refus.value.__cause__.sqlstate == sqlstate
