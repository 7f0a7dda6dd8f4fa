"""L'appel et le certificat disent ce qui est en base, signatures et conditions comprises."""

import io

import pytest
from pypdf import PdfReader

from adhesions.pdf import AdhesionNonActive, contexte_certificat
from cotisations.models import Participation
from cotisations.pdf import AppelNonValide, contexte_appel
from tests.documents.fabrique import creer_monde
from tests.documents.lecture import editer, euros, texte_de

pytestmark = pytest.mark.usefixtures("cdg")
TOUS = ["TIB", "NBI", "SFT", "IR", "RI"]


def test_l_appel_va_de_la_base_a_la_participation():
    """Base par rubrique, assiette, lignes, échéances, deux signatures, participation à part."""
    monde = creer_monde(elements=TOUS)
    monde.activer()
    appel = monde.appel()
    contenu = editer("cotisations/appel", appel, contexte_appel(appel))
    texte = texte_de(contenu)
    base = appel.base_declaree
    for montant in (
        base.tib,
        base.nbi,
        base.sft,
        base.ir,
        base.primes,
        base.total,
        appel.assiette,
        appel.total,
    ):
        assert euros(montant) in texte
    for ligne in appel.lignes.all():
        assert ligne.libelle in texte and euros(ligne.montant) in texte
    for echeance in appel.echeances.all():
        assert euros(echeance.montant) in texte
    assert "vérifié le 15 juin 2026 par Camille Rivoire, validé le 15 juin 2026 par Sacha Lenoir" in texte
    assert "exercice 2026" in texte, "une année ne prend pas d'espace de milliers"
    participation = Participation.objects.get(adhesion=monde.adhesion)
    derniere = texte_de(contenu).split("Participation au service", 1)[1]
    assert f"124 agents × {euros(participation.montant_unitaire)} {euros(participation.montant)}" in derniere
    assert len(PdfReader(io.BytesIO(contenu)).pages) == 2


def test_un_appel_ne_s_edite_qu_une_fois_valide():
    """Sans la seconde signature, pas de document."""
    monde = creer_monde(elements=TOUS)
    monde.activer()
    appel = monde.appel(valider=False)
    with pytest.raises(AppelNonValide):
        contexte_appel(appel)


def test_un_element_non_assure_reste_hors_de_l_assiette():
    """Le tableau le montre, le total retenu l'ignore."""
    monde = creer_monde(elements=["TIB"])
    monde.activer()
    appel = monde.appel()
    retenues = {libelle: retenue for libelle, _, retenue in contexte_appel(appel)["rubriques"]}
    assert [libelle for libelle, retenue in retenues.items() if retenue] == ["traitements indiciaires bruts"]
    assert appel.assiette == appel.base_declaree.tib


def test_le_certificat_annexe_les_conditions():
    """Parties, garanties et franchises, assiette, participation, effectif figé, articles."""
    monde = creer_monde()
    monde.activer()
    texte = texte_de(editer("adhesions/certificat", monde.adhesion, contexte_certificat(monde.adhesion)))
    for attendu in (
        "Centre de gestion du Val-d'Ombrée",
        "Mutuelle Alizéenne d'Assurances",
        "Orsel Gestion",
        "représentée par Madame Irène Aubac, maire",
        "du 1er janvier 2024 au 31 décembre 2028",
        "Maladie ordinaire Formule de base 30 jours, absolue, par sinistre 100 %",
        "Longue maladie Formule de base sans franchise",
        "Éléments assurés Traitement indiciaire brut",
        "124 agents CNRACL, 3 agents IRCANTEC",
        "70,00 € par agent CNRACL, chaque année",
        "Article 1. Objet du service Le service accompagne toute adhésion. Il forme et contrôle.",
        "notifiées le 1er décembre 2023",
    ):
        assert attendu in texte, attendu


def test_pas_de_certificat_avant_l_activation():
    """Rien n'est encore figé : rien à attester."""
    with pytest.raises(AdhesionNonActive):
        contexte_certificat(creer_monde().adhesion)
