"""De la demande au document, par la liste de travail, sous le périmètre du demandeur."""

from datetime import date

import pytest
from django.urls import reverse

from adhesions.tasks import planifier_pdf_certificat
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents.models import Document
from cdg_portal.documents.selectors import document_de
from cdg_portal.travaux import execution, services
from cotisations.tasks import planifier_pdf_appel
from sinistres.models import AlerteDelai
from sinistres.tasks import DELAIS, planifier_lot_bordereau, planifier_pdf_decompte
from tests.documents.fabrique import Monde, creer_monde

pytestmark = pytest.mark.django_db
CDG = Perimetre(cdg=True)
ELEMENTS = ["TIB", "NBI", "SFT", "IR", "RI"]


@pytest.fixture
def monde() -> Monde:
    """Une collectivité active et un décompte."""
    with perimetre(CDG):
        monde = creer_monde(elements=ELEMENTS)
        monde.activer()
        sinistre = monde.sinistre(
            monde.agent(), risque="CMO", certificats=[(date(2026, 1, 5), date(2026, 4, 30))]
        )
        monde.premier = monde.decompte(sinistre)
    return monde


def test_la_collectivite_edite_les_siens_sans_voir_le_cdg(monde):
    """Décompte, appel et certificat se produisent sous le seul périmètre de la collectivité."""
    with perimetre(CDG):
        appel = monde.appel()
    borne = Perimetre(collectivites=(monde.collectivite.pk,))
    with perimetre(borne):
        travaux = [
            planifier_pdf_decompte(monde.premier),
            planifier_pdf_appel(appel),
            planifier_pdf_certificat(monde.adhesion),
        ]
    for travail in travaux:
        assert execution.executer(travail.pk) == "TERMINE"
        travail.refresh_from_db()
    with perimetre(borne):
        for travail, source in zip(travaux, (monde.premier, appel, monde.adhesion), strict=True):
            document = document_de(source=source)
            assert document is not None and travail.message == document.nom_fichier
            assert travail.lien == reverse("documents:telecharger", args=[document.uid])


def test_le_document_d_une_autre_collectivite_est_introuvable(monde):
    """Un travail ne fait rien de plus que ce que son demandeur aurait pu faire."""
    with perimetre(CDG):
        autre = creer_monde(denomination="Autre").collectivite
    with perimetre(Perimetre(collectivites=(autre.pk,))):
        travail = planifier_pdf_decompte(monde.premier)
    assert execution.executer(travail.pk) == "ECHEC"
    travail.refresh_from_db()
    assert "introuvable" in travail.message
    with perimetre(CDG):
        assert not Document.objects.exists()


def test_le_lot_d_un_bordereau(monde):
    """Le bordereau et ses décomptes, demandés deux fois, faits une fois."""
    with perimetre(CDG):
        bordereau = monde.bordereau([monde.premier])
        lot = planifier_lot_bordereau(bordereau)
        assert planifier_lot_bordereau(bordereau).pk == lot.pk
    assert [execution.executer(t.pk) for t in lot.elements.order_by("id")] == ["TERMINE"] * 2
    lot.refresh_from_db()
    assert lot.etat == "TERMINE"
    with perimetre(CDG):
        assert Document.objects.count() == 2


def test_la_surveillance_des_delais_est_un_travail_du_jour(monde):
    """Le retard apparaît le lendemain de l'échéance, une fois, quel que soit le nombre de passages."""
    with perimetre(CDG):
        bordereau = monde.bordereau([monde.premier])
    for jour in (bordereau.echeance, date(2026, 7, 18)):
        for travail in services.planifier_quotidiens(au=jour):
            if travail.type == DELAIS:
                assert execution.executer(travail.pk) == "TERMINE"
    with perimetre(CDG):
        alertes = list(AlerteDelai.objects.all())
    assert [(a.echeance, a.constatee_le) for a in alertes] == [(bordereau.echeance, date(2026, 7, 16))]
