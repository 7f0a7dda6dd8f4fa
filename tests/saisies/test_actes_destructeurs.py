"""Inventaire des actes qui effacent, retirent, ferment ou décident : chacun se confirme, ou se défait."""

import re

import pytest

from sinistres.web.catalogue import ACTES
from tests.architecture.sources import RACINE
from tests.cloisonnement.matrice import MATRICE, PORTAIL

GABARITS = RACINE / "templates"
VERBES = re.compile(r"abandon|retir|finir|termin|resil|sortir|deactivate|remove|annul|supprim|generate")
# Adresse → gabarit de sa page de confirmation, ou de la page qui porte sa fenêtre de confirmation.
CONFIRMES = {
    "saisies:abandonner": "saisies/abandonner.html",
    "sinistres:declarer_abandonner": "sinistres/declarer/agent.html",
    "perimetres:retirer": "perimetres/retirer.html",
    "perimetres:finir": "perimetres/finir.html",
    "perimetres:terminer": "perimetres/terminer.html",
    "adhesions:resilier": "adhesions/saisie.html",
    "adhesions:sortir": "adhesions/saisie.html",
    "mfa_deactivate_totp": "comptes/application_retiree.html",
    "mfa_remove_webauthn": "comptes/cle_retiree.html",
    "mfa_generate_recovery_codes": "comptes/codes_neufs.html",
}
# Décisions d'un seul envoi → gabarit qui porte leur fenêtre. Leur adresse, ou la page elle-même (None).
FENETRES = {
    "cotisations:verifier": ("cotisations/appel.html", "cotisations:verifier"),
    "cotisations:valider": ("cotisations/appel.html", "cotisations:valider"),
    "cotisations:controler": ("cotisations/base.html", "cotisations:controler"),
    "cotisations:appeler": ("cotisations/base.html", "cotisations:appeler"),
    "cotisations:emettre_participation": (
        "cotisations/fragments/_de_adhesion.html",
        "cotisations:emettre_participation",
    ),
    "accueil:calendrier_abonnement": ("accueil/abonnement.html", None),
    "comptes:sessions": ("comptes/sessions.html", None),
}
# Un seul envoi, et rien qui s'efface ni ne se décide.
ANODINS = {
    "accueil:suggestions": "Cherche, en lecture seule.",
    "saisies:garder": "Garde un brouillon.",
    "comptes:deconnexion": "On se reconnecte ; ce qui était tapé est au brouillon.",
    "perimetres:renvoyer": "Envoie de nouveau le même message.",
    "perimetres:choisir": "Restreint ce qu'on montre ; se rechoisit.",
    "adhesions:certificat": "Édite un PDF.",
    "sinistres:decompte_pdf": "Édite un PDF.",
    "sinistres:bordereau_pdf": "Édite des PDF.",
    "cotisations:editer": "Édite un PDF.",
    "travaux:relancer": "Reprend une édition en échec.",
}
# Actes d'un dossier faits d'un clic, sans fenêtre → comment ils se défont.
ACTES_QUI_SE_DEFONT = {
    "controler": "Le dossier en contrôle se retourne (pièces demandées), s'annule ou se déclare hors garantie.",
    "piece-recue": "« Demander des pièces » la redemande, avec un motif.",
}
# Adresse → comment cela se défait.
SE_DEFONT = {
    "accueil:assistance_terminer": "L'assistance se rouvre avec un motif ; rien n'a pu y être écrit."
}


def test_chaque_adresse_destructrice_est_a_l_inventaire():
    destructrices = {nom for nom in MATRICE if VERBES.search(nom.rpartition(":")[2])}
    assert destructrices == set(CONFIRMES) | set(SE_DEFONT)


def test_chaque_envoi_sans_page_de_saisie_est_a_l_inventaire():
    """Une adresse qui n'accepte que l'envoi agit d'un clic : elle a sa fenêtre, se défait, ou ne décide rien."""
    d_un_clic = {nom for nom, ligne in PORTAIL.items() if ligne.methodes == ("POST",)}
    assert d_un_clic <= set(CONFIRMES) | set(FENETRES) | set(SE_DEFONT) | set(ANODINS)
    assert set(ANODINS) | set(SE_DEFONT) <= d_un_clic


@pytest.mark.parametrize(("nom", "gabarit", "adresse"), [(n, *v) for n, v in FENETRES.items()])
def test_une_decision_d_un_clic_a_sa_fenetre(nom, gabarit, adresse):
    page = (GABARITS / gabarit).read_text()
    assert "<c-confirmation" in page
    formulaires = re.findall(r"<form[^>]*>", page)
    assert not adresse or not any(f"'{adresse}'" in f for f in formulaires)
    assert not adresse or re.search(rf"<c-confirmation[^>]*url '{adresse}'", page)


def test_un_acte_de_dossier_fait_d_un_clic_a_sa_fenetre_ou_se_defait():
    d_un_clic = {cle for cle, acte in ACTES.items() if not acte.avec_saisie}
    sans_fenetre = {cle for cle in d_un_clic if not ACTES[cle].confirmation}
    assert sans_fenetre == set(ACTES_QUI_SE_DEFONT)


@pytest.mark.parametrize(("nom", "gabarit"), CONFIRMES.items())
def test_elle_dit_ce_qui_va_se_passer_et_laisse_renoncer(nom, gabarit):
    page = (GABARITS / gabarit).read_text()
    fenetre = "<c-confirmation" in page and f"url '{nom}'" in page
    page_a_soi = 'method="post"' in page and re.search(
        r"Ne rien changer|Revenir|url \"mfa_index\"|mfa_index", page
    )
    assert fenetre or page_a_soi


def test_un_acte_de_dossier_qui_efface_a_sa_page_et_son_explication():
    dangereux = {cle: acte for cle, acte in ACTES.items() if acte.danger}
    assert {cle for cle in ACTES if VERBES.search(cle)} <= set(dangereux)
    assert [cle for cle, acte in dangereux.items() if not (acte.avec_saisie and acte.explication)] == []
