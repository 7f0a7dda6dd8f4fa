"""Données de démonstration : totaux et tableaux imprimés, cas chiffrés, absences, noms et numéros."""

import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby, pairwise

import pytest

from adhesions.regles.etats import ADHESION
from cdg_portal.accueil.demonstration import charger, contrats, etablissement
from cdg_portal.accueil.demonstration.arrets import adhesion_du_jour
from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.lecture import centimes, lire
from cdg_portal.accueil.demonstration.repartition import au_plus_fort_reste
from cdg_portal.perimetres.roles import Role
from cdg_portal.socle.montant import arrondi, repartir
from cdg_portal.socle.siret import normaliser_siret
from sinistres.regles.contrat_json import lire as lire_calcul
from sinistres.regles.delais import echeance_remboursement, limite_declaration
from sinistres.regles.etats import SINISTRE
from sinistres.regles.indemnisation import indemniser
from sinistres.regles.motifs import MOTIFS

DONNEES = charger()
AU = DONNEES.date_de_reference
CAS = {cas.id: cas for cas in DONNEES.cas}
AGENTS = {agent.cle: agent for agent in DONNEES.agents}
TABLEAUX = lire("etablissement.toml")
JOUR_1 = DONNEES.adhesion(DONNEES.contribution.adhesion).effet
DE_L_ETABLISSEMENT = tuple(DONNEES.agents_de(TABLEAUX["collectivite"]))
# Noms des organismes réels des documents sources ou du marché : aucun ne doit paraître.
NOMS_REELS = (
    "cnp", "sofaxis", "relyens", "allianz", "wtw", "gras savoye", "siaci", "groupama", "smacl",
    "trith", "aulnoy", "valenciennes", "colmar", "haut-rhin",
)  # fmt: skip


def entree_du_calcul(agent, adhesion, sinistres):
    """Appel du calcul `indemnisation` pour un agent, tel que le chargement le mènera."""
    contrat = DONNEES.contrat(adhesion.contrat)
    depuis = sorted({ligne.depuis for ligne in agent.remunerations})
    return {
        "contrat": {
            "effet": str(adhesion.effet),
            "fin": str(adhesion.fin),
            "resiliation": str(adhesion.resiliation) if adhesion.resiliation else None,
            "gestion": contrat.gestion,
            "diviseur": contrat.diviseur,
            "elements": list(adhesion.elements),
            "charges_pct": str(contrat.charges_pct),
            "taux_remboursement": str(contrat.taux_remboursement),
            "ri": contrat.ri,
            "franchise_par": contrat.franchise_par,
            "age_cessation": contrat.age_cessation,
            "garanties": [
                {
                    "risque": g.risque,
                    "franchise": {"type": g.franchise_type}
                    | ({} if g.franchise_jours is None else {"jours": g.franchise_jours}),
                }
                for g in adhesion.garanties
                if g.risque in ("CMO", "CLM", "CLD", "CITIS", "MAT", "TPT", "MDT")
            ],
        },
        "agent": {
            "naissance": str(agent.naissance),
            "regime": agent.regime,
            "sortie": str(agent.sortie) if agent.sortie else None,
            "remuneration": [
                {"depuis": str(jour)}
                | {r: str(agent.annuel(r, jour)) for r in ("TIB", "NBI", "IR", "SFT", "RI")}
                for jour in depuis
            ],
        },
        "sinistres": [
            {
                "reference": s.reference,
                "risque": s.risque,
                "survenance": str(s.survenance),
                "carence": s.carence,
                "certificats": [
                    {"debut": str(c.debut), "fin": str(c.fin)}
                    | ({"quotite_travail": str(c.quotite_travail)} if c.quotite_travail else {})
                    for c in s.certificats
                ],
                "requalifications": [{"vers": r.vers, "effet": str(r.effet)} for r in s.requalifications],
            }
            for s in sinistres
        ],
        "au": str(AU),
    }


def calculer(agent, adhesion, sinistres):
    return indemniser(lire_calcul(entree_du_calcul(agent, adhesion, sinistres)), avec_etapes=False)


# ---------------------------------------------------------------- les cas chiffrés


@pytest.mark.parametrize("cas", DONNEES.cas, ids=lambda cas: cas.id)
def test_le_moteur_rend_les_montants_du_fichier_des_cas(cas):
    """Dates décalées comprises, chaque cas donne le total, le solde et les lignes écrits dans cas.toml."""
    resultat = calculer(
        AGENTS[cas.collectivite, cas.matricule],
        DONNEES.adhesion(cas.adhesion),
        [attendu.sinistre for attendu in cas.sinistres],
    )
    assert resultat.total == cas.total
    for obtenu, attendu in zip(resultat.sinistres, cas.sinistres, strict=True):
        assert (obtenu.avant_requalification, obtenu.total, obtenu.solde) == (
            attendu.avant,
            attendu.total,
            attendu.solde,
        )
        for ligne in attendu.lignes:
            assert any(_correspond(ligne, candidate) for candidate in obtenu.lignes), (cas.id, ligne)


def _correspond(attendue, obtenue):
    champs = ("du", "au", "jours", "ij", "montant")
    return all(getattr(attendue, c) in (None, getattr(obtenue, c)) for c in champs)


def test_tous_les_cas_annonces_sont_la():
    """D-21 base et variante, D-22, D-23, D-29 au contrat du document 003 ; les autres au contrat terminé."""
    par_contrat = {"C1": set(), "C2": set()}
    for cas in DONNEES.cas:
        par_contrat[DONNEES.adhesion(cas.adhesion).contrat].add(cas.id)
    assert par_contrat["C1"] == {"D-21", "D-21-30", "D-22-45", "D-22-46", "D-23", "D-23-prolongation", "D-29"}
    assert par_contrat["C2"] == {"D-28", "D-30", "D-31", "D-33", "D-36", "D-36-90", "D-38", "D-40"}


@pytest.mark.parametrize("cas", DONNEES.cas, ids=lambda cas: cas.id)
def test_dates_d_un_cas(cas):
    """Survenance couverte, agent présent, actes dans l'ordre et avant la date de référence, retard exact."""
    adhesion, agent = DONNEES.adhesion(cas.adhesion), AGENTS[cas.collectivite, cas.matricule]
    contrat = DONNEES.contrat(adhesion.contrat)
    assert adhesion.collectivite == cas.collectivite
    for attendu in cas.sinistres:
        sinistre, suivi = attendu.sinistre, attendu.sinistre.suivi
        assert adhesion.couvre(sinistre.survenance)
        assert agent.present(sinistre.survenance)
        assert agent.present(sinistre.certificats[-1].fin)
        limite = limite_declaration(
            suivi.connu_le, contrat.delai_declaration, contrat.delai_declaration_unite
        )
        assert suivi.connu_le <= suivi.declare_le <= limite
        requalifications = [(r.decision_le, r.transmis_le, r.regle_le) for r in sinistre.requalifications]
        actes = (suivi.declare_le, suivi.controle_le, suivi.valide_le, suivi.transmis_le, suivi.regle_le)
        dates = [jour for groupe in (actes, *requalifications) for jour in groupe if jour is not None]
        assert dates == sorted(dates)
        assert dates[-1] <= AU
        _, transmis, regle = (
            requalifications[-1] if requalifications else (None, suivi.transmis_le, suivi.regle_le)
        )
        du = attendu.solde if requalifications else attendu.total
        depasse = echeance_remboursement(transmis, contrat.delai_remboursement_jours) < AU
        assert attendu.en_retard == (du > 0 and regle is None and depasse)


def test_la_contribution_se_recalcule():
    """70 € par agent présent au premier jour ; taux de la formule de base sur toute l'assiette, en quarts."""
    attendu = DONNEES.contribution
    adhesion = DONNEES.adhesion(attendu.adhesion)
    contrat = DONNEES.contrat(adhesion.contrat)
    presents = [agent for agent in DE_L_ETABLISSEMENT if agent.present(adhesion.effet)]
    assert len(presents) == attendu.effectif == TABLEAUX["total"]
    assert len(presents) * contrat.participation_montant == attendu.participation
    taux = sum(garantie.taux for garantie in adhesion.garanties if garantie.taux is not None)
    assert arrondi(DONNEES.assiette.total * taux / 100) == attendu.appel
    assert tuple(repartir(attendu.appel, contrat.fractions)) == attendu.echeances


# ---------------------------------------------------------------- l'établissement du document 003


def test_les_cinq_totaux_de_l_assiette_sont_exacts():
    """Les paies de tous les agents, ceux des cas compris, font les totaux imprimés à l'euro."""
    assert sum(total for _, total in DONNEES.assiette.rubriques) == DONNEES.assiette.total
    for rubrique, total in DONNEES.assiette.rubriques:
        assert sum(agent.annuel(rubrique, JOUR_1) for agent in DE_L_ETABLISSEMENT) == total


def test_les_tableaux_imprimes_sont_exacts():
    """Chaque case des deux tableaux, leurs marges et le total de 124."""
    au = TABLEAUX["effectif_au"]
    obtenu = Counter((a.sexe, etablissement.tranche(a.naissance, au), a.metier) for a in DE_L_ETABLISSEMENT)
    for tableau in TABLEAUX["tableaux"]:
        lignes = tableau["lignes"]
        assert [sum(ligne) for ligne in lignes] == tableau["totaux_lignes"]
        assert [sum(colonne) for colonne in zip(*lignes, strict=True)] == tableau["totaux_colonnes"]
        assert sum(tableau["totaux_lignes"]) == tableau["total"]
        for rang, ligne in enumerate(lignes):
            for metier, nombre in zip(TABLEAUX["metiers"], ligne, strict=True):
                assert obtenu[tableau["sexe"], rang, metier] == nombre
    assert sum(tableau["total"] for tableau in TABLEAUX["tableaux"]) == len(DE_L_ETABLISSEMENT)
    assert all(a.entree <= au for a in DE_L_ETABLISSEMENT)


def test_les_agents_des_cas_n_ont_que_la_paie_du_cas():
    """Un traitement seul, hors D-36 qui a les cinq éléments."""
    for cas in DONNEES.cas:
        agent = AGENTS[cas.collectivite, cas.matricule]
        rubriques = {ligne.rubrique for ligne in agent.remunerations}
        assert agent.cas == cas.id
        assert rubriques == ({"TIB", "NBI", "IR", "SFT", "RI"} if cas.id.startswith("D-36") else {"TIB"})


def test_les_paies_ordinaires_sont_realistes():
    """Un agent à temps complet gagne au moins le traitement minimum (indice 366) et moins de 40 000 €."""
    minimum = Decimal("59.0734") * 366
    for agent in DE_L_ETABLISSEMENT:
        if not agent.cas and agent.quotite == 100:
            assert minimum <= agent.annuel("TIB", JOUR_1) <= 40_000


# ---------------------------------------------------------------- contrats et collectivités


def test_la_duree_d_un_contrat_va_de_son_effet_a_sa_fin():
    """48 mois de date à date, sans trou entre C2 et C3."""
    for contrat in DONNEES.contrats:
        annees, mois = divmod(contrat.duree_mois, 12)
        assert mois == 0
        assert contrat.fin == date(contrat.effet.year + annees, 1, 1) - timedelta(days=1)
    assert DONNEES.contrat("C3").effet == DONNEES.contrat("C2").fin + timedelta(days=1)


def test_les_conditions_du_document_003():
    """Franchises de la base, de la variante 1 et de la prestation supplémentaire."""
    contrat = DONNEES.contrat("C1")

    def garanties(*offres):
        composees = contrats.composer(contrat, offres)
        return {g.risque: (g.franchise_type, g.franchise_jours) for g in composees}

    sans = ("AUCUNE", None)
    base = {"CITIS": ("ABSOLUE", 45)} | dict.fromkeys(("DC", "TPT", "DORS", "IDG", "AIT", "MDT"), sans)
    assert garanties("BASE") == base
    assert garanties("BASE", "VARIANTE_1") == base | {"CITIS": ("ABSOLUE", 30)}
    assert garanties("BASE", "PSE_MAT") == base | {"MAT": ("ABSOLUE", 0)}


@pytest.mark.parametrize("offres", [("VARIANTE_1",), ("BASE", "BASE"), ("BASE", "PSE_MAT", "PSE_MAT")])
def test_une_composition_impossible_est_refusee(offres):
    """Pas de variante sans base, pas deux bases, pas deux fois la même garantie."""
    with pytest.raises(ValueError, match=r"base|compose"):
        contrats.composer(DONNEES.contrat("C1"), offres)


def test_les_numeros_sont_valides_uniques_et_impossibles():
    """Clé juste, aucun doublon, et un département 00 ou un préfixe nul qu'aucun organisme ne porte."""
    sirets = [c.siret for c in DONNEES.collectivites] + [
        o.siret for o in DONNEES.organismes if o.code != "CDG"
    ]
    assert len(set(sirets)) == len(sirets)
    for siret in sirets:
        assert normaliser_siret(siret) == siret
        assert siret[2:4] == "00"
    cdg = next(c for c in DONNEES.collectivites if c.est_cdg)
    assert cdg.siret == next(o.siret for o in DONNEES.organismes if o.type == "SOUSCRIPTEUR")


def test_la_variete_des_collectivites():
    """Au moins douze de plus que celles des cas : 3 agents, 400, deux adhésions, extinction, partages."""
    codes_des_cas = {cas.collectivite for cas in DONNEES.cas}
    autres = [c for c in DONNEES.collectivites if c.code not in codes_des_cas]
    assert len(autres) >= 12
    effectifs = Counter(agent.collectivite for agent in DONNEES.agents)
    assert 3 in effectifs.values()
    assert 400 in effectifs.values()
    adhesions = Counter(a.collectivite for a in DONNEES.adhesions)
    assert set(adhesions.values()) == {1, 2}
    assert len([c for c in DONNEES.collectivites if c.est_cdg]) == 1
    secretaires = [u for u in DONNEES.utilisateurs if len({h.collectivite for h in u.habilitations}) == 2]
    assert secretaires
    for collectivite in DONNEES.collectivites:
        seuil = effectifs[collectivite.code] >= 30
        assert collectivite.strate == ("GRANDE" if seuil else "PETITE")


def test_une_adhesion_en_extinction_garde_des_sinistres_ouverts():
    """Résiliée sans suite, avec des dossiers déclarés qui ne sont ni clos ni écartés."""
    resiliees = [a for a in DONNEES.adhesions if a.resiliation]
    assert resiliees
    for adhesion in resiliees:
        assert [a.code for a in DONNEES.adhesions if a.collectivite == adhesion.collectivite] == [
            adhesion.code
        ]
    ouverts = Counter(
        x.adhesion for x in DONNEES.absences_declarees if x.etat not in ("CLOS", "ANNULE", "HORS_GARANTIE")
    )
    assert ouverts["TROIS_MOULINS-C2"] >= 2


def test_une_personne_chez_deux_employeurs():
    """Même identité, deux agents, et le même arrêt chez les deux."""
    personnes = {agent.personne for agent in DONNEES.agents} - {""}
    assert personnes
    for personne in personnes:
        agents = [agent for agent in DONNEES.agents if agent.personne == personne]
        assert len({agent.collectivite for agent in agents}) == len(agents) == 2
        assert len({(agent.nom, agent.prenom, agent.naissance) for agent in agents}) == 1
        arrets = [
            {(x.sinistre.survenance, x.sinistre.motif) for x in DONNEES.absences if x.cle == agent.cle}
            for agent in agents
        ]
        assert arrets[0] == arrets[1] != set()


def test_les_noms_sont_inventes_et_ne_se_repetent_pas():
    """Aucun nom réel des documents ; deux personnes n'ont jamais le même nom et le même prénom."""
    textes = [c.denomination + c.representant + c.adresse for c in DONNEES.collectivites]
    textes += [o.nom for o in DONNEES.organismes] + [c.libelle for c in DONNEES.contrats]
    textes += [f"{a.nom} {a.prenom}" for a in DONNEES.agents] + [u.email for u in DONNEES.utilisateurs]
    for texte in textes:
        assert not [nom for nom in NOMS_REELS if nom in texte.lower()]
    identites = [(a.nom, a.prenom) for a in DONNEES.agents if not a.personne]
    assert len(set(identites)) == len(identites)
    assert len({agent.cle for agent in DONNEES.agents}) == len(DONNEES.agents)


def test_les_comptes_de_demonstration():
    """Un compte au moins par rôle d'une personne, adresses uniques dans un domaine d'exemple."""
    codes = {c.code for c in DONNEES.collectivites}
    roles = {h.role for u in DONNEES.utilisateurs for h in u.habilitations}
    assert roles == set(Role.values) - {"CLIENT_API"}
    assert {h.collectivite for u in DONNEES.utilisateurs for h in u.habilitations} <= codes
    adresses = [u.email for u in DONNEES.utilisateurs]
    assert len(set(adresses)) == len(adresses)
    assert all(adresse.endswith("@exemple.fr") and adresse.isascii() for adresse in adresses)


def test_agents_majeurs_presents_et_payes():
    """Entrée après 18 ans, sortie après l'entrée, une paie dès qu'un contrat peut le couvrir."""
    for agent in DONNEES.agents:
        assert agent.entree.year - agent.naissance.year >= 18
        assert agent.sortie is None or agent.entree < agent.sortie <= AU
        assert agent.annuel("TIB", AU) > 0
        assert all(ligne.annuel == centimes(ligne.annuel) for ligne in agent.remunerations)


# ---------------------------------------------------------------- l'année d'absences


def _par_agent():
    absences = sorted(DONNEES.absences, key=lambda x: (x.cle, x.sinistre.survenance))
    return {cle: list(groupe) for cle, groupe in groupby(absences, key=lambda x: x.cle)}


def test_jamais_deux_arrets_le_meme_jour():
    """Ni dans un arrêt, dont les certificats se suivent, ni entre deux arrêts d'un même agent."""
    for absences in _par_agent().values():
        for absence in absences:
            for avant, apres in pairwise(absence.sinistre.certificats):
                assert apres.debut == avant.fin + timedelta(days=1)
        for avant, apres in pairwise(absences):
            assert avant.sinistre.certificats[-1].fin < apres.sinistre.survenance


def test_chaque_absence_est_dans_l_annee_les_effectifs_et_l_adhesion():
    """Survenance dans la fenêtre, agent présent, adhésion en vigueur ; agents des cas exclus."""
    fenetre = lire("absences.toml")
    for absence in DONNEES.absences:
        agent, sinistre = AGENTS[absence.cle], absence.sinistre
        adhesion = adhesion_du_jour(DONNEES.adhesions, absence.collectivite, sinistre.survenance)
        assert adhesion is not None
        assert adhesion.code == absence.adhesion
        assert fenetre["debut"] <= sinistre.survenance <= AU == fenetre["fin"]
        assert sinistre.survenance == sinistre.certificats[0].debut
        assert agent.present(sinistre.survenance)
        assert agent.present(sinistre.certificats[-1].fin)
        assert not agent.cas
        assert MOTIFS[sinistre.motif].risque == sinistre.risque


def test_les_actes_se_suivent_et_font_l_etat():
    """Dates croissantes jusqu'à la date de référence ; état cohérent avec le dernier acte."""
    dernier_acte = {
        "BROUILLON": "connu_le", "DECLARE": "declare_le", "EN_CONTROLE": "controle_le",
        "INCOMPLET": "controle_le", "ANNULE": "controle_le", "HORS_GARANTIE": "controle_le",
        "VALIDE": "valide_le", "CLOS": "regle_le",
    }  # fmt: skip
    actes = ("connu_le", "declare_le", "controle_le", "valide_le", "transmis_le", "regle_le")
    for absence in DONNEES.absences:
        assert absence.etat in SINISTRE.etats
        faits = [acte for acte in actes if getattr(absence.sinistre.suivi, acte) is not None]
        assert faits == list(actes[: len(faits)])
        dates = [getattr(absence.sinistre.suivi, acte) for acte in faits]
        assert dates == sorted(dates)
        assert dates[-1] <= AU
        if absence.etat == "TRANSMIS":
            assert faits[-1] in ("transmis_le", "regle_le")
        else:
            assert faits[-1] == dernier_acte[absence.etat]
        assert all(c.recu_le <= AU for c in absence.sinistre.certificats)
        reprise = absence.sinistre.reprise_le
        assert reprise is None or absence.sinistre.certificats[-1].fin < reprise <= AU


def test_les_etats_sont_varies():
    """Chaque état du sinistre est représenté parmi les absences déclarées."""
    assert {absence.etat for absence in DONNEES.absences_declarees} == set(SINISTRE.etats)
    assert ADHESION.initial == "PROJET"


def test_le_calibrage_des_absences():
    """Parts des natures et durées voisines des publications ; volume qui se charge vite."""
    absences = [x for x in DONNEES.absences if not AGENTS[x.cle].personne]
    motifs = Counter(x.sinistre.motif for x in absences)
    total = len(absences)
    parts = {motif: 100 * nombre / total for motif, nombre in motifs.items()}
    assert parts["MO"] == pytest.approx(84, abs=2)
    assert parts["CITIS_AS"] + parts["CITIS_TRAJET"] == pytest.approx(7.5, abs=1)
    assert parts["CLM"] == pytest.approx(3, abs=1)
    assert parts["CLD"] == pytest.approx(1.5, abs=0.5)
    assert sum(parts.get(m, 0) for m in ("MATERNITE", "PATERNITE", "ADOPTION")) == pytest.approx(3, abs=1)
    ordinaires = [x.sinistre.jours for x in absences if x.sinistre.motif == "MO"]
    assert 100 * sum(jours <= 2 for jours in ordinaires) / len(ordinaires) == pytest.approx(22, abs=4)
    assert 100 * sum(jours < 7 for jours in ordinaires) / len(ordinaires) == pytest.approx(59, abs=4)
    assert 800 <= len(DONNEES.agents) <= 950
    assert 300 <= len(DONNEES.absences_declarees) <= 400


def test_le_moteur_accepte_toutes_les_absences_declarees():
    """Rémunération présente chaque jour d'arrêt, quotité d'un temps partiel, aucun chevauchement."""

    def cle(absence):
        return (*absence.cle, absence.adhesion)

    declarees = sorted(DONNEES.absences_declarees, key=cle)
    for (collectivite, matricule, adhesion), groupe in groupby(declarees, key=cle):
        sinistres = [absence.sinistre for absence in groupe]
        resultat = calculer(AGENTS[collectivite, matricule], DONNEES.adhesion(adhesion), sinistres)
        assert resultat.total >= 0


# ---------------------------------------------------------------- déterminisme et pureté


def test_deux_appels_rendent_les_memes_donnees():
    """Aucun tirage ne dépend de l'heure ni de l'ordre d'un ensemble."""
    assert charger() == DONNEES


def test_le_paquet_est_pur():
    """Charger n'importe ni Django ni pilote de base, et rend la même chose dans deux processus."""
    code = (
        "import hashlib, sys; from cdg_portal.accueil.demonstration import charger; d = charger();"
        "assert not [m for m in sys.modules if m.split('.')[0] in ('django', 'psycopg')];"
        "print(hashlib.sha256(repr(d).encode()).hexdigest())"
    )
    fils = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": graine, "PYTHONPATH": "."},
            capture_output=True,
            text=True,
            check=False,
        )
        for graine in ("1", "2")
    ]
    assert [f.returncode for f in fils] == [0, 0], fils[0].stderr
    assert fils[0].stdout == fils[1].stdout


@pytest.mark.parametrize(
    ("total", "poids", "parts"),
    [
        (10, [1, 1, 1], [4, 3, 3]),
        (7, [0, 5, 0], [0, 7, 0]),
        (0, [3, 4], [0, 0]),
        (100, [50, 30, 20], [50, 30, 20]),
    ],
)
def test_le_partage_au_plus_fort_reste_est_exact(total, poids, parts):
    """La somme des parts est toujours le total."""
    assert au_plus_fort_reste(total, poids) == parts


def test_un_partage_sans_poids_est_refuse():
    """Rien à qui donner."""
    with pytest.raises(ValueError, match="poids"):
        au_plus_fort_reste(5, [0, 0])


def test_un_montant_plus_fin_que_le_centime_est_refuse():
    """Aucun montant de démonstration n'est arrondi en silence."""
    with pytest.raises(ValueError, match="centime"):
        centimes("1.005")


def test_les_tirages_ne_dependent_que_de_la_graine():
    """Même graine, même suite ; le mélange garde tous les éléments."""
    suites = [[Tirage("a").entier(1, 6) for _ in range(3)] for _ in range(2)]
    assert suites[0] == suites[1]
    assert sorted(Tirage("b").melange(range(20))) == list(range(20))


def test_absenteisme_attendu_se_compte_a_la_main_sur_les_donnees():
    """Recompté ici jour par jour, sans une ligne du portail : le tableau compare le portail à ce compte."""
    attendu = DONNEES.absenteisme
    dossiers = [(a.cle, a.sinistre, a.etat) for a in DONNEES.absences_declarees]
    dossiers += [((c.collectivite, c.matricule), s.sinistre, "") for c in DONNEES.cas for s in c.sinistres]
    jours, arrets, absents = 0, 0, set()
    for cle, sinistre, etat in dossiers:
        if etat == "ANNULE" or sinistre.suivi.declare_le is None:  # pas encore déclaré à la date de référence
            continue
        connus = set()
        for rang, certificat in enumerate(sinistre.certificats):
            ecarte = etat == "HORS_GARANTIE" and certificat.recu_le > sinistre.suivi.controle_le
            if rang == 0 or not ecarte:
                connus |= {certificat.debut + timedelta(days=n) for n in range(certificat.jours)}
        dans_la_periode = {j for j in connus if attendu.du <= j <= attendu.au}
        jours += len(dans_la_periode)
        arrets += sum(j - timedelta(days=1) not in connus for j in dans_la_periode)
        if dans_la_periode:
            absents.add(cle)
    effectif = sum(agent.present(attendu.au) for agent in DONNEES.agents)
    assert (jours, arrets, len(absents), effectif) == (
        attendu.jours,
        attendu.arrets,
        attendu.agents_absents,
        attendu.effectif,
    )

    def au_centieme(quotient):
        return quotient.quantize(Decimal("0.01"), ROUND_HALF_UP)

    assert attendu.taux_calendaire == au_centieme(Decimal(100 * jours) / (365 * effectif))
    assert attendu.gravite == au_centieme(Decimal(jours) / arrets)
    assert attendu.frequence == au_centieme(Decimal(100 * arrets) / effectif)
    assert attendu.exposition == au_centieme(Decimal(100 * len(absents)) / effectif)
