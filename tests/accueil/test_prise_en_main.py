"""L'aide écrite : chaque écran a la sienne, chaque image existe, est petite, et sert."""

import json
from pathlib import Path

import pytest
from django.conf import settings as reglages
from django.urls import reverse

from cdg_portal.accueil.aide.lecture import guides, section_de_la_vue, sections
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from tests.aides import client_de
from tests.cloisonnement.matrice import PORTAIL, PUBLIC
from tests.fabriques import CollectiviteFactory

IMAGES = Path(reglages.RACINE) / "static" / "img" / "aide"
# Ni liste ni fiche : fichiers, fragments, l'aide elle-même, et les pages d'entrée, où l'on ne lit pas encore l'aide.
SANS_AIDE = (
    "csv", "export", "accueil:aide", "accueil:prise", "accueil:articles", "accueil:baremes", "accueil:interpretations",
    "accueil:regles", "accueil:glossaire", "accueil:galerie", "accueil:assister",
    "documents:", "account_reauthenticate", "mfa_", "sinistres:de_agent",
    "cotisations:de_adhesion",
)  # fmt: skip


def test_chaque_ecran_a_son_aide():
    ecrans = {
        nom
        for nom, ligne in PORTAIL.items()
        if "GET" in ligne.methodes and ligne.action != PUBLIC and not any(m in nom for m in SANS_AIDE)
    }
    assert ecrans - set(section_de_la_vue()) == set()
    assert set(section_de_la_vue()) <= set(PORTAIL)
    assert len({s.cle for s in sections()}) == len(sections())


def test_chaque_metier_a_sa_prise_en_main():
    couverts = [role for g in guides().values() for role in g.roles]
    assert set(couverts) == set(Role.values) - {"CLIENT_API"}
    assert len(couverts) == len(set(couverts))


def test_les_images_existent_sont_petites_et_servent_toutes():
    voulues = [e.image for g in guides().values() for e in g.etapes if e.image]
    assert len(voulues) == len(set(voulues))
    assert {f.stem for f in IMAGES.glob("*.webp")} == set(voulues)
    assert set(json.loads((IMAGES / "empreintes.json").read_text("utf-8"))) == set(voulues)
    assert max(f.stat().st_size for f in IMAGES.glob("*.webp")) <= 60_000
    assert all(e.legende and e.gestes for g in guides().values() for e in g.etapes if e.image)


def test_le_lien_de_l_en_tete_mene_a_la_bonne_section(cdg):
    navigateur = client_de("GESTIONNAIRE_CDG")
    assert (
        'href="/aide/ecrans/#sinistres">Aide sur cet écran' in navigateur.get("/sinistres/").content.decode()
    )
    page = navigateur.get(reverse("accueil:aide_ecrans")).content.decode()
    assert all(f'id="{s.cle}"' in page for s in sections())
    # Qui n'a pas l'aide n'a pas le lien.
    assert (
        "Aide sur cet écran" not in client_de("CLIENT_API", CollectiviteFactory()).get("/").content.decode()
    )


@pytest.mark.parametrize("role", ["RH_SAISIE", "GESTIONNAIRE_CDG", "PREVENTEUR"])
def test_la_prise_en_main_de_son_metier_vient_d_abord(cdg, role):
    navigateur = client_de(role, None if role in ROLES_DU_CDG else CollectiviteFactory())
    page = navigateur.get(reverse("accueil:prises_en_main")).content.decode()
    premier = min(guides().values(), key=lambda g: page.index(f"/prise-en-main/{g.nom}/"))
    assert role in premier.roles
    lu = navigateur.get(reverse("accueil:prise_en_main", args=[premier.nom])).content.decode()
    assert all(f"img/aide/{e.image}.webp" in lu for e in premier.etapes)
    assert navigateur.get(reverse("accueil:prise_en_main", args=["inconnue"])).status_code == 404
