"""Chaque réponse du portail porte ses en-têtes de sécurité, et chaque refus de forme se dit en français."""

import pytest
from django.conf import settings
from django.urls import reverse

from cdg_portal.requetes import ADRESSE_AU_PLUS
from tests.aides import client_de
from tests.cloisonnement.pages import ADRESSES, pages_de, uids_de

pytestmark = pytest.mark.django_db


def _verifier(reponse, page) -> None:
    csp = reponse["Content-Security-Policy"]
    assert "'unsafe-inline'" not in csp and "'unsafe-eval'" not in csp, page
    for directive in ("default-src 'self'", "object-src 'none'", "frame-ancestors 'none'", "base-uri 'self'"):
        assert directive in csp, page
    assert reponse["X-Content-Type-Options"] == "nosniff", page
    assert reponse["Referrer-Policy"] == "same-origin", page
    assert reponse["Cross-Origin-Opener-Policy"] == "same-origin", page
    assert "camera=()" in reponse["Permissions-Policy"], page


def test_toute_reponse_du_portail_les_porte(client, complet):
    """Pages, exports, refus, absents, redirections, sondes, connexion et API."""
    pages = ["/sante", "/pret", "/admin/", "/api/v1/calculs/", "/connexion/", "/absente/"]
    uids = [*uids_de(complet.a).values()][:6]
    for nom, motif in ADRESSES.items():
        pages += pages_de(nom, uids) if motif.pattern.converters else [reverse(nom)]
    statuts = set()
    for titulaire in (None, complet.a.rh):
        if titulaire:
            client.force_login(titulaire)
        for page in pages:
            reponse = client.get(page)
            statuts.add(reponse.status_code)
            _verifier(reponse, page)
            if reponse.status_code == 200 and not page.startswith("/api/"):
                assert reponse["X-Frame-Options"] == "DENY", page
    assert {200, 302, 403, 404, 405} <= statuts


def test_un_corps_trop_gros_est_refuse_en_francais(cdg):
    navigateur = client_de("GESTIONNAIRE_CDG")
    page = reverse("adhesions:creer_collectivite")
    reponse = navigateur.post(page, {"denomination": "x" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert reponse.status_code == 413
    assert "trop volumineux" in reponse.content.decode()
    _verifier(reponse, page)


def test_trop_de_champs_est_refuse_en_francais(cdg):
    navigateur = client_de("GESTIONNAIRE_CDG", raise_request_exception=False)
    page = reverse("adhesions:creer_collectivite")
    reponse = navigateur.post(
        page,
        "&".join(f"c{n}=1" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)),
        content_type="application/x-www-form-urlencoded",
    )
    assert reponse.status_code == 400
    assert "trop de champs" in reponse.content.decode()


def test_une_adresse_trop_longue_est_refusee_en_francais(cdg):
    navigateur = client_de("GESTIONNAIRE_CDG")
    reponse = navigateur.get(reverse("sinistres:liste"), {"q": "x" * ADRESSE_AU_PLUS})
    assert reponse.status_code == 414
    assert "trop longue" in reponse.content.decode()
    _verifier(reponse, "414")


def test_un_formulaire_perime_dit_quoi_faire(cdg):
    navigateur = client_de("GESTIONNAIRE_CDG", enforce_csrf_checks=True)
    reponse = navigateur.post(reverse("adhesions:creer_collectivite"), {"denomination": "X"})
    assert reponse.status_code == 403
    texte = reponse.content.decode()
    assert "n'est plus valable" in texte
    assert "Rien n'a été enregistré" in texte
