"""Tous les écrans, pour tous les profils, dans tous leurs états : joué en entier par `make accessibilite`."""

import logging
import os
from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from adhesions.models import Contrat, Lot, Offre, Organisme
from cdg_portal.comptes.services import lien_de_connexion_creer
from cdg_portal.perimetres.models import Collectivite
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from tests.cloisonnement import monde as grand
from tests.cloisonnement.adresses import Adresses
from tests.cloisonnement.matrice import COLLECTIVITE, MATRICE
from tests.fabriques import CollectiviteFactory, CompteFactory, HabilitationFactory, centre_de_gestion
from tests.navigateur.examen import BILAN, TOUS_LES_ASPECTS, Examen, consigner
from tests.navigateur.squelette import squelette
from tests.navigateur.tournee import AILLEURS, Tournee, a_ouvrir

PROFILS = ("anonyme", "sans habilitation", "RH_VALIDEUR", "RH_SAISIE", *(
    r for r in Role.values if r not in ("RH_VALIDEUR", "RH_SAISIE")
))  # fmt: skip


def test_chaque_adresse_de_page_est_dans_la_tournee_ou_dite_ailleurs():
    lues = {nom for nom, ligne in MATRICE.items() if "GET" in ligne.methodes}
    hors = {nom for nom in lues if nom.startswith(("admin:", "api:"))}
    assert set(AILLEURS) <= lues, sorted(set(AILLEURS) - lues)
    assert set(a_ouvrir()) | set(AILLEURS) | hors == lues
    assert not set(a_ouvrir()) & set(AILLEURS)


def test_le_squelette_oublie_les_textes_et_garde_la_structure():
    def parties(corps: str) -> Any:
        return squelette(f"<body><main>{corps}</main></body>").parties

    assert parties('<h1 id="a">Un</h1><p>x</p>') == parties('<h1 id="b">Deux</h1><p>y</p>')
    assert parties("<ul><li>a</li></ul>") == parties("<ul><li>a</li><li>b</li></ul>")
    for autre in ("<h1>Un</h1>", '<h1>Un</h1><p class="alerte">x</p>', "<h1>Un</h1><p></p>",
                  '<h1>Un</h1><p aria-hidden="true">x</p>'):  # fmt: skip
        assert parties("<h1>Un</h1><p>x</p>") != parties(autre)
    assert squelette('<body><main><h1>a</h1><i id="x"></i><i id="x"></i></main></body>').fautes


class SansObjet(Adresses):
    """Les adresses d'un portail qui vient d'être installé : une collectivité, et rien chez elle."""

    def __init__(self, collectivite: Collectivite) -> None:
        self.collectivite = collectivite

    def de(self, nom: str, lettre: str | None) -> Iterator[str]:
        """Les listes et les pages sans objet ; la fiche et les formulaires de la collectivité."""
        ligne = MATRICE[nom]
        if not set(ligne.objets.values()) <= {COLLECTIVITE}:
            return
        fixes = dict.fromkeys(ligne.objets, self.collectivite.uid)
        for mots in product(*ligne.mots.values()):
            yield reverse(nom, kwargs=fixes | dict(zip(ligne.mots, mots, strict=True)))


def _installer() -> tuple[SansObjet, dict[str, Any]]:
    """Une collectivité neuve, un compte par rôle, aucun dossier."""
    collectivite = CollectiviteFactory(denomination="Commune nouvelle")
    comptes: dict[str, Any] = {"anonyme": None, "sans habilitation": CompteFactory()}
    for role in Role.values:
        chez = centre_de_gestion() if role in ROLES_DU_CDG else collectivite
        comptes[role] = HabilitationFactory(role=role, collectivite=chez).compte
    return SansObjet(collectivite), comptes


def _peupler(tout_le_cdg: Any) -> tuple[Adresses, dict[str, Any]]:
    """Trois collectivités, leurs dossiers à chaque étape, et un compte par profil."""
    monde = grand.batir()
    with tout_le_cdg():
        globaux = {
            m._meta.label: (objet.pk, getattr(objet, "uid", None))
            for m in (Organisme, Contrat, Lot, Offre)
            if (objet := m.objects.first())
        }
    return Adresses(monde, globaux), {nom: profil.compte for nom, profil in monde.profils.items()}


def _profils(choisis: str) -> list[str]:
    """Ceux que demande la variable PROFILS, sinon tous."""
    return [nom for nom in PROFILS if nom in choisis.split(",")] if choisis else list(PROFILS)


@pytest.mark.skipif(not BILAN, reason="`make accessibilite` la joue ; la suite garde test_accessibilite")
def test_la_tournee(tout_le_cdg, live_server, settings, entrer_sans_guetter):
    logging.getLogger().setLevel(logging.ERROR)  # les refus, voulus, ne couvrent pas l'avancement
    settings.DATE_DE_REFERENCE = f"{grand.LE:%Y-%m-%d}"
    profils = _profils(os.environ.get("PROFILS", ""))
    noms = a_ouvrir()
    if seuls := os.environ.get("ECRANS", ""):
        noms = [nom for nom in noms if nom.startswith(tuple(seuls.split(",")))]
    with tout_le_cdg():
        neuf = _installer()
        jeton = lien_de_connexion_creer(
            compte=neuf[1]["RH_SAISIE"], maintenant=timezone.now(), duree=timedelta(hours=3)
        )
    # Vue, jamais suivie : elle reste valable toute la tournée.
    lien = {"comptes:lien": reverse("comptes:lien", args=[jeton])}
    tournee = Tournee(lambda page: Examen(page, TOUS_LES_ASPECTS), lien)
    bilan = tournee.bilan
    # Les listes vides d'abord : ensuite la base est peuplée.
    try:
        for moment in (lambda: neuf, lambda: _peupler(tout_le_cdg)):
            adresses, comptes = moment()
            for nom in profils:
                page = entrer_sans_guetter(comptes[nom])
                tournee.de(nom, page, noms, adresses)
                page.context.close()
    finally:
        consigner(
            pages=bilan.pages,
            etats=bilan.etats,
            roles=len(bilan.roles),
            squelettes=len({c for c in bilan.connus if "main:" in c}),
            violations=len(bilan.fautes),
        )
    assert not bilan.fautes, "\n".join(bilan.fautes)
    if len(profils) == len(PROFILS) and noms == a_ouvrir():
        jamais = sorted(set(noms) - bilan.ouvertes)
        assert not jamais, f"jamais ouvertes par aucun profil : {jamais}"
