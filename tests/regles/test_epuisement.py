"""Droits épuisés : la ligne cite les articles du congé épuisé, pas ceux d'un autre."""

import pytest

from cdg_portal.calculs.registre import executer
from tests.regles.fabrique import entree, sinistre

EPUISEMENTS = [
    ("CMO", "2025-12-31", {"CGFP L.822-2", "R-CMO-05"}, {"R-CLM-01", "R-CLD-01"}),
    ("CLM", "2027-12-31", {"CGFP L.822-7", "R-CLM-01"}, {"CGFP L.822-2", "R-CMO-05"}),
    ("CLD", "2029-12-31", {"CGFP L.822-15", "R-CLD-01"}, {"CGFP L.822-2", "R-CMO-05"}),
]


@pytest.mark.parametrize(
    ("risque", "fin", "cites", "etrangers"), EPUISEMENTS, ids=[e[0] for e in EPUISEMENTS]
)
def test_articles_de_l_epuisement(risque, fin, cites, etrangers):
    arret = sinistre(risque=risque, certificats=[{"debut": "2024-01-01", "fin": fin}])
    garanties = [{"risque": risque, "franchise": {"type": "AUCUNE"}}]
    demande = entree(contrat={"garanties": garanties}, sinistres=[arret], au="2030-12-31")
    reponse = executer("indemnisation", demande)
    assert reponse["resultat"]["sinistres"][0]["lignes"][-1]["droit"] == "EPUISE"
    references = {r for e in reponse["etapes"] if "droits épuisés" in e["libelle"] for r in e["references"]}
    assert references >= cites
    assert not references & etrangers
