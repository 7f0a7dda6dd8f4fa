"""Base, appel, participation : montants, échéances, quatre yeux, refus."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.selectors import evenements_de
from cotisations.models import Appel, BaseDeclaree, Participation
from cotisations.selectors import appel_par_uid, base_proposee, controles_appel
from cotisations.services import (
    appel_emettre,
    appel_valider,
    appel_verifier,
    base_controler,
    base_declarer,
    participation_emettre,
)
from tests.aides import code_et_champ
from tests.fabriques import (
    AdhesionFactory,
    AgentFactory,
    CollectiviteFactory,
    CompteFactory,
    OffreFactory,
)

LE = date(2025, 1, 20)
ASSIETTE = {"tib": "2 697 159", "nbi": "17132", "sft": "42965", "ir": "28386", "primes": "412391,00"}
CITIS_SEUL = {"CITIS": ("ABSOLUE", 45, Decimal("1.50")), "DC": ("AUCUNE", None, Decimal("0"))}


@pytest.fixture
def adhesion(cdg):
    lot = OffreFactory(garanties=CITIS_SEUL).lot
    return AdhesionFactory(lot=lot, elements=("TIB", "NBI", "SFT", "IR", "RI"))


def emettre(adhesion, exercice=2025, montants=ASSIETTE, nb_agents=124):
    base = base_declarer(adhesion=adhesion, exercice=exercice, montants=montants, nb_agents=nb_agents, le=LE)
    return appel_emettre(base=base_controler(base=base, le=LE), le=LE)


def en(compte):
    return perimetre(Perimetre(cdg=True, utilisateur=compte.pk))


def test_appel_de_l_etablissement(adhesion):
    appel = appel_par_uid(emettre(adhesion).uid)
    assert (appel.assiette, appel.total) == (Decimal("3198033.00"), Decimal("47970.50"))
    assert [(e.date, e.montant) for e in appel.echeances.all()] == [
        (date(2025, 1, 31), Decimal("11992.62")),
        (date(2025, 5, 1), Decimal("11992.62")),
        (date(2025, 7, 31), Decimal("11992.62")),
        (date(2025, 10, 31), Decimal("11992.64")),
    ]
    assert [ligne.libelle for ligne in appel.lignes.all()] == ["Invalidité temporaire imputable au service"]
    assert appel.elements == "TIB NBI SFT IR PRIMES"
    valeurs = [etape["valeur"] for etape in appel.etapes]
    assert valeurs == ["3198033.00", "47970.50", "47970.50", "11992.62", "11992.64"]
    assert appel.numero.startswith("APP-2025-")
    assert evenements_de(appel).get().action == "appel_emettre"


def test_elements_non_assures_hors_de_l_assiette(cdg):
    lot = OffreFactory(garanties=CITIS_SEUL).lot
    appel = emettre(AdhesionFactory(lot=lot, elements=("TIB", "NBI")))
    assert (appel.assiette, appel.total) == (Decimal("2714291.00"), Decimal("40714.37"))


def test_charges_appelees_si_assurees(cdg):
    """Le complément annuel (CIA), jamais indemnisé, n'est pas proposé à la cotisation (R-ASS-01)."""
    lot = OffreFactory(garanties=CITIS_SEUL).lot
    adhesion = AdhesionFactory(lot=lot, charges_pct=40)
    AgentFactory(collectivite=adhesion.collectivite, remuneration={"TIB": "1000", "RI": "500", "CIA": "50"})
    proposee = base_proposee(adhesion=adhesion, exercice=2025)
    assert proposee["nb_agents"] == 2
    assert proposee["montants"] == {
        "tib": Decimal("25000.00"),
        "nbi": Decimal("0.00"),
        "sft": Decimal("0.00"),
        "ir": Decimal("0.00"),
        "primes": Decimal("500.00"),
        "charges": Decimal("10000.00"),
    }
    assert emettre(adhesion, montants=proposee["montants"], nb_agents=2).assiette == Decimal("35000.00")


def test_quatre_yeux(adhesion):
    appel = emettre(adhesion)
    assert code_et_champ(appel_verifier, appel=appel, le=LE)[0] == "acteur-inconnu"
    premier, second = CompteFactory(), CompteFactory()
    with en(premier):
        assert code_et_champ(appel_valider, appel=appel, le=LE)[0] == "transition-interdite"
        appel_verifier(appel=appel, le=LE)
        assert code_et_champ(appel_valider, appel=appel, le=LE)[0] == "quatre-yeux"
        assert code_et_champ(appel_verifier, appel=appel, le=LE)[0] == "transition-interdite"
    with en(second):
        valide = appel_valider(appel=appel, le=LE)
    assert (valide.etat, valide.verifie_par, valide.valide_par) == ("VALIDE", premier, second)
    actes = {e.action: e.acteur for e in evenements_de(appel)}
    assert (actes["appel_verifier"], actes["appel_valider"]) == (premier, second)


def test_montants_d_un_appel_immuables(adhesion):
    appel = emettre(adhesion)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as c:
        c.execute("UPDATE cotisations_appel SET total = 0 WHERE id = %s", [appel.pk])


@pytest.mark.parametrize(
    ("remplacees", "attendu"),
    [
        ({"exercice": 2024}, ("hors-contrat", "exercice")),
        ({"exercice": 2029}, ("hors-contrat", "exercice")),
        ({"montants": {"tib": "beaucoup"}}, ("montant-invalide", "tib")),
        ({"montants": {"tib": "10", "nbi": "-1"}}, ("hors-bornes", "nbi")),
        ({"montants": {}}, ("champ-manquant", "tib")),
        ({"montants": {"tib": 1, "cia": 1}}, ("valeur-interdite", "montants")),
        ({"nb_agents": 0}, ("hors-bornes", "nb_agents")),
    ],
)
def test_base_refusee(adhesion, remplacees, attendu):
    saisie = {"exercice": 2025, "montants": ASSIETTE, "nb_agents": 124, "le": LE} | remplacees
    assert code_et_champ(base_declarer, adhesion=adhesion, **saisie) == attendu


def test_base_et_appel_une_seule_fois(adhesion):
    saisie = {"adhesion": adhesion, "exercice": 2025, "montants": ASSIETTE, "nb_agents": 124, "le": LE}
    base = base_declarer(**saisie)
    assert code_et_champ(base_declarer, **saisie) == ("base-deja-declaree", "exercice")
    assert code_et_champ(appel_emettre, base=base, le=LE)[0] == "base-non-controlee"
    base_controler(base=base, le=LE)
    assert code_et_champ(base_controler, base=base, le=LE)[0] == "transition-interdite"
    appel_emettre(base=base, le=LE)
    assert code_et_champ(appel_emettre, base=base, le=LE) == ("appel-deja-emis", "exercice")
    assert Appel.objects.count() == 1


def test_sans_tarif_pas_d_appel(cdg):
    lot = OffreFactory(garanties={"DC": ("AUCUNE", None, Decimal("0"))}).lot
    adhesion = AdhesionFactory(lot=lot)
    base = base_declarer(adhesion=adhesion, exercice=2025, montants=ASSIETTE, nb_agents=1, le=LE)
    base_controler(base=base, le=LE)
    assert code_et_champ(appel_emettre, base=base, le=LE) == ("tarif-absent", "exercice")


def test_participation_forfaitaire(cdg):
    collectivite = CollectiviteFactory()
    for _ in range(3):
        AgentFactory(collectivite=collectivite)
    adhesion = AdhesionFactory(collectivite=collectivite)
    AgentFactory(collectivite=collectivite)
    participation = participation_emettre(adhesion=adhesion, exercice=2025, le=LE)
    assert (participation.nb_agents, participation.montant) == (3, Decimal("210.00"))
    assert participation.etapes[0]["libelle"] == "3 agents CNRACL × 70,00\u00a0€"
    refus = code_et_champ(participation_emettre, adhesion=adhesion, exercice=2025, le=LE)
    assert refus == ("participation-deja-emise", "exercice")
    assert participation_emettre(adhesion=adhesion, exercice=2026, le=LE).nb_agents == 3


def test_participation_due_une_seule_fois(cdg):
    adhesion = AdhesionFactory(participation_periodicite="UNIQUE")
    participation_emettre(adhesion=adhesion, exercice=2025, le=LE)
    refus = code_et_champ(participation_emettre, adhesion=adhesion, exercice=2026, le=LE)
    assert refus == ("participation-unique", "exercice")


def test_participation_en_pourcentage(cdg):
    lot = OffreFactory(garanties=CITIS_SEUL).lot
    adhesion = AdhesionFactory(
        lot=lot,
        participation_mode="POURCENTAGE",
        participation_montant_unitaire=None,
        participation_taux=Decimal("0.20"),
    )
    refus = code_et_champ(participation_emettre, adhesion=adhesion, exercice=2025, le=LE)
    assert refus == ("base-non-controlee", "exercice")
    emettre(adhesion, montants={"tib": "100 000,00"})
    assert participation_emettre(adhesion=adhesion, exercice=2025, le=LE).montant == Decimal("200.00")
    assert Participation.objects.get().assiette == Decimal("100000.00")


def test_controles(adhesion):
    emettre(adhesion)
    suivant = emettre(adhesion, exercice=2026, montants={"tib": "4 000 000"}, nb_agents=124)
    controles = {c.code: c for c in controles_appel(appel_par_uid(suivant.uid))}
    assert controles["assiette-n-1"].ecart_pct == Decimal("25.08")
    assert controles["assiette-n-1"].alerte
    assert controles["effectif-fige"].constat == "124 agents pour 1"
    premier = {c.code: c for c in controles_appel(appel_par_uid(Appel.objects.get(exercice=2025).uid))}
    assert premier["assiette-n-1"].ecart_pct is None
    assert not premier["assiette-n-1"].alerte


@pytest.mark.parametrize(
    ("montants", "nb_agents", "champ"),
    [
        ({"tib": "10000000000,01"}, 1, "tib"),
        ({"tib": "1", "primes": "999999999999,99"}, 1, "primes"),
        ({"tib": "6000000000", "primes": "6000000000"}, 1, "tib"),
        ({"tib": "1"}, 10**11, "nb_agents"),
    ],
    ids=["rubrique", "autre rubrique", "total", "agents"],
)
def test_une_base_demesuree_est_refusee(adhesion, montants, nb_agents, champ):
    """Sinon l'assiette de l'appel ne tiendrait pas dans sa colonne."""
    saisie = {"adhesion": adhesion, "exercice": 2025, "montants": montants, "nb_agents": nb_agents, "le": LE}
    assert code_et_champ(base_declarer, **saisie) == ("hors-bornes", champ)


def test_l_appel_d_une_base_demesuree_deja_enregistree_est_refuse(adhesion):
    """Déclarée avant que la borne n'existe."""
    base = base_declarer(adhesion=adhesion, exercice=2025, montants=ASSIETTE, nb_agents=124, le=LE)
    demesure = Decimal("999999999999.99")
    BaseDeclaree.objects.filter(pk=base.pk).update(tib=demesure, primes=demesure)
    base = base_controler(base=base, le=LE)
    assert code_et_champ(appel_emettre, base=base, le=LE) == ("hors-bornes", "base")
    assert not Appel.objects.exists()
