"""L'écran « Accès » : chacun sa collectivité, un habilité d'ailleurs n'y paraît jamais."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.roles import Role
from tests.fabriques import CompteFactory
from tests.perimetres.conftest import CDG, LE, entre, tenir

CANARI = "CANARIVOISIN"


def _page(navigateur, ou, **criteres) -> str:
    adresse = reverse("perimetres:acces_collectivite", args=[ou.uid])
    reponse = navigateur.get(adresse, criteres)
    assert reponse.status_code == 200
    return reponse.content.decode().replace("&#x27;", "'")


@pytest.fixture
def voisin(monde):
    with perimetre(CDG):
        return tenir("RH_SAISIE", monde.b, CompteFactory(nom=CANARI, email="canarivoisin@exemple.fr"))


@pytest.mark.parametrize("criteres", [{}, {"q": CANARI}, {"etat": "FINI"}, {"tri": "-au"}, {"page": "9"}])
def test_un_habilite_d_ailleurs_n_y_parait_jamais(monde, voisin, criteres):
    navigateur = entre(monde.valideur)
    page = _page(navigateur, monde.a, **criteres)
    export = navigateur.get(reverse("perimetres:acces_csv"), criteres | {"collectivite": str(monde.b.uid)})
    for lu in (page, export.content.decode()):
        assert CANARI not in lu.replace(f'value="{CANARI}"', "") and "canarivoisin" not in lu
        assert monde.b.denomination not in lu
    assert CANARI in _page(entre(monde.gestionnaire), monde.b)


def test_valideur_chez_a_lecteur_chez_b_ne_voit_que_les_acces_de_a(monde, voisin):
    with perimetre(CDG):
        tenir("LECTEUR", monde.b, monde.valideur)
    navigateur = entre(monde.valideur)
    for nom in ("acces", "acces_csv"):
        assert CANARI not in navigateur.get(reverse(f"perimetres:{nom}"), follow=True).content.decode()
    chez_b = reverse("perimetres:acces_collectivite", args=[monde.b.uid])
    assert navigateur.get(chez_b).status_code == 403


@pytest.mark.parametrize("role", sorted(set(Role.values) - {"RH_VALIDEUR"}))
def test_403_dans_son_perimetre_404_ailleurs(monde, role):
    with perimetre(CDG):
        compte = tenir(role, monde.a)
        voisin = Habilitation.objects.get(compte=monde.saisie)
        chez_b = Habilitation.objects.get(compte=tenir("LECTEUR", monde.b))
        ouvre = role in ("GESTIONNAIRE_CDG", "CHEF_SERVICE_CDG", "ADMINISTRATEUR")
        du_cdg = compte.habilitations.get().collectivite.est_cdg
    navigateur = entre(compte)
    for nom, chez_soi, ailleurs in (
        ("acces_collectivite", monde.a, monde.b),
        ("inviter", monde.a, monde.b),
        ("finir", voisin, chez_b),
    ):
        statut = navigateur.get(reverse(f"perimetres:{nom}", args=[chez_soi.uid])).status_code
        assert statut == (200 if ouvre else 403), nom
        statut = navigateur.get(reverse(f"perimetres:{nom}", args=[ailleurs.uid])).status_code
        assert statut == (200 if ouvre else 403 if du_cdg else 404), nom


def test_recherche_filtres_tri_pagination_export_et_vide(monde):
    with perimetre(CDG):
        for n in range(30):
            tenir("LECTEUR", monde.a, CompteFactory(nom=f"Zonzon{n:02d}", prenom="Ana"))
        tenir("LECTEUR", monde.a, CompteFactory(nom="Parti"), au=LE - timedelta(days=1))
        tenir("LECTEUR", monde.a, CompteFactory(nom="Bientot"), du=LE + timedelta(days=1))
    navigateur = entre(monde.valideur)
    assert "sur 33" in _page(navigateur, monde.a)
    assert "Zonzon29" in _page(navigateur, monde.a, page="2")
    assert "sur 30" in _page(navigateur, monde.a, q="ana zonzon")
    assert "Parti" in _page(navigateur, monde.a, etat="FINI")
    a_venir = _page(navigateur, monde.a, etat="A_VENIR")
    assert "Bientot" in a_venir and "Zonzon" not in a_venir
    assert "Zonzon" not in _page(navigateur, monde.a, role="RH_SAISIE")
    renverse = _page(navigateur, monde.a, tri="-nom")
    assert renverse.index("Zonzon29") < renverse.index("Zonzon10")
    assert "Personne ne correspond" in _page(navigateur, monde.a, q="introuvable")
    reponse = navigateur.get(reverse("perimetres:acces_csv"), {"q": "zonzon"})
    lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
    assert len(lignes) == 31 and lignes[0][:3] == ["Nom", "Prénom", "Adresse électronique"]


def test_une_seule_collectivite_mene_droit_a_la_sienne(monde):
    reponse = entre(monde.valideur).get(reverse("perimetres:acces"))
    assert reponse.url == reverse("perimetres:acces_collectivite", args=[monde.a.uid])
    du_cdg = entre(monde.chef).get(reverse("perimetres:acces")).content.decode()
    assert monde.cdg.denomination in du_cdg.replace("&#x27;", "'")
    with perimetre(CDG):
        tenir("RH_VALIDEUR", monde.b, monde.valideur)
    deux = entre(monde.valideur).get(reverse("perimetres:acces")).content.decode().replace("&#x27;", "'")
    assert monde.a.denomination in deux and monde.b.denomination in deux


def test_le_menu_ne_montre_les_acces_qu_a_qui_les_gere(monde):
    for compte, visible in ((monde.valideur, True), (monde.chef, True), (monde.saisie, False)):
        page = entre(compte).get(reverse("perimetres:mes_acces")).content.decode()
        assert (f'href="{reverse("perimetres:acces")}"' in page) is visible


def test_la_secretaire_partagee_choisit_ce_qu_elle_regarde(monde):
    with perimetre(CDG):
        tenir("RH_VALIDEUR", monde.b, monde.saisie)
        tenir("RH_SAISIE", monde.b, CompteFactory(nom=CANARI))
    navigateur = entre(monde.saisie)
    mes = reverse("perimetres:mes_acces")
    assert monde.b.denomination in navigateur.get(mes).content.decode().replace("&#x27;", "'")
    navigateur.post(reverse("perimetres:choisir"), {"collectivite": str(monde.a.uid)})
    seule = navigateur.get(mes).content.decode().replace("&#x27;", "'")
    assert f"{monde.a.denomination} seulement" in seule and monde.b.denomination in seule
    chez_b = reverse("perimetres:acces_collectivite", args=[monde.b.uid])
    assert navigateur.get(chez_b).status_code == 404
    navigateur.post(reverse("perimetres:choisir"), {"collectivite": ""})
    assert CANARI in navigateur.get(chez_b).content.decode()


@pytest.mark.parametrize("voulue", ["", "abc", "cdg", "étrangère"])
def test_choisir_ne_fait_que_restreindre(monde, voulue):
    with perimetre(CDG):
        tenir("RH_SAISIE", monde.b, monde.saisie)
        autre = tenir("RH_SAISIE").habilitations.get().collectivite
    navigateur = entre(monde.saisie)
    uid = {"cdg": str(monde.cdg.uid), "étrangère": str(autre.uid)}.get(voulue, voulue)
    navigateur.post(reverse("perimetres:choisir"), {"collectivite": uid})
    assert "collectivite_active" not in navigateur.session


def test_un_choix_perime_ne_ferme_pas_la_porte(monde):
    with perimetre(CDG):
        tenir("RH_SAISIE", monde.b, monde.saisie)
    navigateur = entre(monde.saisie)
    navigateur.post(reverse("perimetres:choisir"), {"collectivite": str(monde.b.uid)})
    with perimetre(CDG):
        Habilitation.objects.filter(compte=monde.saisie, collectivite=monde.b).update(
            au=LE - timedelta(days=1)
        )
    assert navigateur.get(reverse("sinistres:liste")).status_code == 200
    assert "collectivite_active" not in navigateur.session
