"""Le PDF d'un décompte dit tout ce qui est émis, au centime, en deux pages au plus."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from sinistres.pdf import contexte_bordereau, contexte_decompte
from tests.documents.fabrique import creer_monde
from tests.documents.lecture import editer, euros, texte_de

pytestmark = pytest.mark.usefixtures("cdg")


def requalifie():
    """Un CMO de 180 jours décompté, puis requalifié en longue maladie et décompté de nouveau."""
    monde = creer_monde()
    sinistre = monde.sinistre(
        monde.agent(), risque="CMO", certificats=[(date(2024, 1, 1), date(2024, 6, 28))]
    )
    premier = monde.decompte(sinistre)
    monde.requalifier(sinistre, vers="CLM")
    return monde, premier, monde.decompte(sinistre)


def test_le_decompte_dit_ce_qui_est_emis():
    """En-tête, lignes, raisons, étapes, solde : chaque valeur imprimée est celle de la base."""
    _, premier, second = requalifie()
    contenu = editer("sinistres/decompte", premier, contexte_decompte(premier))
    texte = texte_de(contenu)
    assert len(PdfReader(io.BytesIO(contenu)).pages) <= 2
    sinistre = premier.sinistre
    for attendu in (
        premier.numero,
        sinistre.numero,
        sinistre.agent.matricule,
        "VERDIER Lucie",
        "Maladie ordinaire",
    ):
        assert attendu in texte
    assert "Requalifié non" in texte
    for ligne in premier.lignes.all():
        assert f"{ligne.du:%d/%m/%Y}" in texte and euros(ligne.montant) in texte
        for article in ligne.articles:
            assert article in texte
    assert "jour de carence" in texte and "en franchise" in texte
    assert f"Total dû au 15/06/2026 {euros(premier.total)}" in texte
    assert f"Solde à rembourser +{euros(premier.solde)}" in texte
    assert second.remplace_id == premier.pk


def test_un_complement_apres_requalification():
    """Le second décompte montre la requalification, le déjà décompté et le complément."""
    _, premier, second = requalifie()
    texte = texte_de(editer("sinistres/decompte", second, contexte_decompte(second)))
    assert "de maladie ordinaire en longue maladie à compter du 01/01/2024" in texte
    assert f"Remplace {premier.numero}" in texte
    assert f"Déjà décompté {euros(premier.total)}" in texte
    assert f"Complément à rembourser +{euros(second.solde)}" in texte
    # Imprimé après coup, le premier décompte reste celui d'avant la décision.
    avant = texte_de(editer("sinistres/decompte", premier, contexte_decompte(premier)))
    assert "Requalifié non" in avant and "Maladie ordinaire" in avant


def test_les_etapes_ecrivent_les_montants_en_francais():
    """Ni point décimal ni euro doublé dans l'explication."""
    _, premier, _ = requalifie()
    texte = texte_de(editer("sinistres/decompte", premier, contexte_decompte(premier)))
    assert not re.search(r"\d\.\d\d ?(€|%)", texte)
    assert "€ €" not in texte
    assert euros(premier.lignes.order_by("-montant").first().ij) in texte


def test_le_bordereau_totalise_par_risque():
    """Lignes, sous-totaux, total et échéance ; l'agent n'est que matricule et initiales."""
    monde, _, second = requalifie()
    autre = monde.sinistre(
        monde.agent(nom="Castel", prenom="Rémi"),
        risque="CITIS",
        certificats=[(date(2025, 1, 1), date(2025, 3, 31))],
    )
    decompte = monde.decompte(autre)
    bordereau = monde.bordereau([second, decompte])
    texte = texte_de(editer("sinistres/bordereau", bordereau, contexte_bordereau(bordereau)))
    assert f"Sous-total longue maladie {euros(second.solde)}" in texte
    assert euros(decompte.solde) in texte
    assert f"Total du bordereau {euros(bordereau.total)}" in texte
    assert "15 juillet 2026" in texte
    assert "R.C., matricule" in texte and "CASTEL" not in texte and "Rémi" not in texte
