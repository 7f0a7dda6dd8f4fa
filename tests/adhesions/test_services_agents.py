"""Agents, rémunérations, lots et rapprochements."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.models import Agent, RapprochementPersonne
from adhesions.selectors import agent_par_uid, agents_liste, personnes_multi_employeurs, remuneration_au
from adhesions.services.agents import (
    LotRefuse,
    agent_enregistrer,
    agents_enregistrer_lot,
    personnes_rapprocher,
    remuneration_revaloriser,
)
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.selectors import evenements_de
from cdg_portal.socle.erreurs import ErreurMetier
from tests.aides import code_et_champ
from tests.fabriques import AgentFactory, CollectiviteFactory, centre_de_gestion

LE = date(2025, 1, 6)


def saisie(**remplacees):
    return {
        "matricule": "M1",
        "nom": "Ébrard",
        "prenom": "Zoé",
        "naissance": date(1980, 5, 4),
        "sexe": "F",
        "regime": "CNRACL",
        "entree": date(2020, 1, 1),
        "remuneration": {"TIB": "24 000,00"},
    } | remplacees


def motif_du_refus(**remplacees):
    """Le message du refus, tel que la personne le lit."""
    with pytest.raises(ErreurMetier) as refus:
        agent_enregistrer(collectivite=CollectiviteFactory(), le=LE, **saisie(**remplacees))
    return refus.value.message


def test_agent_enregistre(cdg):
    agent = agent_enregistrer(collectivite=CollectiviteFactory(), le=LE, **saisie(metier="Soins", quotite=80))
    lu = agent_par_uid(agent.uid)
    assert (lu.cle_tri, lu.situations.all()[0].quotite) == ("ebrard zoe", Decimal("80"))
    assert remuneration_au(agent=lu, au=date(2020, 1, 1)) == {"TIB": Decimal("24000.00")}
    assert remuneration_au(agent=lu, au=date(2019, 12, 31)) == {}
    assert evenements_de(lu).get().action == "agent_enregistrer"


@pytest.mark.parametrize(
    ("remplacees", "attendu"),
    [
        ({"matricule": " "}, ("champ-manquant", "matricule")),
        ({"naissance": None}, ("champ-manquant", "naissance")),
        ({"sexe": "X"}, ("valeur-interdite", "sexe")),
        ({"regime": "MARINE"}, ("valeur-interdite", "regime")),
        ({"statut": "ELU"}, ("valeur-interdite", "statut")),
        ({"entree": date(1970, 1, 1)}, ("dates-inversees", "entree")),
        ({"sortie": date(2019, 1, 1)}, ("dates-inversees", "sortie")),
        ({"quotite": 0}, ("hors-bornes", "quotite")),
        ({"remuneration": {}}, ("champ-manquant", "remuneration.TIB")),
        ({"remuneration": {"NBI": "600"}}, ("champ-manquant", "remuneration.TIB")),
        ({"remuneration": {"TIB": None}}, ("champ-manquant", "remuneration.TIB")),
        ({"remuneration": {"TIB": " "}}, ("champ-manquant", "remuneration.TIB")),
        ({"remuneration": {"TIB": "beaucoup"}}, ("montant-invalide", "remuneration.TIB")),
        ({"remuneration": {"TIB": "1", "PRIME": 1}}, ("valeur-interdite", "remuneration")),
    ],
)
def test_agent_refuse(cdg, remplacees, attendu):
    refus = code_et_champ(
        agent_enregistrer, collectivite=CollectiviteFactory(), le=LE, **saisie(**remplacees)
    )
    assert refus == attendu
    assert not Agent.objects.exists()


def test_refus_en_francais(cdg):
    """Ni code brut ni nom de champ : des libellés."""
    assert motif_du_refus(sexe="X") == "Sexe : choisir entre « Femme » et « Homme »."
    assert "Contractuel" in motif_du_refus(statut="ELU")
    assert "CONTRACTUEL" not in motif_du_refus(statut="ELU")
    assert "traitement indiciaire brut (TIB)" in motif_du_refus(remuneration={"NBI": "600"})


def test_agent_en_double(cdg):
    collectivite = CollectiviteFactory()
    agent_enregistrer(collectivite=collectivite, le=LE, **saisie())
    refus = code_et_champ(agent_enregistrer, collectivite=collectivite, le=LE, **saisie())
    assert refus == ("agent-en-double", "matricule")
    assert agent_enregistrer(collectivite=CollectiviteFactory(), le=LE, **saisie()).matricule == "M1"


def test_lot_tout_ou_rien(cdg):
    collectivite = CollectiviteFactory()
    agent_enregistrer(collectivite=collectivite, le=LE, **saisie(matricule="M9"))
    lot = [
        saisie(),
        saisie(matricule="M9"),
        saisie(),
        saisie(matricule="M3", remuneration={"TIB": "-1"}),
    ]
    with pytest.raises(LotRefuse) as refus:
        agents_enregistrer_lot(collectivite=collectivite, agents=lot, le=LE)
    assert [(e["champ"], e["code"]) for e in refus.value.erreurs] == [
        ("agents[1].matricule", "agent-en-double"),
        ("agents[2].matricule", "agent-en-double"),
        ("agents[3].remuneration.TIB", "hors-bornes"),
    ]
    assert Agent.objects.count() == 1


def test_lot_enregistre_en_peu_de_requetes(cdg, django_assert_max_num_queries):
    collectivite = CollectiviteFactory()
    with django_assert_max_num_queries(12):
        crees = agents_enregistrer_lot(
            collectivite=collectivite, agents=[saisie(matricule=f"L{n}") for n in range(60)], le=LE
        )
    assert len(crees) == 60
    lu = agent_par_uid(crees[-1].uid)
    assert (lu.cle_tri, lu.situations.count(), lu.remunerations.count()) == ("ebrard zoe", 1, 1)


def test_revalorisation(cdg):
    agent = AgentFactory()
    remuneration_revaloriser(agent=agent, depuis=date(2024, 7, 1), montants={"TIB": Decimal("24500")}, le=LE)
    lu = agent_par_uid(agent.uid)
    assert remuneration_au(agent=lu, au=date(2024, 6, 30))["TIB"] == Decimal("24000.00")
    assert remuneration_au(agent=lu, au=date(2024, 7, 1))["TIB"] == Decimal("24500.00")
    assert evenements_de(lu).get().le == LE
    refus = code_et_champ(
        remuneration_revaloriser, agent=agent, depuis=date(2024, 7, 1), montants={"TIB": Decimal("1")}, le=LE
    )
    assert refus == ("montant-en-double", "depuis")


def test_rapprochement_connu_du_seul_cdg(cdg):
    centre_de_gestion()
    ici, ailleurs = AgentFactory(), AgentFactory()
    personnes_rapprocher(agents=[ici, ailleurs], le=LE)
    personnes_rapprocher(agents=[ici, ailleurs], le=LE)
    assert RapprochementPersonne.objects.count() == 2
    assert list(personnes_multi_employeurs(ici)) == [ailleurs]
    with perimetre(Perimetre(collectivites=(ici.collectivite_id,))):
        assert list(personnes_multi_employeurs(ici)) == []
        refus = code_et_champ(personnes_rapprocher, agents=[ici, ailleurs], le=LE)
        assert refus[0] == "reserve-au-cdg"


def test_rapprochement_refuse(cdg):
    centre_de_gestion()
    ici, autre_naissance = AgentFactory(), AgentFactory(naissance=date(1990, 1, 1))
    collegue = AgentFactory(collectivite=ici.collectivite)
    for agents in ([ici], [ici, collegue], [ici, autre_naissance]):
        refus = code_et_champ(personnes_rapprocher, agents=agents, le=LE)
        assert refus == ("rapprochement-invalide", "agents")


def test_recherche_sans_accents(cdg):
    AgentFactory(nom="Ébrard", matricule="Z1")
    AgentFactory(nom="Martin", matricule="EB7")
    noms = [a.nom for a in agents_liste(recherche="ebra")]
    assert noms == ["Ébrard"]
    assert [a.nom for a in agents_liste(recherche="EB7")] == ["Martin"]
