"""Écriture française des montants, dates et nombres."""

import datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from cdg_portal.accueil.templatetags import affichage

N = "\u00a0"


@pytest.mark.parametrize(
    ("valeur", "attendu"),
    [
        (Decimal("1234"), f"1{N}234,00{N}€"),
        (Decimal("-1250.5"), f"-1{N}250,50{N}€"),
        (Decimal("0.005"), f"0,01{N}€"),
        (1234567, f"1{N}234{N}567,00{N}€"),
        (None, ""),
        ("", ""),
    ],
)
def test_euros(valeur, attendu):
    assert affichage.euros(valeur) == attendu


def test_euros_refuse_un_flottant():
    with pytest.raises(TypeError):
        affichage.euros(1234.5)


def test_euros_signes_montre_le_complement_et_laisse_zero_nu():
    assert affichage.euros_signes(Decimal("1482.30")) == f"+1{N}482,30{N}€"
    assert affichage.euros_signes(Decimal(0)) == f"0,00{N}€"
    assert affichage.euros_signes(Decimal("-3")) == f"-3,00{N}€"


@pytest.mark.parametrize(
    ("valeur", "decimales", "attendu"),
    [
        (1234567, None, f"1{N}234{N}567"),
        (Decimal("5.7500"), None, "5,75"),
        (Decimal("1E+3"), None, f"1{N}000"),
        (Decimal("2.5"), 0, "3"),
        (Decimal("-2.5"), 0, "-3"),
    ],
)
def test_nombre_fr(valeur, decimales, attendu):
    assert affichage.nombre_fr(valeur, decimales) == attendu


def test_pourcent_fr_arrondit_au_demi_superieur():
    assert affichage.pourcent_fr(Decimal("5.745")) == f"5,75{N}%"


def test_dates():
    assert affichage.date_fr(datetime.date(2026, 6, 15)) == "15/06/2026"
    assert affichage.date_longue(datetime.date(2026, 8, 1)) == f"1er{N}août{N}2026"
    assert affichage.date_longue(None) == ""


def test_instant_a_l_heure_locale(settings):
    settings.TIME_ZONE = "Europe/Paris"
    minuit_utc = datetime.datetime(2026, 6, 14, 22, 5, tzinfo=datetime.UTC)
    assert affichage.date_fr(minuit_utc) == "15/06/2026"
    assert affichage.instant_fr(minuit_utc) == f"15/06/2026{N}à{N}0{N}h{N}05"


@pytest.mark.parametrize(
    ("tri", "suivant", "aria"),
    [
        ("", "date", ""),
        ("date", "-date", "ascending"),
        ("-date", "date", "descending"),
        ("numero", "date", ""),
    ],
)
def test_sens_du_tri(tri, suivant, aria):
    sens = affichage.sens_du_tri("date", tri)
    assert (sens["suivant"], sens["aria"]) == (suivant, aria)


def test_un_texte_ne_se_coupe_pas_a_sa_ponctuation():
    assert affichage.insecables("Tapez : « ici » ; puis ?") == "Tapez\xa0: «\xa0ici\xa0»\xa0; puis\xa0?"
    assert affichage.insecables("10:30, a;b") == "10:30, a;b"
    # Déjà échappé par un composant, il ne l'est pas une seconde fois ; sinon, il l'est.
    rendu = Template("{% load affichage %}{{ t|insecables }}").render
    assert rendu(Context({"t": mark_safe("l&#x27;arrêt ; a")})) == "l&#x27;arrêt\xa0; a"
    assert rendu(Context({"t": "<b> : x"})) == "&lt;b&gt;\xa0: x"


def test_une_adresse_se_coupe_avant_son_arobase_et_reste_echappee():
    assert affichage.coupable("a.b@c.fr") == "a.b<wbr>@c.fr"
    assert affichage.coupable("<i>@c.fr") == "&lt;i&gt;<wbr>@c.fr"
    assert affichage.coupable("sans") == "sans"


def test_des_codes_separes_par_des_espaces_se_lisent_en_liste():
    assert affichage.en_liste("TIB NBI SFT") == "TIB, NBI, SFT"
