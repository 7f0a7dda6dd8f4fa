"""Préparer, activer, résilier une adhésion ; ce que lisent le moteur et les dossiers."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.models import Adhesion, EffectifFige, LigneEffectif, Notification, Offre
from adhesions.selectors import (
    adhesion_couvrant,
    agent_pour_calcul,
    contrat_pour_calcul,
    garantie_en_vigueur,
    taux_de_cotisation,
)
from adhesions.services.adhesions import adhesion_activer, adhesion_preparer, adhesion_resilier
from adhesions.services.agents import remuneration_revaloriser
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.selectors import evenements_de
from tests.aides import code_et_champ
from tests.fabriques import (
    EFFET,
    FIN,
    AdhesionFactory,
    AgentFactory,
    CollectiviteFactory,
    CompteFactory,
    ConditionsFactory,
    OffreFactory,
)

LE = date(2025, 1, 6)


def preparation(**remplacees):
    return {
        "effet": EFFET,
        "offres": ["BASE"],
        "fractions": 4,
        "elements": ["TIB"],
        "ri": "SUIT",
        "participation_montant_unitaire": Decimal("70"),
        "le": LE,
    } | remplacees


@pytest.fixture
def lot(cdg):
    """Lot avec base, variante (CITIS 30 jours) et prestation supplémentaire (maternité)."""
    lot = OffreFactory().lot
    OffreFactory(lot=lot, code="V1", type="VARIANTE", garanties={"CITIS": ("ABSOLUE", 30, Decimal("1.85"))})
    OffreFactory(lot=lot, code="PSE", type="PSE", garanties={"MAT": ("ABSOLUE", 0, Decimal("0.45"))})
    return lot


def test_garanties_composees(lot):
    adhesion = adhesion_preparer(
        collectivite=CollectiviteFactory(), lot=lot, **preparation(offres=["PSE", "V1", "BASE"])
    )
    assert (adhesion.etat, adhesion.fin) == ("PROJET", FIN)
    assert adhesion.numero.startswith("ADH-2025-")
    retenues = {g.risque: (g.offre.code, g.franchise_jours) for g in adhesion.garanties.all()}
    assert retenues["CITIS"] == ("V1", 30)
    assert retenues["MAT"] == ("PSE", 0)
    assert retenues["CMO"] == ("BASE", 30)
    assert evenements_de(adhesion).get().action == "adhesion_preparer"
    taux = {t.libelle: t.taux for t in taux_de_cotisation(adhesion=adhesion, au=EFFET, nb_agents=12)}
    assert taux["Invalidité temporaire imputable au service"] == Decimal("1.8500")
    assert "Longue maladie" not in taux, "un taux nul n'est pas appelé"


@pytest.mark.parametrize(
    ("remplacees", "attendu"),
    [
        ({"effet": date(2024, 12, 31)}, ("hors-contrat", "effet")),
        ({"effet": date(2029, 1, 1)}, ("hors-contrat", "effet")),
        ({"offres": ["V1"]}, ("formule-invalide", "offres")),
        ({"offres": ["BASE", "INCONNUE"]}, ("valeur-interdite", "offres")),
        ({"elements": ["NBI"]}, ("valeur-interdite", "elements")),
        ({"elements": ["TIB", "FRAIS"]}, ("valeur-interdite", "elements")),
        ({"ri": "PERDU"}, ("valeur-interdite", "ri")),
        ({"fractions": 0}, ("fractions-invalides", "fractions")),
        (
            {"participation_montant_unitaire": None},
            ("champ-manquant", "participation_montant_unitaire"),
        ),
        (
            {"participation_montant_unitaire": "soixante-dix"},
            ("montant-invalide", "participation_montant_unitaire"),
        ),
    ],
)
def test_preparation_refusee(lot, remplacees, attendu):
    collectivite = CollectiviteFactory()
    refus = code_et_champ(adhesion_preparer, collectivite=collectivite, lot=lot, **preparation(**remplacees))
    assert refus == attendu
    assert not Adhesion.objects.exists()


def test_adhesion_en_double(lot):
    collectivite = CollectiviteFactory()
    adhesion_preparer(collectivite=collectivite, lot=lot, **preparation())
    refus = code_et_champ(adhesion_preparer, collectivite=collectivite, lot=lot, **preparation())
    assert refus == ("adhesion-en-double", "lot")


def test_effectif_fige_le_jour_d_effet(lot):
    collectivite = CollectiviteFactory()
    presents = [
        AgentFactory(collectivite=collectivite, entree=EFFET),
        AgentFactory(collectivite=collectivite, sortie=EFFET),
        AgentFactory(collectivite=collectivite, stagiaire=True),
        AgentFactory(collectivite=collectivite, contractuel=True),
    ]
    for absent in ({"entree": date(2025, 1, 2)}, {"sortie": date(2024, 12, 31)}, {"regime": "PRIVE"}):
        AgentFactory(collectivite=collectivite, **absent)
    AgentFactory()
    adhesion = adhesion_preparer(collectivite=collectivite, lot=lot, **preparation())
    activee = adhesion_activer(
        adhesion=adhesion,
        convention_signee_le=date(2024, 11, 12),
        conditions=ConditionsFactory(),
        le=LE,
    )
    effectif = EffectifFige.objects.get(adhesion=activee)
    assert (activee.etat, effectif.le, effectif.nb_cnracl, effectif.nb_ircantec) == ("ACTIVE", EFFET, 3, 1)
    lignes = LigneEffectif.objects.filter(effectif=effectif).values_list("agent_id", flat=True)
    assert sorted(lignes) == sorted(a.pk for a in presents)
    assert len(effectif.empreinte) == 64
    assert Notification.objects.get(adhesion=activee).conditions == ConditionsFactory()
    assert {e.action for e in evenements_de(activee)} == {"adhesion_preparer", "adhesion_activer"}


def test_activation_refusee(lot):
    collectivite = CollectiviteFactory()
    adhesion = adhesion_preparer(collectivite=collectivite, lot=lot, **preparation())
    acte = {"adhesion": adhesion, "convention_signee_le": EFFET, "conditions": ConditionsFactory(), "le": LE}
    assert code_et_champ(adhesion_activer, **acte) == ("aucun-agent", "adhesion")
    AgentFactory(collectivite=collectivite)
    refus = code_et_champ(adhesion_activer, **(acte | {"convention_signee_le": date(2025, 1, 7)}))
    assert refus == ("convention-future", "convention_signee_le")
    refus = code_et_champ(
        adhesion_activer, **(acte | {"le": date(2024, 12, 1), "convention_signee_le": date(2024, 11, 2)})
    )
    assert refus == ("effet-a-venir", "le")
    refus = code_et_champ(adhesion_activer, **acte, empreinte_vue="0" * 64)
    assert refus == ("effectif-change", "empreinte_vue")
    adhesion_activer(**acte)
    assert code_et_champ(adhesion_activer, **acte)[0] == "transition-interdite"
    assert EffectifFige.objects.count() == 1


def test_resiliation(cdg):
    adhesion = AdhesionFactory()
    acte = {"adhesion": adhesion, "resiliation": date(2025, 12, 31), "motif": "Fusion", "le": LE}
    refus = code_et_champ(adhesion_resilier, **(acte | {"resiliation": date(2024, 6, 1)}))
    assert refus == ("hors-adhesion", "resiliation")
    assert code_et_champ(adhesion_resilier, **(acte | {"motif": " "})) == ("champ-manquant", "motif")
    resiliee = adhesion_resilier(**acte)
    assert (resiliee.etat, resiliee.resiliation) == ("RESILIEE", date(2025, 12, 31))
    assert code_et_champ(adhesion_resilier, **acte)[0] == "transition-interdite"


def test_adhesion_couvrant(cdg):
    adhesion = AdhesionFactory(resiliee=True, resiliation=date(2026, 6, 30))
    trouver = {"collectivite": adhesion.collectivite, "regime": "CNRACL"}
    assert adhesion_couvrant(**trouver, survenance=EFFET) == adhesion
    assert adhesion_couvrant(**trouver, survenance=date(2026, 6, 30)) == adhesion
    assert adhesion_couvrant(**trouver, survenance=date(2026, 7, 1)) is None
    assert adhesion_couvrant(**trouver, survenance=date(2024, 5, 1)) is None
    anterieur = adhesion_couvrant(**trouver, survenance=date(2024, 5, 1), evenement_anterieur=True)
    assert anterieur == adhesion
    assert adhesion_couvrant(**(trouver | {"regime": "RG_CONTRACT"}), survenance=EFFET) is None
    projet = AdhesionFactory(projet=True)
    assert adhesion_couvrant(collectivite=projet.collectivite, regime="CNRACL", survenance=EFFET) is None


def test_garantie_en_vigueur(cdg):
    adhesion = AdhesionFactory()
    assert garantie_en_vigueur(adhesion=adhesion, risque="CMO", au=EFFET).franchise_jours == 30
    assert garantie_en_vigueur(adhesion=adhesion, risque="MAT", au=EFFET) is None


def test_formes_du_moteur(cdg):
    adhesion = AdhesionFactory(elements=("TIB", "RI"), resiliee=True)
    contrat = contrat_pour_calcul(adhesion=adhesion, au=EFFET)
    assert contrat["garanties"] == [
        {"risque": "CITIS", "franchise": {"type": "ABSOLUE", "jours": 45}},
        {"risque": "CLD", "franchise": {"type": "AUCUNE"}},
        {"risque": "CLM", "franchise": {"type": "AUCUNE"}},
        {"risque": "CMO", "franchise": {"type": "ABSOLUE", "jours": 30}},
    ]
    assert (contrat["resiliation"], contrat["elements"]) == ("2025-12-31", ["TIB", "RI"])
    agent = AgentFactory(remuneration={"TIB": Decimal("24000"), "NBI": Decimal("500"), "CIA": Decimal("100")})
    remuneration_revaloriser(
        agent=agent, depuis=date(2024, 7, 1), montants={"TIB": Decimal("25000")}, le=EFFET
    )
    forme = agent_pour_calcul(agent)
    assert [(r["depuis"], r["TIB"], r["NBI"]) for r in forme["remuneration"]] == [
        ("2015-09-01", "24000.00", "500.00"),
        ("2024-07-01", "25000.00", "500.00"),
    ]
    assert "CIA" not in forme["remuneration"][0]


def test_taux_multiples_refuses(cdg):
    lot = OffreFactory().lot
    Offre.objects.get(lot=lot).garanties.filter(risque="CMO").update(taux_remboursement=90)
    adhesion = AdhesionFactory(lot=lot)
    assert code_et_champ(contrat_pour_calcul, adhesion=adhesion, au=EFFET)[0] == "taux-multiples"


def test_un_rh_ne_voit_que_son_adhesion(cdg):
    mienne, autre = AdhesionFactory(), AdhesionFactory()
    rh = Perimetre(collectivites=(mienne.collectivite_id,), utilisateur=CompteFactory().pk)
    with perimetre(rh):
        assert list(Adhesion.objects.all()) == [mienne]
        assert adhesion_couvrant(collectivite=autre.collectivite, regime="CNRACL", survenance=EFFET) is None
