"""Ce qui est émis ne se modifie pas : ni par l'application, ni par le propriétaire, ni déclencheurs tus."""

from contextlib import nullcontext
from datetime import date
from decimal import Decimal

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection

from adhesions.models import EffectifFige
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.cloisonnement.roles import commande_de_proprietaire
from cotisations.models import Appel, BaseDeclaree
from sinistres.models import Decompte, LigneDecompte
from tests.cloisonnement.conftest import batir, refuse

IMMUABLE, DROIT_REFUSE = "23001", "42501"


@pytest.fixture
def appel(monde) -> Appel:
    """Un appel émis : seule sa validation peut encore avancer."""
    with perimetre(Perimetre(cdg=True)):
        base = BaseDeclaree.objects.create(
            collectivite=monde.a.collectivite,
            adhesion=monde.a.adhesion,
            exercice=2026,
            regime="CNRACL",
            nb_agents=1,
            tib=Decimal("24000.00"),
            etat="DECLAREE",
            declaree_le=date(2026, 1, 5),
        )
        return Appel.objects.create(
            collectivite=monde.a.collectivite,
            numero="APP-ESSAI",
            adhesion=monde.a.adhesion,
            base_declaree=base,
            type="PROVISIONNEL",
            exercice=2026,
            elements="TIB",
            assiette=Decimal("24000.00"),
            total=Decimal("1200.00"),
            emis_le=date(2026, 1, 6),
            etat="EMIS",
        )


@pytest.mark.parametrize(
    "contexte", [nullcontext, pgtrigger.ignore], ids=["déclencheurs actifs", "sous pgtrigger.ignore()"]
)
def test_un_appel_emis_ne_change_plus_de_montant(appel, contexte):
    with perimetre(Perimetre(cdg=True)), contexte():
        emis = Appel.objects.filter(pk=appel.pk)
        for ecrire in (
            lambda: emis.update(total=Decimal("1.00")),
            lambda: emis.update(etat="VERIFIE", assiette=Decimal("1.00")),
            lambda: emis._raw_delete("default"),
        ):
            with refuse(IntegrityError, IMMUABLE):
                ecrire()
        assert emis.get().total == Decimal("1200.00")


def test_l_erreur_nomme_sa_contrainte(appel):
    with perimetre(Perimetre(cdg=True)), pytest.raises(IntegrityError) as refus:
        Appel.objects.filter(pk=appel.pk).delete()
    assert refus.value.__cause__.diag.constraint_name == "cotisations_appel_immuable"


def test_la_validation_d_un_appel_avance(appel):
    with perimetre(Perimetre(cdg=True)):
        Appel.objects.filter(pk=appel.pk).update(etat="VERIFIE", verifie_le=date(2026, 1, 7))
        assert Appel.objects.get(pk=appel.pk).etat == "VERIFIE"


@pytest.mark.parametrize("modele", [Decompte, LigneDecompte, EffectifFige], ids=lambda m: m.__name__)
def test_l_application_n_a_pas_meme_le_droit_d_essayer(monde, modele):
    with perimetre(Perimetre(cdg=True)), pgtrigger.ignore():
        ligne = modele.objects.filter(collectivite=monde.a.collectivite).first()
        with refuse(ProgrammingError, DROIT_REFUSE):
            modele.objects.filter(pk=ligne.pk).update(collectivite=monde.b.collectivite)
        with refuse(ProgrammingError, DROIT_REFUSE):
            modele.objects.filter(pk=ligne.pk)._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_le_proprietaire_non_plus():
    """Le déclencheur ne dépend d'aucun droit : il vaut pour qui possède la table."""
    with perimetre(Perimetre(cdg=True)):
        monde = batir()
    with commande_de_proprietaire(), pgtrigger.ignore():
        for modele in (Decompte, LigneDecompte, EffectifFige):
            lignes = modele.objects.filter(collectivite=monde.a.collectivite)
            with refuse(IntegrityError, IMMUABLE):
                lignes.update(collectivite=monde.b.collectivite)
            with refuse(IntegrityError, IMMUABLE):
                lignes._raw_delete("default")


def test_chaque_table_en_ajout_seul_est_gardee(db):
    """Historiques et journal : aucun droit. Ce qui est émis : aucun droit et un déclencheur."""
    gardees = [m for m in apps.get_models() if getattr(m, "AJOUT_SEUL", False)]
    assert len(gardees) > 20
    with connection.cursor() as c:
        for modele in gardees:
            table = modele._meta.db_table
            c.execute(
                "SELECT bool_or(has_table_privilege(r, %s, d))"
                " FROM unnest(ARRAY['cdg_app', 'cdg_interne']) r, unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) d",
                [table],
            )
            assert c.fetchone() == (False,), f"{table} reste modifiable"
