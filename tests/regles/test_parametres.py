"""Constantes légales : datées, sourcées, vérifiées, et lues par le moteur à la date qui compte."""

from datetime import date
from pathlib import Path

import pytest

from cdg_portal.calculs.registre import executer
from cdg_portal.socle.parametres import charger_parametre
from sinistres.regles import couverture, droits_cmo
from tests.regles.fabrique import entree, sinistre

DOSSIER = Path(couverture.__file__).parent / "parametres"
FICHIERS = sorted(DOSSIER.glob("*.toml"))
JOUR = date(2026, 1, 1)
VALEURS = {
    "cld_annees_plein": 3,
    "cld_annees_total": 5,
    "clm_annees_fenetre": 4,
    "clm_annees_plein": 1,
    "clm_annees_total": 3,
    "cmo_annees_reference": 1,
    "cmo_jours_carence": 1,
    "cmo_jours_ecart_sans_carence": 3,
    "cmo_jours_plein": 90,
    "mdt_mois_rembourses": 3,
}


@pytest.mark.parametrize("chemin", FICHIERS, ids=[f.stem for f in FICHIERS])
def test_chaque_parametre_est_source(chemin):
    parametre = charger_parametre(chemin)
    assert parametre.cle == chemin.stem
    assert parametre.unite
    assert all(v.reference and v.verifie_le <= date(2100, 1, 1) for v in parametre.versions)


def test_valeurs_en_vigueur():
    lues = {cle: charger_parametre(DOSSIER / f"{cle}.toml").valeur(JOUR) for cle in VALEURS}
    assert lues == VALEURS


def test_le_moteur_lit_la_valeur_du_jour(monkeypatch):
    """Une réforme datée au 1er avril 2024 ne touche que les arrêts qui débutent après."""
    reforme = date(2024, 4, 1).toordinal()
    monkeypatch.setattr(droits_cmo, "jours_plein", lambda jour: 30 if jour >= reforme else 90)
    garanties = [{"risque": "CMO", "franchise": {"type": "AUCUNE"}}]

    def premiers_jours(debut, fin):
        arret = sinistre(
            risque="CMO", survenance=debut, certificats=[{"debut": debut, "fin": fin}], carence="EXEMPT"
        )
        rendu = executer("indemnisation", entree(contrat={"garanties": garanties}, sinistres=[arret]))
        return rendu["resultat"]["sinistres"][0]["lignes"][0]["jours"]

    assert premiers_jours("2024-01-01", "2024-06-30") == 90
    assert premiers_jours("2024-05-01", "2024-08-31") == 30


def test_trois_mois_de_demi_traitement_maintenu(monkeypatch):
    """C-15 : la durée vient du paramètre, lue au premier jour maintenu."""
    garanties = [{"risque": r, "franchise": {"type": "AUCUNE"}} for r in ("CMO", "MDT")]
    arret = sinistre(
        risque="CMO", certificats=[{"debut": "2024-01-01", "fin": "2025-12-31"}], attente_decision=True
    )
    demande = entree(contrat={"garanties": garanties}, sinistres=[arret], au="2025-12-31")

    def maintenus():
        lignes = executer("indemnisation", demande)["resultat"]["sinistres"][0]["lignes"]
        return [(x["du"], x["au"], x["couvert"]) for x in lignes if x["droit"] == "DEMI_MAINTENU"]

    assert maintenus() == [("2025-01-01", "2025-03-31", True), ("2025-04-01", "2025-12-31", False)]
    monkeypatch.setattr(couverture, "mois_rembourses", lambda jour: 1)
    assert maintenus()[0] == ("2025-01-01", "2025-01-31", True)
