"""Vie du dossier : chaque action ne passe que de ses états, laisse une trace nommée, et rien de pendant."""

from datetime import date
from functools import partial

import pytest

from cdg_portal.journal.models import Evenement
from sinistres.models import Demande, Piece, Sinistre
from sinistres.regles.etats import SINISTRE
from sinistres.services import controle
from sinistres.services.arrets import reprise_enregistrer
from sinistres.services.decomptes import demande_controler, demande_soumettre
from tests.aides import code_et_champ
from tests.sinistres.dossiers import (
    LE,
    actions,
    declarer,
    decompter,
    inchange,
    ouvrir,
    requalifier,
    transmettre,
    valider,
)

MARS = (date(2024, 3, 1), date(2024, 3, 31))
ETATS = [e for e in SINISTRE.etats if e != "BROUILLON"]


def _demander_pieces(dossier):
    return controle.pieces_demander(sinistre=dossier, codes=["VOLET_2_3"], motif="Illisible", le=LE)


# Action de l'automate → service qui la fait ; `completer` se fait à la réception de la pièce.
SERVICES = {
    "controler": lambda d: controle.sinistre_controler(sinistre=d, le=LE),
    "valider": lambda d: controle.sinistre_valider(sinistre=d, le=LE),
    "demander_piece": _demander_pieces,
    "refuser": lambda d: controle.sinistre_refuser(sinistre=d, motif="Hors contrat", le=LE),
    "annuler": lambda d: controle.sinistre_annuler(sinistre=d, motif="Doublon", le=LE),
    "clore": lambda d: controle.sinistre_clore(sinistre=d, le=LE),
    "rouvrir": lambda d: controle.sinistre_rouvrir(sinistre=d, motif="Rechute", le=LE),
    "requalifier": lambda d: requalifier(d, "CITIS"),
}


def amener(agent, etat: str) -> Sinistre:
    """Un dossier dans cet état, par les services."""
    dossier = declarer(agent, MARS)
    if etat == "DECLARE":
        return dossier
    if etat == "ANNULE":
        return SERVICES["annuler"](dossier)
    dossier = SERVICES["controler"](dossier)
    if etat == "INCOMPLET":
        return _demander_pieces(dossier)
    if etat == "HORS_GARANTIE":
        return SERVICES["refuser"](dossier)
    if etat == "EN_CONTROLE":
        return dossier
    dossier = SERVICES["valider"](dossier)
    reprise_enregistrer(sinistre=dossier, effective_le=date(2024, 4, 1), le=LE)
    if etat == "CLOS":
        return SERVICES["clore"](dossier)
    if etat == "TRANSMIS":
        decompter(dossier, MARS[1])
        transmettre(dossier)
    return Sinistre.objects.get(pk=dossier.pk)


def test_les_services_couvrent_l_automate():
    par_ailleurs = {"declarer", "completer", "transmettre"}
    assert set(SERVICES) | par_ailleurs == set(SINISTRE.transitions)


@pytest.mark.parametrize("etat", ETATS)
def test_chaque_action_depuis_chaque_etat(agent, gestionnaire, etat):
    """Permise, elle mène où dit l'automate et signe le journal ; interdite, elle n'écrit rien."""
    dossier = amener(agent, etat)
    assert dossier.etat == etat
    permises = SINISTRE.possibles(etat)
    for action in set(SERVICES) - set(permises):
        with inchange(Evenement, Demande):
            code, _ = code_et_champ(partial(SERVICES[action], dossier))
        # Un dossier annulé n'a plus de jour à requalifier ni de pièce manquante dès sa réception.
        assert code == "transition-interdite", action
        assert Sinistre.objects.get(pk=dossier.pk).etat == etat, action


@pytest.mark.parametrize(
    ("etat", "action"),
    [(etat, action) for etat in ETATS for action in SINISTRE.possibles(etat) if action in SERVICES],
)
def test_action_permise(agent, gestionnaire, etat, action):
    dossier = amener(agent, etat)
    SERVICES[action](dossier)
    dossier = Sinistre.objects.get(pk=dossier.pk)
    assert dossier.etat == SINISTRE.cible(etat, action)
    (dernier,) = Evenement.objects.filter(objet_uid=dossier.uid, action=action).order_by("-id")[:1]
    assert (dernier.acteur, dernier.le) == (gestionnaire, LE)


@pytest.mark.parametrize("acte", [controle.sinistre_refuser, controle.sinistre_annuler])
def test_motif_exige(agent, acte):
    dossier = amener(agent, "EN_CONTROLE")
    with inchange(Evenement):
        assert code_et_champ(acte, sinistre=dossier, motif=" ", le=LE) == ("champ-manquant", "motif")
    assert code_et_champ(acte, sinistre=dossier, motif="x" * 301, le=LE) == ("hors-bornes", "motif")
    assert code_et_champ(controle.sinistre_rouvrir, sinistre=dossier, motif="", le=LE) == (
        "champ-manquant",
        "motif",
    )


# ---------------------------------------------------------------- pièces


def test_pieces_demandees_puis_recues(agent):
    dossier = controle.sinistre_controler(sinistre=declarer(agent, MARS), le=LE)
    controle.pieces_demander(sinistre=dossier, codes=["VOLET_2_3", "BULLETINS"], motif="Absents", le=LE)
    demandees = list(Piece.objects.filter(sinistre=dossier, statut="DEMANDEE").order_by("code"))
    assert [(p.code, p.demandee_le, p.demande_motif) for p in demandees] == [
        ("BULLETINS", LE, "Absents"),
        ("VOLET_2_3", LE, "Absents"),
    ]
    controle.piece_recevoir(piece=demandees[0], le=LE)
    assert Sinistre.objects.get().etat == "INCOMPLET"
    controle.piece_recevoir(piece=demandees[1], le=LE)
    assert Sinistre.objects.get().etat == "EN_CONTROLE"
    with inchange(Evenement):
        assert controle.piece_recevoir(piece=demandees[1], le=date(2026, 7, 1)).recue_le == LE
    assert actions(dossier)[-3:] == ["piece", "piece", "completer"]


def test_demander_une_piece_deja_recue_ou_inconnue(agent):
    dossier = controle.sinistre_controler(sinistre=declarer(agent, MARS), le=LE)
    controle.piece_recevoir(piece=Piece.objects.get(code="BULLETINS"), le=LE)
    for codes in (["BULLETINS"], ["VOLET_1"], []):
        demande = {"sinistre": dossier, "codes": codes, "motif": "Absente", "le": LE}
        assert code_et_champ(controle.pieces_demander, **demande) == ("liste-vide", "codes")


def test_requalifier_prevoit_les_pieces_de_la_nouvelle_nature(agent):
    dossier = ouvrir(agent, MARS)
    avant = set(dossier.pieces.values_list("code", flat=True))
    requalifier(dossier, "CITIS")
    assert avant < set(dossier.pieces.values_list("code", flat=True))
    assert "ARRETE_CITIS" in set(dossier.pieces.values_list("code", flat=True))


# ---------------------------------------------------------------- rien de pendant


def test_annuler_libere_les_jours_de_l_agent(agent):
    dossier = declarer(agent, MARS)
    controle.sinistre_annuler(sinistre=dossier, motif="Mauvais agent", le=LE)
    assert declarer(agent, MARS, motif="CITIS_AS").etat == "DECLARE"


@pytest.mark.parametrize("action", ["annuler", "refuser"])
def test_fermer_un_dossier_retourne_sa_demande(agent, action):
    """Sinon elle resterait à jamais dans la file du CDG, sans contrôle possible."""
    dossier = controle.sinistre_controler(sinistre=declarer(agent, MARS), le=LE)
    demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    service = {"annuler": controle.sinistre_annuler, "refuser": controle.sinistre_refuser}[action]
    service(sinistre=dossier, motif="x" * 300, le=LE)
    demande = Demande.objects.get()
    assert demande.etat == "RETOURNEE"
    assert demande.motif_retour
    assert "demande-retournee" in actions(dossier)


@pytest.mark.parametrize("jusqu_a", ["SOUMISE", "CONTROLEE"])
def test_clore_attend_la_demande_en_cours(agent, jusqu_a):
    dossier = amener(agent, "VALIDE")
    demande = demande_soumettre(sinistre=dossier, au=MARS[1], le=LE)
    if jusqu_a == "CONTROLEE":
        demande_controler(demande=demande, le=LE)
    with inchange(Evenement):
        assert code_et_champ(controle.sinistre_clore, sinistre=dossier, le=LE) == ("demande-en-cours", "")
    if jusqu_a == "CONTROLEE":
        transmettre(dossier)
        assert controle.sinistre_clore(sinistre=dossier, le=LE).etat == "CLOS"


def test_clore_sans_reprise(agent):
    dossier = ouvrir(agent, MARS)
    with inchange(Evenement):
        assert code_et_champ(controle.sinistre_clore, sinistre=dossier, le=LE) == ("sans-reprise", "")


def test_rouvrir_permet_la_rechute(agent):
    dossier = amener(agent, "CLOS")
    assert SERVICES["rouvrir"](dossier).etat == "VALIDE"


# ---------------------------------------------------------------- traces


def test_l_historique_garde_chaque_etat(agent, gestionnaire):
    """L'historique de PostgreSQL garde chaque version du dossier, même celle que le journal ne nomme pas."""
    dossier = valider(declarer(agent, MARS))
    suivi = Sinistre.pgh_event_model.objects.filter(pgh_obj_id=dossier.pk).order_by("pgh_id")
    assert [(v.pgh_label, v.etat) for v in suivi] == [
        ("insert", "DECLARE"),
        ("update", "EN_CONTROLE"),
        ("update", "VALIDE"),
    ]
    assert actions(dossier) == ["declarer", "controler", "valider"]
    assert {e.acteur for e in Evenement.objects.filter(objet_uid=dossier.uid)} == {gestionnaire}
