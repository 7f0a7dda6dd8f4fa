"""La démonstration jouée par les services : chaque chiffre des cas en base et dans le PDF, et un écart se voit."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest

from cdg_portal.accueil.demonstration import charger as donnees_de_demonstration
from cdg_portal.accueil.jeu import edition
from cdg_portal.accueil.jeu.chargement import charger
from cdg_portal.accueil.jeu.edition import produire_les_pdf
from cdg_portal.accueil.jeu.impression import imprimer, imprimer_natures
from cdg_portal.accueil.jeu.tableau import Ligne, comparer
from cdg_portal.travaux.execution import executer
from cdg_portal.travaux.models import Travail

pytestmark = pytest.mark.django_db


def _seulement_les_cas(donnees):
    """Les collectivités des cas et le CDG, sans l'année d'absences : le chemin entier, en quelques secondes."""
    codes = {cas.collectivite for cas in donnees.cas} | {"CDG"}
    return replace(
        donnees,
        collectivites=tuple(c for c in donnees.collectivites if c.code in codes),
        adhesions=tuple(a for a in donnees.adhesions if a.collectivite in codes),
        agents=tuple(a for a in donnees.agents if a.collectivite in codes),
        utilisateurs=tuple(
            u for u in donnees.utilisateurs if all(h.collectivite in codes for h in u.habilitations)
        ),
        absences=(),
    )


def _faire_les_travaux(_secondes):
    """Tient lieu de worker : le lot est attendu par la démonstration, qui ne l'exécute jamais elle-même."""
    for travail in Travail.objects.filter(etat=Travail.Etat.EN_ATTENTE).order_by("id"):
        executer(travail.pk)


def test_chaque_chiffre_des_cas_est_obtenu_et_un_attendu_faux_se_voit(monkeypatch):
    monkeypatch.setattr(edition.time, "sleep", _faire_les_travaux)
    donnees = _seulement_les_cas(donnees_de_demonstration())
    dits = []
    bilan = charger(donnees, dits.append)
    pdf = produire_les_pdf(donnees, bilan.collectivites, bilan.acteurs, dits.append)

    with bilan.acteurs.en_cdg():
        lignes = [x for x in comparer(donnees, bilan.collectivites, pdf) if x.cas != "absentéisme"]
        fausse = replace(donnees.contribution, appel=donnees.contribution.appel + Decimal("0.01"))
        faussees = comparer(replace(donnees, contribution=fausse), bilan.collectivites, pdf)

    assert len(lignes) > 60
    assert [x for x in lignes if not x.tenue] == []
    assert {x.cas.split()[0] for x in lignes} >= {cas.id for cas in donnees.cas}
    ecart = next(x for x in faussees if x.libelle == "Appel provisionnel de cotisation")
    assert not ecart.tenue and (ecart.base, ecart.pdf) == (lignes[2].base, lignes[2].pdf)
    assert imprimer(faussees, io.StringIO()) >= 1

    # Une seconde fois : rien n'est refait.
    assert charger(donnees, dits.append).actes == 0


def test_un_chiffre_absent_du_pdf_est_un_ecart():
    assert Ligne("D-00", "Total", "1,00 €", "1,00 €", "1,00 €").tenue
    assert Ligne("D-00", "En retard", "oui", "oui", None).tenue
    assert not Ligne("D-00", "Total", "1,00 €", "1,00 €", "absent").tenue
    assert not Ligne("D-00", "Total", "1,00 €", "2,00 €", "1,00 €").tenue


def test_sans_donnees_les_natures_ne_mentent_pas(cdg):
    sortie = io.StringIO()
    imprimer_natures(donnees_de_demonstration(), sortie)
    assert "jours" not in sortie.getvalue()
