"""Les tables nouvelles, remplies : invisibles du voisin, fermées à lui, et ce qui est émis y est figé."""

from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal

import pgtrigger
import pytest
from django.apps import apps
from django.db import IntegrityError, ProgrammingError, connection
from django.utils import timezone

from cdg_portal.cloisonnement.modeles import ModeleCloisonne
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.perimetres.models import Invitation
from sinistres.models import Frais
from tests.cloisonnement.conftest import refuse
from tests.modele.test_contraintes import CAS, CDG, MODELES

RANGEE_INTERDITE, CLE_ETRANGERE, IMMUABLE = "42501", "23503", "23001"
UN_PAR_MODELE = {c.modele: c for c in reversed(CAS) if issubclass(c.modele, ModeleCloisonne)}
CLOISONNES = pytest.mark.parametrize("cas", UN_PAR_MODELE.values(), ids=lambda c: c.modele.__name__)
NOUVELLES_APPS = ("echanges", "prevention", "prevoyance")


@CLOISONNES
def test_le_voisin_ne_voit_ni_n_ecrit(ressources, cas):
    chez_elle, voisine = ressources.commune, ressources.voisine
    with perimetre(CDG):
        ligne = cas.ligne(ressources)
        ligne.save()
        intrus = cas.ligne(ressources)
    with perimetre(chez_elle.perimetre):
        assert cas.modele.objects.filter(pk=ligne.pk).exists()
    with perimetre(voisine.perimetre):
        assert not cas.modele.objects.filter(pk=ligne.pk).exists()
        assert not cas.modele.base.filter(pk=ligne.pk).exists()
        with connection.cursor() as c:
            c.execute(f'SELECT count(*) FROM "{cas.modele._meta.db_table}"')  # noqa: S608
            assert c.fetchone() == (0,)
        with refuse(ProgrammingError, RANGEE_INTERDITE):
            intrus.save(force_insert=True)


@CLOISONNES
def test_une_ligne_ne_designe_pas_l_objet_d_un_autre_employeur(ressources, cas):
    champs = {f.name for f in cas.modele._meta.fields}
    ailleurs = {"agent": ressources.voisine.agent, "sinistre": ressources.voisine.sinistre}
    for champ, objet in ailleurs.items():
        if champ not in champs:
            continue
        with perimetre(CDG), refuse(IntegrityError, CLE_ETRANGERE):
            cas.ligne(ressources, {champ: objet}).save()
            with connection.cursor() as c:
                c.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_chaque_table_nouvelle_en_ajout_seul_a_son_declencheur(db):
    with connection.cursor() as c:
        c.execute("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%%_immuable_maj'")
        gardees = {t for (t,) in c.fetchall()}
    ajout_seul = {m._meta.db_table for m in MODELES if getattr(m, "AJOUT_SEUL", False)}
    assert len(ajout_seul) == 7
    assert ajout_seul <= gardees


def test_toute_table_des_apps_nouvelles_a_ses_cas():
    """Une table de plus dans ces apps sans cas d'essai fait échouer ici."""
    vues = {m for m in apps.get_models() if m._meta.app_label in NOUVELLES_APPS}
    assert {m for m in vues if not hasattr(m, "pgh_tracked_model")} <= MODELES


@pytest.mark.parametrize("contexte", [nullcontext, pgtrigger.ignore], ids=["ordinaire", "déclencheurs tus"])
def test_des_frais_decomptes_ne_changent_plus(ressources, contexte):
    with perimetre(CDG):
        frais = UN_PAR_MODELE[Frais].ligne(ressources)
        frais.save()
        frais.montant_retenu = Decimal("40.00")
        frais.save()
        frais.decompte = ressources.commune.decompte
        frais.save()
        emis = Frais.objects.filter(pk=frais.pk)
        with contexte():
            with refuse(IntegrityError, IMMUABLE):
                emis.update(montant_retenu=Decimal("45.00"))
            with refuse(IntegrityError, IMMUABLE):
                emis.update(decompte=None)
            with refuse(IntegrityError, IMMUABLE):
                emis._raw_delete("default")
        avoir = UN_PAR_MODELE[Frais].ligne(ressources, {"sens": "AVOIR"})
        avoir.save()


def test_une_invitation_ne_sert_qu_une_fois(ressources):
    with perimetre(CDG):
        invitation = UN_PAR_MODELE[Invitation].ligne(ressources)
        invitation.save()
        servie = Invitation.objects.filter(pk=invitation.pk)
        servie.update(acceptee_a=timezone.now(), acceptee_par=ressources.gestionnaire)
        for changement in (
            {"acceptee_a": timezone.now() + timedelta(hours=1)},
            {"acceptee_a": None, "acceptee_par": None},
            {"role": "RH_VALIDEUR"},
            {"expire_a": timezone.now() + timedelta(days=90)},
        ):
            with refuse(IntegrityError, IMMUABLE):
                servie.update(**changement)
        with refuse(IntegrityError, IMMUABLE):
            servie._raw_delete("default")
        servie.update(email="anonyme@exemple.fr")
        autre = UN_PAR_MODELE[Invitation].ligne(ressources, {"empreinte": "a" * 64})
        autre.save()


def test_le_perimetre_vide_ne_voit_rien(ressources):
    with perimetre(CDG):
        for cas in UN_PAR_MODELE.values():
            if not cas.modele.objects.exists():
                cas.ligne(ressources).save()
    with perimetre(Perimetre()):
        assert [m for m in UN_PAR_MODELE if m.objects.exists()] == []
