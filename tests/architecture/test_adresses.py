"""Chaque adresse nommée résout, et aucune page ne s'ouvre sans compte par oubli."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

from cdg_portal.accueil.menu import _MENU

VALEURS = {
    "uuid": UUID("01970000-0000-7000-8000-000000000000"),
    "int": 1,
    "str": "valeur",
    "slug": "valeur",
    "path": "valeur",
}
# Ce qui s'ouvre sans compte, et pourquoi.
OUVERTES = {
    "sante",  # sonde
    "pret",  # sonde
    "accueil:accessibilite",  # déclaration publique, obligation légale
    "probleme",  # explication publique d'une erreur de l'API
    "comptes:connexion",
    "comptes:lien",
    "perimetres:invitation",  # la personne invitée n'a pas encore de compte
    "perimetres:invitation_accepter",
    "comptes:proconnect",
    "comptes:proconnect_retour",
    "account_login",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",  # lien à usage unique
    "mfa_authenticate",  # seconde étape : le mot de passe est déjà donné
    "mfa_login_webauthn",
    "accueil:calendrier_ics",  # l'agenda n'a pas de session : son adresse secrète en tient lieu
    "api:racine",
    "api:schema",
    "api:documentation",
    "admin:login",  # renvoie à la connexion du portail
}


def _nommees(motifs, espace="") -> Iterator[tuple[str, URLPattern]]:
    for motif in motifs:
        if isinstance(motif, URLResolver):
            suite = f"{espace}{motif.namespace}:" if motif.namespace else espace
            yield from _nommees(motif.url_patterns, suite)
        elif motif.name:
            yield f"{espace}{motif.name}", motif


NOMMEES = dict(_nommees(get_resolver().url_patterns))
# L'admin de Django a ses propres essais, et des expressions rationnelles.
PORTAIL = {nom: motif for nom, motif in NOMMEES.items() if not nom.startswith("admin:")}


@pytest.mark.parametrize("nom", PORTAIL)
def test_une_adresse_nommee_resout(nom):
    arguments = {
        cle: next(v for k, v in VALEURS.items() if type(convertisseur).__name__.lower().startswith(k[:3]))
        for cle, convertisseur in PORTAIL[nom].pattern.converters.items()
    }
    adresse = reverse(nom, kwargs=arguments)
    assert resolve(adresse).view_name == nom


@pytest.mark.parametrize("nom", NOMMEES)
def test_sans_compte_rien_ne_s_ouvre_par_oubli(nom):
    vue = NOMMEES[nom].callback
    ouverte = not getattr(vue, "login_required", True)
    assert ouverte == (nom in OUVERTES or nom.startswith("api:calcul")), nom


@pytest.mark.parametrize("nom", [nom for _, nom, _ in _MENU])
def test_une_entree_du_menu_resout(nom):
    try:
        assert reverse(nom).startswith("/")
    except NoReverseMatch as absente:
        pytest.fail(str(absente))
