"""Le glossaire dit vrai : sources connues, termes employés connus, page et composant lisibles."""

import re

import pytest
from django.urls import reverse

from cdg_portal.formulaires import Formulaire
from cdg_portal.socle.glossaire import chercher, terme, termes
from cdg_portal.socle.references import titre_de
from cotisations.models import Appel
from tests.aides import client_de
from tests.architecture.sources import RACINE
from tests.architecture.test_formulaires import _charger_les_ecrans, _descendantes
from tests.sinistres.monde import JOUR, batir, cotiser, declarer, decompter

EMPLOIS = re.compile(r'<c-terme mot="([^"]+)"')


def test_chaque_definition_est_sourcee_et_courte():
    assert 40 <= len(termes()) <= 60
    assert [t.mot for t in termes() if titre_de(t.source) is None] == []
    assert [t.mot for t in termes() if len(t.definition) > 260 or not t.definition.endswith(".")] == []
    assert len({t.ancre for t in termes()}) == len(termes())


def test_chaque_terme_employe_est_au_glossaire():
    dans_les_pages = {
        m for f in (RACINE / "templates").rglob("*.html") for m in EMPLOIS.findall(f.read_text())
    }
    _charger_les_ecrans()
    formulaires = [Formulaire, *_descendantes(Formulaire)]
    dans_les_champs = {mot for f in formulaires for mot in f.TERMES.values()}
    assert len(dans_les_champs) > 15
    for mot in dans_les_pages | dans_les_champs:
        assert terme(mot)


def test_on_cherche_par_un_sigle_ou_sans_accent():
    assert terme("tpt").mot == "temps partiel thérapeutique"
    assert "décompte" in {t.mot for t in chercher("DECOMPTE")}
    with pytest.raises(KeyError):
        terme("mot inventé")


def test_les_pages_lues_par_les_rh_expliquent_leurs_mots_une_fois(cdg, client, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    monde = batir()
    cotiser(monde.adhesion)
    decompte = decompter(declarer(monde.agent))
    appel = Appel.objects.get()
    client.force_login(monde.rh)
    attendus = {
        reverse("sinistres:dossier", args=[decompte.sinistre.uid]): {"franchise", "décompte"},
        reverse("adhesions:adhesion", args=[monde.adhesion.uid]): {
            "franchise", "taux de remboursement", "effectif figé", "CNRACL", "IRCANTEC",
        },
        reverse("cotisations:appel", args=[appel.uid]): {"assiette de cotisation", "garantie"},
        reverse("cotisations:participations"): {"participation au service"},
    }  # fmt: skip
    for adresse, mots in attendus.items():
        page = client.get(adresse).content.decode()
        bulles = re.findall(r'id="terme-([^"]+)"', page)
        assert sorted(bulles) == sorted(terme(mot).ancre for mot in mots), adresse
        for mot in mots:
            assert (
                f'<a class="st-terme__secours" href="{reverse("accueil:glossaire")}#{terme(mot).ancre}">'
                in page
            )


def test_la_page_et_le_composant(cdg):
    gestionnaire = client_de("GESTIONNAIRE_CDG")
    page = gestionnaire.get(reverse("accueil:glossaire"), {"q": "franchise"}).content.decode()
    assert 'id="franchise"' in page
    assert "CCTP-CNRACL-2025 IV.base" in page
    saisie = gestionnaire.get(reverse("adhesions:creer_collectivite"))
    assert saisie.status_code == 200
