"""Entrées d'indemnisation refusées : le champ, le code, et toutes les erreurs d'un coup."""

import pytest

from cdg_portal.calculs.registre import executer
from cdg_portal.socle.refus import EntreeRefusee
from tests.regles.fabrique import ABSENT, entree, poser, sinistre

CONTRAT, AGENT = ("contrat",), ("agent",)
S, C = ("sinistres", 0), ("sinistres", 0, "certificats", 0)
R, G = ("agent", "remuneration", 0), ("contrat", "garanties", 0)


def refus(valeur):
    """Couples (champ, code) des erreurs, dans l'ordre."""
    with pytest.raises(EntreeRefusee) as refusee:
        executer("indemnisation", valeur)
    assert all(e.message for e in refusee.value.erreurs)
    return [(e.champ, e.code) for e in refusee.value.erreurs]


def chemin_ecrit(chemin):
    texte = "".join(f"[{c}]" if isinstance(c, int) else f".{c}" for c in chemin)
    return texte.removeprefix(".")


OBLIGATOIRES = [
    ("au",), ("contrat",), ("agent",), ("sinistres",),
    *[(*CONTRAT, c) for c in (
        "effet", "fin", "gestion", "diviseur", "elements", "charges_pct", "taux_remboursement", "ri",
        "franchise_par", "garanties",
    )],
    (*G, "risque"), (*G, "franchise"), (*G, "franchise", "type"), (*G, "franchise", "jours"),
    *[(*AGENT, c) for c in ("naissance", "regime", "remuneration")],
    (*R, "depuis"), (*R, "TIB"),
    *[(*S, c) for c in ("reference", "risque", "survenance", "certificats")],
    (*C, "debut"), (*C, "fin"),
]  # fmt: skip


@pytest.mark.parametrize("chemin", OBLIGATOIRES, ids=chemin_ecrit)
@pytest.mark.parametrize("valeur", [ABSENT, None], ids=["absent", "null"])
def test_champ_obligatoire(chemin, valeur):
    assert refus(poser(entree(), chemin, valeur)) == [(chemin_ecrit(chemin), "champ-manquant")]


FAUTES = [
    ((*AGENT, "age"), 50, "champ-inconnu"),
    ((*C, "diagnostic"), "x", "champ-inconnu"),
    ((*G, "franchise", "unite"), "JOURS", "champ-inconnu"),
    (("version",), 1, "champ-inconnu"),
    (CONTRAT, [], "type-invalide"),
    ((*AGENT, "remuneration"), {}, "type-invalide"),
    (S, "S1", "type-invalide"),
    (S, None, "type-invalide"),
    ((*R, "TIB"), 24000.0, "type-invalide"),
    ((*R, "TIB"), 24000, "type-invalide"),
    ((*S, "attente_decision"), "true", "type-invalide"),
    ((*G, "franchise", "jours"), "45", "type-invalide"),
    ((*G, "franchise", "jours"), 45.0, "type-invalide"),
    ((*G, "franchise", "jours"), True, "type-invalide"),
    ((*S, "risque"), ["CMO"], "type-invalide"),
    ((*C, "debut"), 20240101, "type-invalide"),
    *[((*C, "fin"), d, "date-invalide") for d in (
        "2025-02-29", "29/02/2024", "2024-2-1", "2024-02-29T00:00:00", "", "2024-02-29 ", "0000-01-01",
    )],
    *[((*R, "TIB"), n, "nombre-invalide") for n in (
        "24 000", "24000,00", "1e3", "NaN", "Infinity", "", "+5", ".5", "5.", "٢٤", "0x10", "--1",
    )],
    ((*S, "risque"), "MDT", "valeur-interdite"),
    ((*S, "risque"), "DC", "valeur-interdite"),
    ((*S, "carence"), "auto", "valeur-interdite"),
    ((*G, "franchise", "type"), "FERME", "valeur-interdite"),
    ((*CONTRAT, "gestion"), "MIXTE", "valeur-interdite"),
    ((*CONTRAT, "diviseur"), "J364", "valeur-interdite"),
    ((*CONTRAT, "ri"), "OUI", "valeur-interdite"),
    ((*CONTRAT, "franchise_par"), "AGENT", "valeur-interdite"),
    ((*CONTRAT, "elements"), ["NBI"], "valeur-interdite"),
    ((*CONTRAT, "elements", 0), "IFSE", "valeur-interdite"),
    ((*AGENT, "regime"), "IRCANTEC", "valeur-interdite"),
    ((*R, "TIB"), "-1", "hors-bornes"),
    ((*R, "NBI"), "-0.01", "hors-bornes"),
    ((*G, "franchise", "jours"), -1, "hors-bornes"),
    ((*CONTRAT, "taux_remboursement"), "0", "hors-bornes"),
    ((*CONTRAT, "taux_remboursement"), "100.01", "hors-bornes"),
    ((*CONTRAT, "charges_pct"), "-1", "hors-bornes"),
    ((*CONTRAT, "age_cessation"), 49, "hors-bornes"),
    ((*CONTRAT, "age_cessation"), 76, "hors-bornes"),
    ((*S, "deja_verse"), "-0.01", "hors-bornes"),
    ((*C, "quotite_travail"), "0", "hors-bornes"),
    ((*C, "quotite_travail"), "100", "hors-bornes"),
    (("au",), "2101-01-01", "hors-bornes"),
    ((*AGENT, "naissance"), "1899-12-31", "hors-bornes"),
    (("sinistres",), [], "liste-vide"),
    ((*S, "certificats"), [], "liste-vide"),
    ((*AGENT, "remuneration"), [], "liste-vide"),
    ((*CONTRAT, "garanties"), [], "liste-vide"),
    ((*CONTRAT, "elements"), [], "liste-vide"),
    ((*C, "fin"), "2023-12-31", "dates-inversees"),
    ((*CONTRAT, "fin"), "2021-12-31", "dates-inversees"),
    ((*CONTRAT, "resiliation"), "2021-12-31", "dates-inversees"),
    ((*C, "debut"), "2023-12-31", "incoherent"),
    ((*AGENT, "naissance"), "2024-01-01", "incoherent"),
    ((*S, "evenement_anterieur"), {"refus_assureur_precedent": True}, "incoherent"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("chemin", "valeur", "code"), FAUTES, ids=[f"{chemin_ecrit(c)}={v!r}" for c, v, _ in FAUTES]
)
def test_valeur_fautive(chemin, valeur, code):
    assert refus(poser(entree(), chemin, valeur)) == [(chemin_ecrit(chemin), code)]


def test_certificat_de_plus_de_3660_jours():
    valeur = poser(poser(entree(), (*C, "fin"), "2034-01-08"), ("au",), "2034-12-31")
    assert refus(valeur) == [("sinistres[0].certificats[0].fin", "hors-bornes")]
    assert executer("indemnisation", poser(valeur, (*C, "fin"), "2034-01-07"))


def test_mdt_interdit_en_requalification_mais_admis_en_garantie():
    valeur = entree(sinistres=[sinistre(requalifications=[{"vers": "MDT", "effet": "2024-01-01"}])])
    assert refus(valeur) == [("sinistres[0].requalifications[0].vers", "valeur-interdite")]
    assert executer("indemnisation", poser(entree(), (*G, "risque"), "MDT"))


DOUBLONS = [
    (("sinistres",), [sinistre(), sinistre(certificats=[{"debut": "2024-05-01", "fin": "2024-05-02"}])],
     "sinistres[1].reference"),
    (("contrat", "garanties"), 2 * [{"risque": "CITIS", "franchise": {"type": "AUCUNE"}}],
     "contrat.garanties[1].risque"),
    (("agent", "remuneration"), 2 * [{"depuis": "2015-01-01", "TIB": "1"}], "agent.remuneration[1].depuis"),
    (("contrat", "elements"), ["TIB", "NBI", "TIB"], "contrat.elements[2]"),
]  # fmt: skip


@pytest.mark.parametrize(("chemin", "valeur", "champ"), DOUBLONS, ids=[c for _, _, c in DOUBLONS])
def test_doublon(chemin, valeur, champ):
    assert refus(poser(entree(), chemin, valeur)) == [(champ, "doublon")]


def test_chevauchement_dans_un_sinistre_et_entre_sinistres():
    certificats = [{"debut": "2024-01-01", "fin": "2024-01-31"}, {"debut": "2024-01-31", "fin": "2024-02-05"}]
    assert refus(entree(sinistres=[sinistre(certificats=certificats)])) == [
        ("sinistres[0].certificats[1]", "chevauchement")
    ]
    autre = sinistre(reference="S2", certificats=[{"debut": "2024-02-01", "fin": "2024-02-01"}])
    assert refus(entree(sinistres=[sinistre(), autre])) == [("sinistres[1].certificats[0]", "chevauchement")]


def test_chevauchement_meme_apres_la_date_d_arrete():
    autre = sinistre(reference="S2", certificats=[{"debut": "2024-02-01", "fin": "2024-02-01"}])
    valeur = entree(au="2024-01-15", sinistres=[sinistre(), autre])
    assert refus(valeur) == [("sinistres[1].certificats[0]", "chevauchement")]


def test_jour_sans_remuneration_seulement_jusqu_a_la_date_d_arrete():
    valeur = poser(entree(), (*R, "depuis"), "2024-01-02")
    assert refus(valeur) == [("agent.remuneration", "remuneration-absente")]
    assert executer("indemnisation", poser(valeur, ("au",), "2023-12-31"))


def test_quotite_obligatoire_avec_ou_sans_les_requalifications():
    champ = "sinistres[0].certificats[0].quotite_travail"
    assert refus(entree(sinistres=[sinistre(risque="TPT")])) == [(champ, "champ-manquant")]
    vers_citis = sinistre(risque="TPT", requalifications=[{"vers": "CITIS", "effet": "2024-01-01"}])
    assert refus(entree(sinistres=[vers_citis])) == [(champ, "champ-manquant")]
    vers_tpt = sinistre(requalifications=[{"vers": "TPT", "effet": "2024-02-29"}])
    assert refus(entree(sinistres=[vers_tpt])) == [(champ, "champ-manquant")]
    assert executer("indemnisation", entree(sinistres=[vers_tpt], au="2024-02-28"))


def test_evenement_anterieur_demande_son_refus():
    valeur = entree(sinistres=[sinistre(survenance="2018-01-01", evenement_anterieur={})])
    assert refus(valeur) == [("sinistres[0].evenement_anterieur.refus_assureur_precedent", "champ-manquant")]


def test_toutes_les_erreurs_a_la_fois():
    valeur = poser(entree(), (*AGENT, "naissance"), ABSENT)
    valeur = poser(valeur, (*CONTRAT, "taux_remboursement"), "101")
    valeur = poser(valeur, (*C, "fin"), "2023-01-01")
    valeur = poser(valeur, ("sinistres", 0, "couleur"), "bleu")
    assert set(refus(valeur)) == {
        ("agent.naissance", "champ-manquant"),
        ("contrat.taux_remboursement", "hors-bornes"),
        ("sinistres[0].certificats[0].fin", "dates-inversees"),
        ("sinistres[0].couleur", "champ-inconnu"),
    }


@pytest.mark.parametrize("racine", [[], "texte", 3, None, True])
def test_racine_qui_n_est_pas_un_objet(racine):
    assert refus(racine) == [("", "json-invalide")]


def test_objet_vide():
    assert refus({}) == [(c, "champ-manquant") for c in ("contrat", "agent", "sinistres", "au")]


def test_un_certificat_trop_tot_se_croise_quand_meme():
    """Toutes les erreurs à la fois : l'incohérence ne cache ni le chevauchement ni la rémunération absente."""
    tot = sinistre(survenance="2023-12-20", certificats=[{"debut": "2023-12-01", "fin": "2024-02-10"}])
    certificats = [{"debut": "2023-12-25", "fin": "2024-02-10"}]
    autre = sinistre(reference="S2", survenance="2023-12-25", certificats=certificats)
    assert refus(entree(sinistres=[tot, autre])) == [
        ("sinistres[1].certificats[0]", "chevauchement"),
        ("sinistres[0].certificats[0].debut", "incoherent"),
    ]
    seul = poser(entree(sinistres=[tot]), (*R, "depuis"), "2024-01-01")
    assert refus(seul) == [
        ("agent.remuneration", "remuneration-absente"),
        ("sinistres[0].certificats[0].debut", "incoherent"),
    ]


def test_deux_cents_sinistres_au_plus():
    def sinistres(n):
        jours = [f"{2000 + i // 300}-{1 + i % 300 // 25:02d}-{1 + i % 25:02d}" for i in range(n)]
        return [
            sinistre(reference=f"S{i}", survenance=j, certificats=[{"debut": j, "fin": j}])
            for i, j in enumerate(jours)
        ]

    agent = {"remuneration": [{"depuis": "1999-01-01", "TIB": "24000"}]}
    assert executer("indemnisation", entree(agent=agent, sinistres=sinistres(200)))
    assert refus(entree(agent=agent, sinistres=sinistres(201))) == [("sinistres", "hors-bornes")]


def test_une_erreur_de_certificat_n_en_cache_pas_une_autre():
    """Chevauchement, antériorité et quotité du même certificat se disent ensemble."""
    s2 = sinistre(reference="S2", risque="TPT", survenance="2024-03-05",
                  certificats=[{"debut": "2024-02-29", "fin": "2024-03-10"}])  # fmt: skip
    assert set(refus(entree(sinistres=[sinistre(), s2]))) == {
        ("sinistres[1].certificats[0]", "chevauchement"),
        ("sinistres[1].certificats[0].quotite_travail", "champ-manquant"),
        ("sinistres[1].certificats[0].debut", "incoherent"),
    }


def test_une_fin_fausse_ne_cache_pas_ce_que_dit_le_debut():
    valeur = poser(poser(entree(), (*C, "fin"), "2023-12-01"), (*AGENT, "naissance"), "2024-03-01")
    assert set(refus(valeur)) == {
        ("sinistres[0].certificats[0].fin", "dates-inversees"),
        ("agent.naissance", "incoherent"),
    }


def test_un_appel_trop_lourd_est_refuse():
    """Chaque requalification rejoue l'agent : 80 sinistres requalifiés de 80 certificats sont trop."""
    requalification = [{"vers": "CLM", "effet": "2024-01-01"}]
    sinistres = [
        sinistre(
            reference=f"S{i}",
            survenance=j,
            certificats=[{"debut": j, "fin": j}],
            requalifications=requalification,
        )
        for i, j in enumerate(f"2024-{1 + i // 28:02d}-{1 + i % 28:02d}" for i in range(80))
    ]
    assert refus(entree(sinistres=sinistres)) == [("sinistres", "hors-bornes")]
    assert executer("indemnisation", entree(sinistres=sinistres[:70]))
