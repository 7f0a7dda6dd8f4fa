"""L'acte « attente d'une décision » au dossier."""

from datetime import date

import pytest
from django.urls import reverse

from tests.aides import client_de
from tests.sinistres.dossiers import agent_de, ouvrir, souscrire


@pytest.mark.parametrize(("role", "statut"), [("GESTIONNAIRE_CDG", 302), ("RH_VALIDEUR", 403)])
def test_seul_le_cdg_note_l_attente(cdg, role, statut):
    sinistre = ouvrir(agent_de(souscrire()), (date(2024, 1, 1), date(2024, 1, 31)))
    navigateur = client_de(role, sinistre.collectivite if role == "RH_VALIDEUR" else None)
    page = reverse("sinistres:acte", args=[sinistre.uid, "attendre-decision"])
    for _ in range(2):
        assert navigateur.post(page, {"motif": "Avis attendu"}).status_code == statut
    sinistre.refresh_from_db()
    assert sinistre.attente_decision is (statut == 302)
    dossier = navigateur.get(reverse("sinistres:dossier", args=[sinistre.uid])).content.decode()
    assert "Attente d&#x27;une décision" not in dossier
