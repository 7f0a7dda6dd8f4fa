"""Finir un droit : date, motif, coupure, dernier titulaire, délégations qui suivent."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.selectors import habilitations_actives
from cdg_portal.perimetres.services import delegation_creer, habilitation_finir
from cdg_portal.socle.erreurs import ErreurMetier
from tests.aides import code_et_champ
from tests.perimetres.conftest import CDG, LE, MAINTENANT, batir, entre, tenir


def _droit(compte) -> Habilitation:
    return Habilitation.objects.select_related("collectivite").get(compte=compte, source__isnull=True)


def _finir(par, droit, **options):
    acte = {"au": LE, "motif": "Départ", "le": LE, "maintenant": MAINTENANT, **options}
    return habilitation_finir(par=par, habilitation=droit, **acte)


def _actifs(compte, au=LE) -> set[str]:
    return {h.role for h in habilitations_actives(compte_id=compte.pk, au=au)}


@pytest.fixture
def saisie(monde):
    with perimetre(CDG):
        return _droit(monde.saisie)


def test_le_droit_tient_jusqu_a_son_dernier_jour(monde, saisie):
    with perimetre(CDG):
        _finir(monde.valideur, saisie, au=LE + timedelta(days=3))
        assert _actifs(monde.saisie, LE + timedelta(days=3)) == {"RH_SAISIE"}
        assert _actifs(monde.saisie, LE + timedelta(days=4)) == set()
        histoire = Habilitation.objects.get(pk=saisie.pk).evenements.order_by("pgh_id")
        assert [(e.pgh_label, e.motif_fin) for e in histoire] == [("insert", ""), ("update", "Départ")]


def test_couper_tout_de_suite_ferme_la_session_a_la_page_suivante(monde, saisie):
    navigateur = entre(monde.saisie)
    assert navigateur.get(reverse("sinistres:liste")).status_code == 200
    reponse = entre(monde.valideur).post(
        reverse("perimetres:finir", args=[saisie.uid]),
        {"au": "15/06/2026", "immediat": "on", "motif": "Poste volé"},
    )
    assert reponse.status_code == 302
    assert navigateur.get(reverse("sinistres:liste")).status_code == 403


@pytest.mark.parametrize(
    ("options", "refus"),
    [
        ({"motif": "  "}, ("motif-absent", "motif")),
        ({"au": date(2019, 12, 31)}, ("dates-inversees", "au")),
        ({"au": LE - timedelta(days=1)}, ("fin-passee", "au")),
        ({"au": date(2101, 1, 1)}, ("hors-bornes", "au")),
    ],
)
def test_refus(monde, saisie, options, refus):
    with perimetre(CDG):
        acte = {"au": LE, "motif": "Départ", "le": LE, "maintenant": MAINTENANT, **options}
        assert code_et_champ(habilitation_finir, par=monde.valideur, habilitation=saisie, **acte) == refus


def test_un_droit_fini_ou_coupe_ne_se_reprend_pas(monde, saisie):
    with perimetre(CDG):
        _finir(monde.valideur, saisie, immediat=True)
        with pytest.raises(ErreurMetier) as refus:
            _finir(monde.valideur, saisie, au=None)
        assert refus.value.code == "droit-fini"


def test_le_dernier_valideur_est_averti_puis_confirme(monde):
    navigateur = entre(monde.valideur)
    with perimetre(CDG):
        page = reverse("perimetres:finir", args=[_droit(monde.valideur).uid])
    assert "Dernier RH valideur" in navigateur.get(page).content.decode()
    corps = {"au": "15/06/2026", "motif": "Mutation"}
    refus = navigateur.post(page, corps)
    assert refus.status_code == 422
    assert "Mutation" in refus.content.decode()
    assert navigateur.post(page, corps | {"confirmer": "on"}).status_code == 302
    with perimetre(CDG):
        assert _droit(monde.valideur).au == LE


def test_un_second_valideur_dispense_d_avertir(monde):
    with perimetre(CDG):
        tenir("RH_VALIDEUR", monde.a)
        _finir(monde.valideur, _droit(monde.valideur))


@pytest.mark.parametrize("autre", ["aucun", "fermé", "fini avant", "délégué"])
def test_le_dernier_administrateur_ne_s_ote_pas(monde, autre):
    with perimetre(CDG):
        dernier = _droit(monde.administrateur)
        if autre == "fermé":
            second = tenir("ADMINISTRATEUR")
            second.is_active = False
            second.save()
        elif autre == "fini avant":
            tenir("ADMINISTRATEUR", au=LE)
        elif autre == "délégué":
            delegation_creer(
                delegant=monde.administrateur,
                droits=[dernier],
                delegataire=monde.chef,
                du=LE,
                au=LE + timedelta(days=30),
                motif="Congé",
                le=LE,
            )
        for confirmer in (False, True):
            with pytest.raises(ErreurMetier) as refus:
                _finir(monde.administrateur, dernier, confirmer=confirmer)
            assert refus.value.code == "dernier-administrateur"
        tenir("ADMINISTRATEUR")
        _finir(monde.administrateur, dernier)


@pytest.mark.django_db(transaction=True)
def test_deux_derniers_administrateurs_ne_s_otent_pas_a_la_fois():
    from tests.travaux.test_concurrence import en_parallele

    monde = batir()
    with perimetre(CDG):
        second = tenir("ADMINISTRATEUR")
    refus = []

    def oter(par, cible):
        try:
            with perimetre(CDG):
                _finir(par, _droit(cible))
        except ErreurMetier as erreur:
            refus.append(erreur.code)

    en_parallele(lambda: oter(monde.administrateur, second), lambda: oter(second, monde.administrateur))
    assert refus == ["dernier-administrateur"]
    with perimetre(CDG):
        assert Habilitation.objects.filter(role="ADMINISTRATEUR", au__isnull=True).count() == 1


def test_la_base_refuse_une_coupure_sans_motif(monde, saisie):
    from django.db import IntegrityError, transaction

    with perimetre(CDG), pytest.raises(IntegrityError) as refus, transaction.atomic():
        Habilitation.objects.filter(pk=saisie.pk).update(retiree_a=MAINTENANT)
    assert refus.value.__cause__.diag.constraint_name == "habilitation_coupee"
