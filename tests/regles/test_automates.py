"""Automates : tous les couples état × action, et l'atteignabilité de chaque état."""

from itertools import product

import pytest

from adhesions.regles.etats import ADHESION
from cdg_portal.socle.etats import Automate, TransitionInterdite, transition
from cotisations.regles.etats import APPEL, BASE
from sinistres.regles.etats import DEMANDE, SINISTRE

ATTENDUS = {
    "sinistre": (SINISTRE, """
        BROUILLON declarer DECLARE
        BROUILLON annuler ANNULE
        DECLARE controler EN_CONTROLE
        DECLARE annuler ANNULE
        EN_CONTROLE demander_piece INCOMPLET
        EN_CONTROLE valider VALIDE
        EN_CONTROLE annuler ANNULE
        EN_CONTROLE refuser HORS_GARANTIE
        INCOMPLET completer EN_CONTROLE
        INCOMPLET annuler ANNULE
        VALIDE transmettre TRANSMIS
        VALIDE requalifier VALIDE
        VALIDE clore CLOS
        TRANSMIS requalifier VALIDE
        TRANSMIS clore CLOS
        CLOS rouvrir VALIDE"""),
    "demande": (DEMANDE, """
        SOUMISE controler CONTROLEE
        SOUMISE retourner RETOURNEE
        CONTROLEE transmettre TRANSMISE
        TRANSMISE regler REGLEE"""),
    "adhesion": (ADHESION, """
        PROJET activer ACTIVE
        ACTIVE resilier RESILIEE"""),
    "base": (BASE, "DECLAREE controler CONTROLEE"),
    "appel": (APPEL, """
        EMIS verifier VERIFIE
        VERIFIE valider VALIDE"""),
}  # fmt: skip
COUPLES = [
    (nom, etat, action)
    for nom, (automate, _) in ATTENDUS.items()
    for etat, action in product(automate.etats, automate.transitions)
]


def permis(nom):
    lignes = (ligne.split() for ligne in ATTENDUS[nom][1].strip().splitlines())
    return {(etat, action): cible for etat, action, cible in lignes}


@pytest.mark.parametrize(("nom", "etat", "action"), COUPLES, ids=["-".join(c) for c in COUPLES])
def test_couple_etat_action(nom, etat, action):
    automate, cible = ATTENDUS[nom][0], permis(nom).get((etat, action))
    assert (action in automate.possibles(etat)) is (cible is not None)
    if cible is not None:
        assert automate.cible(etat, action) == cible
        return
    with pytest.raises(TransitionInterdite) as refus:
        automate.cible(etat, action)
    assert refus.value.code == "transition-interdite"
    assert automate.etats[etat] in str(refus.value)


@pytest.mark.parametrize("nom", ATTENDUS)
def test_tout_etat_est_atteint(nom):
    automate = ATTENDUS[nom][0]
    assert automate.accessibles() == set(automate.etats)
    assert automate.finals(), "un dossier finit par s'arrêter"


def test_action_inconnue():
    with pytest.raises(TransitionInterdite):
        SINISTRE.cible("BROUILLON", "brûler")


def test_table_qui_cite_un_etat_absent():
    with pytest.raises(ValueError, match="FANTOME"):
        Automate("essai", "A", {"A": "A"}, {"aller": transition("Aller", "A", "FANTOME")})


def test_sinistre_termine_reste_termine():
    assert SINISTRE.finals() == {"ANNULE", "HORS_GARANTIE"}
