"""Les actions : la plus pressée d'abord, ce qui est en jeu, et rien de coupé à qui cherche ou exporte."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.services.agents import remuneration_revaloriser
from cdg_portal.accueil.files import Criteres, actions_attendues, files_attendues, liste
from sinistres.models import Sinistre
from sinistres.selectors.delais import avec_dernier_jour, dernier_jour_pour_agir
from sinistres.selectors.moteur import calculer
from sinistres.services import decomptes
from tests.accueil.test_files import _declare, _en_controle, _incomplet, _valide, dans
from tests.fabriques import AgentFactory
from tests.sinistres.monde import JOUR, declarer, decompter, reprendre, texte, valider


@pytest.mark.parametrize("risque", ["MO", "DC"])
def test_le_dernier_jour_trie_en_base_est_celui_de_la_regle(monde, risque):
    s = _declare(monde)
    for survenance in (date(2024, 2, 29), date(2025, 12, 31)):
        Sinistre.objects.filter(pk=s.pk).update(risque=risque, survenance=survenance)
        lu = avec_dernier_jour(Sinistre.objects.filter(pk=s.pk)).get()
        assert lu.dernier_jour == dernier_jour_pour_agir(lu) is not None


def test_une_file_datee_montre_d_abord_l_echeance_la_plus_proche(monde):
    """Un décès se prescrit en dix ans : plus ancien, il est pourtant moins pressé."""
    ancien = _valide(monde)
    Sinistre.objects.filter(pk=ancien.pk).update(risque="DC", survenance=date(2025, 1, 5))
    recent = valider(declarer(AgentFactory(collectivite=monde.collectivite)))
    reprendre(recent, date(2026, 5, 4))
    (lue,) = [f for f in dans(monde.rh, lambda r: files_attendues(r, 1)) if f.file.cle == "a-demander"]
    assert [a.numero for a in lue.lecture.actions] == [recent.numero]


def test_le_montant_en_jeu_est_le_solde_qu_on_decompterait(monde):
    s = _valide(monde)
    (avant,), _ = dans(monde.rh, lambda r: actions_attendues(r, Criteres(file="a-demander")))
    decomptes.demande_soumettre(sinistre=s, au=date(2026, 4, 30), le=JOUR)
    (pendant,), _ = dans(
        monde.gestionnaire, lambda r: actions_attendues(r, Criteres(file="demandes-a-controler"))
    )
    solde = decomptes.demande_controler(demande=s.demandes.get(), le=JOUR).solde
    assert avant.montant == pendant.montant == solde > 0


@pytest.mark.parametrize(
    ("poser", "qui", "cle"),
    [
        (_declare, "gestionnaire", "a-controler"),
        (_en_controle, "gestionnaire", "a-valider"),
        (_incomplet, "rh", "pieces-demandees"),
        (_incomplet, "rh", "sans-reprise"),
    ],
)
def test_un_dossier_pas_encore_valide_dit_ce_qui_serait_rembourse_des_jours_echus(monde, poser, qui, cle):
    """Arrêt du 1er mars au 30 juin : au 15 juin on compte jusqu'au 15, en juillet jusqu'à sa fin."""
    s = poser(monde, debut=date(2026, 3, 1))
    for jour, echu in ((JOUR, JOUR), (date(2026, 7, 15), date(2026, 6, 30))):
        if cle == "sans-reprise" and jour <= echu:
            continue  # l'arrêt court encore
        (action,), _ = dans(
            getattr(monde, qui), lambda r: actions_attendues(r, Criteres(file=cle)), jour=jour
        )
        assert action.montant == calculer(sinistre=s, au=echu).total > 0


def test_un_decompte_a_recalculer_dit_l_ecart(monde):
    s = _valide(monde)
    decompte = decompter(s)
    remuneration_revaloriser(
        agent=monde.agent, depuis=date(2026, 2, 1), montants={"TIB": Decimal("30000")}, le=JOUR
    )
    (action,), _ = dans(monde.gestionnaire, lambda r: actions_attendues(r, Criteres(file="a-recalculer")))
    assert action.montant == calculer(sinistre=s, au=decompte.au).total - decompte.total > 0


def test_un_montant_incalculable_reste_inconnu_et_se_range_apres(monde):
    _valide(monde)
    sans_paie = AgentFactory(collectivite=monde.collectivite, nom="Sanspaie")
    reprendre(valider(declarer(sans_paie)), date(2026, 5, 4))
    sans_paie.remunerations.all().delete()
    for tri in ("montant", "-montant"):
        premiere, seconde = dans(monde.rh, lambda r, tri=tri: actions_attendues(r, Criteres(tri=tri)))[0]
        assert premiere.montant is not None
        assert seconde.montant is None


def test_au_dela_du_plafond_on_cherche_et_on_exporte_tout(monde, client, monkeypatch):
    monkeypatch.setattr(liste, "PLAFOND", 1)
    _declare(monde)
    declarer(monde.agent_d_ailleurs, debut=date(2026, 6, 2), fin=date(2026, 6, 30))
    client.force_login(monde.gestionnaire)
    page = texte(client.get("/actions/"))
    assert "premières sont ici" in page and "DUPUIS" not in page
    trouvee = texte(client.get("/actions/?q=zoe"))
    assert "DUPUIS" in trouvee and "premières sont ici" not in trouvee
    assert client.get("/actions/export.csv").content.decode().count("\r\n") == 3
