"""Contrats, mandats, collectivités et habilitations : écritures et refus."""

from datetime import date
from decimal import Decimal

import pytest

from adhesions.models import GarantieOfferte, RoleContrat, Tarif
from adhesions.selectors import contrat_par_reference, lot_de
from adhesions.services.contrats import conditions_enregistrer, contrat_enregistrer
from adhesions.services.mandats import mandat_enregistrer
from cdg_portal.journal.selectors import evenements_de
from cdg_portal.perimetres.selectors import siret_de
from cdg_portal.perimetres.services import collectivite_creer, habilitation_accorder
from tests.aides import code_et_champ
from tests.fabriques import CollectiviteFactory, CompteFactory, ContratFactory, siren_numero, siret_de_siren

SIREN = siren_numero(900)
SIRET = siret_de_siren(SIREN)


def donnees(**remplacees):
    """Un contrat complet, tel que le décrit un fichier."""
    return {
        "reference": "AS-2030",
        "libelle": "Contrat groupe 2030",
        "effet": date(2030, 1, 1),
        "fin": date(2033, 12, 31),
        "echeance": "01-01",
        "gestion": "CAPITALISATION",
        "diviseur": "J365",
        "franchise_par": "SINISTRE",
        "age_cessation": 65,
        "delai_declaration": 6,
        "delai_declaration_unite": "MOIS",
        "sanction_tardive": "AUCUNE",
        "delai_remboursement_jours": 30,
        "controle_heures": 48,
        "delai_paiement_jours": 30,
        "taux_remboursement": Decimal("100"),
        "regime": "CNRACL",
        "organismes": [
            {"code": "A", "nom": "Assureur", "type": "ASSUREUR", "siret": siret_de_siren(siren_numero(901))},
            {
                "code": "G",
                "nom": "Gérant",
                "type": "GESTIONNAIRE",
                "siret": siret_de_siren(siren_numero(902)),
            },
            {
                "code": "S",
                "nom": "Centre",
                "type": "SOUSCRIPTEUR",
                "siret": siret_de_siren(siren_numero(903)),
            },
        ],
        "offres": [
            {
                "code": "BASE",
                "type": "BASE",
                "libelle": "Base",
                "garanties": [
                    {"risque": "CITIS", "franchise_type": "ABSOLUE", "franchise_jours": 45, "taux": "1.50"},
                    {"risque": "DC", "franchise_type": "AUCUNE", "franchise_jours": None, "taux": "0.00"},
                ],
            }
        ],
    } | remplacees


def test_contrat_complet_et_idempotent(cdg):
    contrat = contrat_enregistrer(donnees=donnees())
    assert contrat.delai_controle_heures == 48
    assert contrat.intitule == "Contrat groupe 2030"
    assert set(contrat.roles.values_list("role", flat=True)) == set(RoleContrat.Role.values)
    assert lot_de(reference="AS-2030", regime="CNRACL").contrat == contrat
    garantie = GarantieOfferte.objects.get(offre__lot__contrat=contrat, risque="CITIS")
    assert (garantie.franchise_jours, garantie.taux_remboursement) == (45, Decimal("100"))
    assert Tarif.objects.get(offre=garantie.offre, risque="CITIS").taux == Decimal("1.5000")
    assert contrat_enregistrer(donnees=donnees(intitule="Autre")) == contrat
    assert contrat_par_reference("AS-2030").intitule == "Contrat groupe 2030"


@pytest.mark.parametrize(
    ("remplacees", "attendu"),
    [
        ({"delai_paiement_jours": None}, ("champ-manquant", "delai_paiement_jours")),
        ({"gestion": "AUTRE"}, ("valeur-interdite", "gestion")),
        ({"fin": date(2029, 1, 1)}, ("dates-inversees", "fin")),
        ({"organismes": []}, ("champ-manquant", "assureur")),
        ({"regime": "MARINE"}, ("valeur-interdite", "regime")),
    ],
)
def test_contrat_refuse(cdg, remplacees, attendu):
    assert code_et_champ(contrat_enregistrer, donnees=donnees(**remplacees)) == attendu
    assert contrat_par_reference("AS-2030") is None


def test_contrat_franchise_sans_jours(cdg):
    offre = donnees()["offres"][0]
    offre["garanties"][0]["franchise_jours"] = None
    refus = code_et_champ(contrat_enregistrer, donnees=donnees(offres=[offre]))
    assert refus == ("franchise-sans-jours", "franchise_jours")


def test_conditions_une_version_ne_change_pas(cdg):
    articles = [{"titre": "Objet", "paragraphes": ["Texte"]}]
    premieres = conditions_enregistrer(version="2025-1", approuvees_le=date(2024, 9, 1), articles=articles)
    secondes = conditions_enregistrer(
        version="2025-1", approuvees_le=date(2025, 9, 1), articles=[{"titre": "Autre", "paragraphes": []}]
    )
    assert secondes == premieres
    assert secondes.articles == articles
    refus = code_et_champ(conditions_enregistrer, version="x", approuvees_le=date(2025, 1, 1), articles=[])
    assert refus == ("champ-manquant", "articles")


def test_mandat_unique_par_contrat(cdg):
    mandat = {
        "collectivite": CollectiviteFactory(),
        "contrat": ContratFactory(),
        "deliberation_le": date(2024, 6, 3),
        "reference": "2024-31",
    }
    cree = mandat_enregistrer(**mandat)
    assert evenements_de(cree).get().action == "mandat_enregistrer"
    assert code_et_champ(mandat_enregistrer, **mandat) == ("mandat-en-double", "contrat")


def test_collectivite_creee_avec_son_siret(cdg):
    creee = collectivite_creer(denomination="Commune d'Œuvrelle", siret=SIRET, le=date(2025, 1, 1))
    assert (creee.siren, creee.cle_tri) == (SIREN, "commune d oeuvrelle")
    assert siret_de(creee, au=date(2025, 1, 1)) == SIRET
    assert siret_de(creee, au=date(2024, 12, 31)) == ""


def test_collectivite_refusee(cdg):
    faux = SIRET[:-1] + str((int(SIRET[-1]) + 1) % 10)
    refus = code_et_champ(collectivite_creer, denomination="X", siret=faux, le=date(2025, 1, 1))
    assert refus == ("siret-invalide", "siret")
    collectivite_creer(denomination="X", siret=SIRET, le=date(2025, 1, 1))
    refus = code_et_champ(collectivite_creer, denomination="Y", siret=SIRET, le=date(2025, 1, 1))
    assert refus == ("collectivite-en-double", "siret")
    refus = code_et_champ(
        collectivite_creer, denomination=" ", siret=siret_de_siren(siren_numero(910)), le=date(2025, 1, 1)
    )
    assert refus == ("champ-manquant", "denomination")


def test_habilitation(cdg):
    compte, collectivite = CompteFactory(), CollectiviteFactory()
    jour = date(2025, 1, 1)
    droit = {
        "par": None,
        "compte": compte,
        "role": "RH_SAISIE",
        "collectivite": collectivite,
        "du": jour,
        "le": jour,
    }
    assert habilitation_accorder(**droit).role == "RH_SAISIE"
    assert code_et_champ(habilitation_accorder, **droit) == ("habilitation-en-double", "role")
    refus = code_et_champ(habilitation_accorder, **(droit | {"role": "FINANCES"}))
    assert refus == ("role-du-cdg", "role")
    refus = code_et_champ(habilitation_accorder, **(droit | {"role": "LECTEUR", "au": date(2024, 1, 1)}))
    assert refus == ("dates-inversees", "au")
