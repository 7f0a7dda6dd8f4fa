"""La file de travail : à chaque état des cycles de vie, le tour de qui ; rien de ce qui est le tour d'un autre."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from cdg_portal.accueil.files import (
    FILES,
    Criteres,
    Regard,
    actions_attendues,
    charge_du_service,
    files_attendues,
)
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.roles import Role
from cdg_portal.perimetres.selectors import habilitations_actives, perimetre_de
from cdg_portal.travaux.models import Travail
from cotisations.regles.etats import APPEL, BASE
from cotisations.services import appel_emettre, appel_valider, appel_verifier, base_controler, base_declarer
from sinistres.regles.etats import DEMANDE, SINISTRE
from sinistres.selectors.dossiers import dossier_par_uid, fiche_du_dossier
from sinistres.selectors.tableau_de_bord import attendus_du_dossier
from sinistres.services import controle, decomptes
from sinistres.services.reglements import reglement_enregistrer
from tests.aides import client_de
from tests.fabriques import AgentFactory, CompteFactory, HabilitationFactory, adhesion
from tests.sinistres.monde import (
    JOUR,
    declarer,
    decompter,
    reprendre,
    texte,
    transmettre,
    valider,
)

RH, GESTIONNAIRE, CHEF, ASSUREUR, FINANCES = (
    Role.RH_VALIDEUR,
    Role.GESTIONNAIRE_CDG,
    Role.CHEF_SERVICE_CDG,
    Role.ASSUREUR,
    Role.FINANCES,
)
PERSONNE: dict[str, set[str]] = {}


def regard_du(compte, jour=JOUR):
    return Regard(
        compte_id=compte.pk, habilitations=habilitations_actives(compte_id=compte.pk, au=jour), jour=jour
    )


def dans(compte, lire, jour=JOUR):
    """Lit comme ce compte : son périmètre, ses droits."""
    regard = regard_du(compte, jour)
    with perimetre(perimetre_de(list(regard.habilitations), compte_id=compte.pk)):
        return lire(regard)


def attendues(compte, jour=JOUR):
    """Ses files non vides : {clé: nombre}."""
    return dans(
        compte, lambda r: {lue.file.cle: lue.nombre for lue in files_attendues(r, 5) if lue.nombre}, jour
    )


def comptes(monde):
    """Une personne par rôle, chez elle ou au CDG."""
    chez_elle = ("RH_SAISIE", RH, "LECTEUR", ASSUREUR)
    ici = {r: HabilitationFactory(role=r, collectivite=monde.collectivite).compte for r in chez_elle}
    service = (GESTIONNAIRE, CHEF, FINANCES, "PREVENTEUR", "PSYCHOLOGUE", "MEDECIN", "ADMINISTRATEUR")
    du_cdg = {r: HabilitationFactory(role=r).compte for r in service}
    return {**ici, **du_cdg}


def tours(monde):
    """{clé de file: rôles qui l'ont devant eux}, la collectivité voisine comprise."""
    trouves: dict[str, set[str]] = {}
    for role, compte in comptes(monde).items():
        for cle in attendues(compte):
            trouves.setdefault(cle, set()).add(role)
    assert attendues(monde.rh_d_ailleurs) == {}
    return trouves


SAISIE = {"RH_SAISIE", RH}


def _declare(monde, debut=date(2026, 6, 1)):
    return declarer(monde.agent, debut=debut, fin=date(2026, 6, 30))


def _en_controle(monde, **dates):
    return controle.sinistre_controler(sinistre=_declare(monde, **dates), le=JOUR)


def _incomplet(monde, **dates):
    s = _en_controle(monde, **dates)
    controle.pieces_demander(sinistre=s, codes=["BULLETINS"], motif="Manquant", le=JOUR)
    return s


def _hors_garantie(monde):
    s = _en_controle(monde)
    return controle.sinistre_refuser(sinistre=s, motif="Non couvert", le=JOUR)


def _annule(monde):
    return controle.sinistre_annuler(sinistre=_declare(monde), motif="Erreur", le=JOUR)


def _valide(monde):
    s = valider(declarer(monde.agent))
    reprendre(s, date(2026, 5, 4))
    return s


def _soumise(monde):
    s = _valide(monde)
    decomptes.demande_soumettre(sinistre=s, au=date(2026, 4, 30), le=JOUR)
    return s


def _retournee(monde):
    s = _valide(monde)
    demande = decomptes.demande_soumettre(sinistre=s, au=date(2026, 4, 30), le=JOUR)
    decomptes.demande_retourner(demande=demande, motif="Bulletin illisible", le=JOUR)
    return s


def _controlee(monde):
    s = _valide(monde)
    decompter(s)
    return s


def _transmis(monde):
    s = _valide(monde)
    transmettre(decompter(s))
    return s


def _en_retard(monde):
    s = _valide(monde)
    transmettre(decompter(s, le=date(2026, 5, 4)), le=date(2026, 5, 4))
    return s


def _regle(monde):
    s = _valide(monde)
    decompte = decompter(s, le=date(2026, 5, 4))
    transmettre(decompte, le=date(2026, 5, 4))
    decompte.refresh_from_db()
    reglement_enregistrer(decompte=decompte, montant=decompte.solde, recu_le=JOUR, reference="VIR", le=JOUR)
    return s


# Où en est le dossier → de qui c'est le tour. Un état sans ligne fait échouer l'essai qui suit.
CYCLE = {
    "DECLARE": (_declare, {"a-controler": {GESTIONNAIRE}}),
    "EN_CONTROLE": (_en_controle, {"a-valider": {GESTIONNAIRE}}),
    "INCOMPLET": (_incomplet, {"pieces-demandees": SAISIE}),
    "HORS_GARANTIE": (_hors_garantie, PERSONNE),
    "ANNULE": (_annule, PERSONNE),
    "VALIDE": (_valide, {"a-demander": SAISIE}),
    "SOUMISE": (_soumise, {"demandes-a-controler": {GESTIONNAIRE}}),
    "RETOURNEE": (_retournee, {"demandes-retournees": SAISIE}),
    "CONTROLEE": (_controlee, {"a-transmettre": {GESTIONNAIRE}}),
    "TRANSMIS": (_transmis, {"a-rembourser": {ASSUREUR}}),
    "TRANSMISE": (_en_retard, {"a-rembourser": {ASSUREUR}, "retards": {GESTIONNAIRE, FINANCES}}),
    "REGLEE": (_regle, PERSONNE),
}


def test_chaque_etat_du_cycle_a_sa_ligne():
    """BROUILLON a sa propre file ; CLOS n'attend rien de personne (essai suivant)."""
    assert set(CYCLE) >= (set(SINISTRE.etats) | set(DEMANDE.etats)) - {"BROUILLON", "CLOS"}


@pytest.mark.parametrize("etat", CYCLE)
def test_a_chaque_etat_le_tour_de_qui(monde, etat):
    poser, attendu = CYCLE[etat]
    poser(monde)
    assert tours(monde) == attendu


@pytest.mark.parametrize("etat", [e for e in CYCLE if e not in ("ANNULE", "HORS_GARANTIE")])
def test_la_file_et_la_page_du_dossier_disent_le_meme_tour(monde, etat):
    """La page d'un dossier dit ce qui est attendu et de qui : les deux lectures ne divergent pas."""
    poser, attendu = CYCLE[etat]
    s = dossier_par_uid(poser(monde).uid)
    acteurs = {a.qui for a in attendus_du_dossier(fiche_du_dossier(s), au=JOUR)}
    roles = set().union(*attendu.values()) if attendu else set()
    assert ("COLLECTIVITE" in acteurs) == bool(roles & SAISIE)
    assert ("ASSUREUR" in acteurs) == (ASSUREUR in roles)
    assert ("CDG" in acteurs) == (GESTIONNAIRE in roles - ({GESTIONNAIRE} if "retards" in attendu else set()))


def test_un_dossier_clos_n_attend_rien(monde):
    s = _regle(monde)
    s.refresh_from_db()
    controle.sinistre_clore(sinistre=s, le=JOUR)
    assert tours(monde) == {}


def test_arret_fini_sans_reprise(monde):
    declarer(monde.agent)
    assert tours(monde) == {"a-controler": {GESTIONNAIRE}, "sans-reprise": SAISIE}


def _base(monde, exercice=2025):
    return base_declarer(
        adhesion=monde.adhesion, exercice=exercice, montants={"tib": "24000"}, nb_agents=1, le=JOUR
    )


def _appel(monde):
    return appel_emettre(base=base_controler(base=_base(monde), le=JOUR), le=JOUR)


def test_les_cotisations_etat_par_etat(monde):
    assert set(BASE.etats) == {"DECLAREE", "CONTROLEE"}
    assert set(APPEL.etats) == {"EMIS", "VERIFIE", "VALIDE"}
    base = _base(monde)
    assert tours(monde) == {"bases-a-controler": {GESTIONNAIRE}}
    base_controler(base=base, le=JOUR)
    assert tours(monde) == {"appels-a-emettre": {GESTIONNAIRE}}
    base.refresh_from_db()
    appel = appel_emettre(base=base, le=JOUR)
    assert tours(monde) == {"appels-a-verifier": {GESTIONNAIRE}}
    verificateur = HabilitationFactory().compte
    with perimetre(Perimetre(cdg=True, utilisateur=verificateur.pk)):
        appel = appel_verifier(appel=appel, le=JOUR)
    assert tours(monde) == {"appels-a-valider": {GESTIONNAIRE, CHEF}}
    assert attendues(verificateur) == {}  # quatre yeux
    with perimetre(Perimetre(cdg=True, utilisateur=CompteFactory().pk)):
        appel_valider(appel=appel, le=JOUR)
    assert tours(monde) == {}


def test_la_base_de_l_exercice_est_a_declarer_par_qui_valide(monde):
    nouvelle = date(2027, 1, 10)
    assert attendues(monde.rh, nouvelle) == {"bases-a-declarer": 1}
    saisie = HabilitationFactory(role="RH_SAISIE", collectivite=monde.collectivite).compte
    assert attendues(saisie, nouvelle) == {}
    assert attendues(monde.rh, date(2029, 1, 10)) == {}  # l'adhésion est finie


def test_une_adhesion_en_projet_s_active(monde):
    adhesion(etat="PROJET", lot=monde.adhesion.lot)
    assert tours(monde) == {"adhesions-a-activer": {GESTIONNAIRE}}


def test_une_edition_en_echec_n_attend_que_son_demandeur(monde):
    Travail.objects.create(
        type="x", cle="1", libelle="Décompte D-1", etat="ECHEC", demandeur=monde.rh, message="Échec"
    )
    assert attendues(monde.rh) == {"editions-en-echec": 1}
    assert tours(monde) == {}


def test_le_chef_voit_la_charge_du_service_sans_qu_elle_soit_attendue_de_lui(monde):
    _declare(monde)
    assert attendues(monde.chef) == {}
    assert dans(monde.chef, lambda r: [(c.file.cle, c.nombre) for c in charge_du_service(r)]) == [
        ("a-controler", 1)
    ]
    assert dans(monde.gestionnaire, charge_du_service) == []
    page = texte(client_de("CHEF_SERVICE_CDG").get("/"))
    assert "Rien n'est attendu de vous" in page
    assert "Charge du service" in page


def test_chaque_role_a_un_accueil(monde):
    """Sans action, une phrase et de quoi aller quelque part."""
    for role, mot in {
        "PREVENTEUR": "absentéisme",
        "MEDECIN": "dossiers que votre rôle montre",
        "PSYCHOLOGUE": "dossiers que votre rôle montre",
        "FINANCES": "appels et leurs échéances",
        "ADMINISTRATEUR": "les contrats et le journal",
    }.items():
        page = texte(client_de(role).get("/"))
        assert "Rien n'est attendu de vous" in page
        assert mot in page, role
    assert "garanties souscrites" in texte(client_de("LECTEUR", monde.collectivite).get("/"))


def test_une_ligne_dit_quoi_sur_quoi_quand_combien_et_ou(monde):
    s = _en_retard(monde)
    (relance,), _ = dans(monde.gestionnaire, lambda r: actions_attendues(r, Criteres()))
    assert relance.titre == "Relancer l'assureur"
    assert relance.collectivite == "Commune d'Aubrelle"
    assert (relance.echeance, relance.jours, relance.delai) == (date(2026, 6, 3), -12, "12 jours de retard")
    assert relance.montant is not None and relance.montant > Decimal(0)
    assert relance.url.startswith("/bordereaux/")
    autre = valider(declarer(AgentFactory(collectivite=monde.collectivite)))
    reprendre(autre, date(2026, 5, 4))
    (demande,), _ = dans(monde.rh, lambda r: actions_attendues(r, Criteres()))
    assert (demande.echeance, demande.retard) == (date(2028, 1, 5), False)  # prescription : deux ans
    assert demande.url == f"{reverse('sinistres:dossier', args=[autre.uid])}#remboursement"
    assert s.numero not in demande.objet


@pytest.mark.parametrize(
    ("criteres", "titres"),
    [
        (Criteres(), ["Relancer l'assureur", "Ouvrir le contrôle"]),
        (Criteres(file="a-controler"), ["Ouvrir le contrôle"]),
        (Criteres(file="inconnue"), []),
        (Criteres(delai="retard"), ["Relancer l'assureur"]),
        (Criteres(delai="sans"), ["Ouvrir le contrôle"]),
        (Criteres(recherche="zoe"), ["Ouvrir le contrôle"]),
        (Criteres(recherche="AUBRELLE"), ["Relancer l'assureur"]),
        (Criteres(recherche="zzz"), []),
        (Criteres(tri="-collectivite"), ["Ouvrir le contrôle", "Relancer l'assureur"]),
        (Criteres(tri="theme"), ["Ouvrir le contrôle", "Relancer l'assureur"]),
        (Criteres(tri="-montant"), ["Relancer l'assureur", "Ouvrir le contrôle"]),
    ],
)
def test_chercher_filtrer_trier(monde, criteres, titres):
    _en_retard(monde)
    s = declarer(monde.agent_d_ailleurs, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
    assert s
    retenues, _ = dans(monde.gestionnaire, lambda r: actions_attendues(r, criteres))
    assert [a.titre for a in retenues] == titres


def test_la_liste_et_son_export(monde, client):
    _en_retard(monde)
    declarer(monde.agent_d_ailleurs, debut=date(2026, 6, 1), fin=date(2026, 6, 30))
    client.force_login(monde.gestionnaire)
    page = client.get("/actions/?file=retards")
    assert "Relancer l'assureur" in texte(page)
    assert "Ouvrir le contrôle" not in texte(page)
    fragment = client.get("/actions/?file=retards", HTTP_HX_REQUEST="true").content.decode()
    assert fragment.strip() in page.content.decode()
    fichier = client.get("/actions/export.csv?file=retards").content.decode()
    assert fichier.count("\r\n") == 2
    assert "Commune d'Aubrelle" in fichier
    assert "DUPUIS" not in fichier.upper()
    assert "Aucune action ne correspond" in texte(client.get("/actions/?q=zzz"))


def test_la_liste_d_une_personne_a_jour(monde, client):
    client.force_login(monde.rh)
    assert "Rien n'est attendu de vous" in texte(client.get("/actions/"))


def test_le_nombre_d_ordres_sql_ne_depend_pas_du_nombre_d_actions(monde, django_assert_max_num_queries):
    def semer(combien):
        for n in range(combien):
            a = AgentFactory(collectivite=monde.collectivite, nom=f"Semis{combien}{n}")
            declarer(a, debut=date(2026, 6, 1) + timedelta(days=n), fin=date(2026, 6, 30))
            reprendre(declarer(AgentFactory(collectivite=monde.collectivite)), date(2026, 5, 4))

    def lire(compte, borne):
        with django_assert_max_num_queries(borne) as faits:
            dans(compte, lambda r: actions_attendues(r, Criteres()))
        return len(faits)

    semer(1)
    peu = {c.pk: lire(c, 40) for c in (monde.rh, monde.gestionnaire)}
    semer(6)
    assert {c.pk: lire(c, 40) for c in (monde.rh, monde.gestionnaire)} == peu


def test_chaque_file_dit_d_ou_vient_son_chiffre_et_a_qui_elle_est():
    assert len({f.cle for f in FILES}) == len(FILES)
    assert all(f.source and f.pour and f.toutes() for f in FILES)
