"""Ce qu'on tape librement : lois de la lecture des dates, des montants et des numéros de sécurité sociale."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.nir import cle_du_nir, contient_un_nir
from cdg_portal.socle.saisie import lire_date, lire_montant

MOIS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
JOURS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
DE_CE_SIECLE = st.dates(date(2000, 1, 1), date(2099, 12, 31))

# ---------------------------------------------------------------- dates


@given(JOURS)
def test_une_date_se_lit_comme_on_l_ecrit(jour):
    mois = MOIS[jour.month - 1]
    ecritures = {
        f"{jour:%d/%m/%Y}", f"{jour.day}/{jour.month}/{jour.year}", f"{jour:%d.%m.%Y}", f"{jour:%d-%m-%Y}",
        f"{jour:%d %m %Y}", f"{jour:%d%m%Y}", f"{jour.day} {mois} {jour.year}",
        f"le {jour.day} {mois.upper()} {jour.year}",
        f"{jour.day}er {mois} {jour.year}", jour.isoformat(),
    }  # fmt: skip
    assert {lire_date(texte) for texte in ecritures} == {jour}


@given(DE_CE_SIECLE)
def test_une_annee_sur_deux_chiffres_est_de_ce_siecle(jour):
    ecritures = (
        f"{jour:%d%m%y}",
        f"{jour.day}/{jour.month}/{jour:%y}",
        f"{jour.day} {MOIS[jour.month - 1]} {jour:%y}",
    )
    assert {lire_date(texte) for texte in ecritures} == {jour}


@given(st.dates(date(1927, 1, 1), date(2026, 6, 15)))
def test_une_naissance_n_est_pas_a_venir(jour):
    if jour.month == 2 and jour.day == 29:
        return
    assert lire_date(f"{jour:%d/%m/%y}", au_plus=date(2026, 6, 15)) == jour


@given(st.text(max_size=25))
def test_un_texte_quelconque_est_une_date_ou_un_refus_jamais_une_panne(texte):
    try:
        assert date(1900, 1, 1) <= lire_date(texte) <= date(2100, 12, 31)
    except ErreurMetier as refus:
        assert refus.code in ("date-invalide", "hors-bornes")


@pytest.mark.parametrize(
    ("texte", "lue"),
    [
        ("3 fev. 26", date(2026, 2, 3)),
        ("1er janv 2026", date(2026, 1, 1)),
        ("mardi 3 février 2026", date(2026, 2, 3)),
        ("03 / 02 / 2026", date(2026, 2, 3)),
        ("030226", date(2026, 2, 3)),
    ],
)
def test_dates_abregees(texte, lue):
    assert lire_date(texte) == lue


@pytest.mark.parametrize(
    "texte", ["3 jui 2026", "3 ma 2026", "31022026", "30226", "3/2", "février 2026", "٣/٢/٢٦"]
)
def test_une_date_ambigue_ou_incomplete_est_refusee(texte):
    with pytest.raises(ErreurMetier):
        lire_date(texte)


# ---------------------------------------------------------------- montants


@given(st.decimals(0, 999_999_999, places=2, allow_nan=False))
def test_un_montant_ecrit_par_le_portail_se_relit(montant):
    ecrit = en_francais(montant)
    assert lire_montant(ecrit) == montant
    assert lire_montant(f"{ecrit[:-2]} euros") == montant


def test_des_points_de_milliers_se_comprennent_avec_une_virgule():
    assert lire_montant("1.234,56 €") == Decimal("1234.56")


# ---------------------------------------------------------------- numéro de sécurité sociale

DEPARTEMENTS = st.one_of(
    st.integers(1, 95).filter(lambda d: d != 20).map("{:02d}".format),
    st.sampled_from(["2A", "2B", "97", "99"]),
)


@st.composite
def assures(draw):
    """Les treize caractères d'un NIR vraisemblable, par groupes."""
    return [
        draw(st.sampled_from("12")),
        f"{draw(st.integers(0, 99)):02d}",
        f"{draw(st.integers(1, 12)):02d}",
        draw(DEPARTEMENTS),
        f"{draw(st.integers(1, 990)):03d}",
        f"{draw(st.integers(1, 999)):03d}",
    ]


BLANCS = st.sampled_from(["", " ", "\u00a0", "\u202f", ".", "-", "\u2011", "/"])


@given(
    assures(),
    BLANCS,
    st.booleans(),
    st.sampled_from(["{}", "Agent {} à revoir", "NIR:{}.", "né le 3/2/71, {}"]),
)
def test_un_nir_se_reconnait_partout(groupes, blanc, avec_cle, phrase):
    cle = [f"{cle_du_nir(''.join(groupes)):02d}"] if avec_cle else []
    assert contient_un_nir(phrase.format(blanc.join(groupes + cle).lower()))


@given(assures(), st.sampled_from([" ", "."]))
def test_une_cle_juste_suffit_quelle_que_soit_la_coupe(groupes, blanc):
    serre = "".join(groupes) + f"{cle_du_nir(''.join(groupes)):02d}"
    assert contient_un_nir(blanc.join(serre[i : i + 3] for i in range(0, 15, 3)))


@given(assures(), st.sampled_from([" - ", " ; ", ":", "|", " : ", "  ", " | "]))
def test_une_cle_juste_entre_de_larges_blancs(groupes, blanc):
    serre = "".join(groupes)
    assert contient_un_nir(blanc.join([*groupes, f"{cle_du_nir(serre):02d}"]))


@given(st.dates(date(2000, 1, 1), date(2009, 12, 31)), st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_une_periode_n_est_pas_un_nir(debut, fin):
    """« 1/03/2026 - 14/05/2026 » a quinze chiffres : ses coupes ne sont pas celles d'un NIR."""
    for separateur in (" - ", " ; ", " : "):
        assert not contient_un_nir(f"1/{debut:%m/%Y}{separateur}{fin:%d/%m/%Y}")


@pytest.mark.parametrize(
    "invisible", ["\u200b", "\u00ad", "\u200d", "\u2060", "\ufeff", "\u202a", "\u200b\u00a0\u00ad\u200b"]
)
def test_un_caractere_sans_dessin_ne_cache_pas_un_nir(invisible):
    """Un traitement de texte ou un PDF en sème dans ce qu'on en copie."""
    assert contient_un_nir(invisible.join(("1", "80", "05", "78", "006", "084", "45")))
    assert contient_un_nir(invisible.join("180057800608445"))


@given(assures(), st.integers(1, 97))
def test_quinze_chiffres_d_un_tenant_sans_la_bonne_cle_ne_sont_pas_un_nir(groupes, cle):
    serre = "".join(groupes)
    if cle != cle_du_nir(serre):
        assert not contient_un_nir(f"{serre}{cle:02d}")


@given(st.integers(0, 10**14 - 1), BLANCS)
def test_un_siret_n_est_pas_un_nir(numero, blanc):
    siret = f"{numero:014d}"
    assert not contient_un_nir(siret)
    assert not contient_un_nir(blanc.join((siret[:3], siret[3:6], siret[6:9], siret[9:])))


@given(st.integers(0, 10**8 - 1), st.sampled_from(["06", "01", "+33 6", "0033 6"]))
def test_un_telephone_n_est_pas_un_nir(fin, debut):
    huit = f"{fin:08d}"
    assert not contient_un_nir(" ".join((debut, huit[:2], huit[2:4], huit[4:6], huit[6:])))


@given(st.decimals(0, 10**10, places=2, allow_nan=False))
def test_un_montant_n_est_pas_un_nir(montant):
    assert not contient_un_nir(en_francais(montant))


@pytest.mark.parametrize(
    "texte",
    [
        "1234567890123",  # mois 45 : pas un NIR
        "3 février 2026",
        "FR76 3000 6000 0112 3456 7890 189",
        "01020304-0506-4708-8910-111213141516",
        "SIN-2026-000123",
        "",
    ],
)
def test_ce_qui_n_est_pas_un_nir(texte):
    assert not contient_un_nir(texte)
