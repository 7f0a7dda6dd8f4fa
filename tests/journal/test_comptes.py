"""Les comptes et ce qui les ouvre sont suivis par déclencheur : même du SQL brut y laisse une trace, sans secret."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cdg_portal.cloisonnement.controles import fautes
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte, SecondFacteur
from cdg_portal.journal.models import Effacement, Maillon
from cdg_portal.journal.selectors.verification import verifier
from cdg_portal.journal.services.scellement import sceller_tout
from tests.fabriques import CollectiviteFactory, CompteFactory, centre_de_gestion

CDG = Perimetre(cdg=True)


def _sql(ordre, *parametres):
    with connection.cursor() as c:
        c.execute(ordre, parametres)


def _ruptures():
    with perimetre(CDG):
        return [r.phrase for r in verifier(gardees={}, maintenant=timezone.now()).ruptures]


@pytest.mark.parametrize("ou", ["sans périmètre", "chez soi", "au CDG"])
@pytest.mark.parametrize("champ", ["is_active", "is_staff", "is_superuser"])
def test_un_droit_change_en_sql_laisse_sa_ligne_et_son_maillon(db, ou, champ):
    compte = CompteFactory()
    with perimetre(CDG):
        chez_soi = Perimetre(collectivites=(CollectiviteFactory().pk,), utilisateur=compte.pk)
    avant = getattr(compte.evenements.latest("pgh_id"), champ)
    ordre = f"UPDATE comptes_compte SET {champ} = NOT {champ} WHERE id = %s"  # noqa: S608
    if ou == "sans périmètre":
        _sql(ordre, compte.pk)
    else:
        with perimetre(CDG if ou == "au CDG" else chez_soi):
            _sql(ordre, compte.pk)
            with connection.cursor() as c:  # le maillon n'a rien laissé du périmètre qu'il emprunte
                c.execute("SELECT current_setting('app.perimetre')")
                assert c.fetchone() == ("" if ou == "au CDG" else chez_soi.bits,)
    ligne = compte.evenements.latest("pgh_id")
    assert (ligne.pgh_label, getattr(ligne, champ)) == ("update", not avant)
    with perimetre(CDG):
        assert Maillon.objects.get(source="comptes_compteevenement", source_id=ligne.pk).role == "cdg_app"
    assert _ruptures() == []


def test_un_secret_change_fait_une_ligne_et_ne_s_y_lit_pas(db):
    compte = CompteFactory()
    compte.set_password("un mot de passe assez long")
    compte.save()
    facteur = Authenticator.objects.create(user=compte, type="totp", data={"secret": "JBSWY3DP"})
    facteur.data = {"secret": "MFRGGZDF"}
    facteur.save()
    facteur.record_usage()
    facteur.delete()
    assert [e.pgh_label for e in compte.evenements.order_by("pgh_id")] == ["insert", "update"]
    lignes = SecondFacteur.evenements.rel.related_model.objects.order_by("pgh_id")
    assert [e.pgh_label for e in lignes] == ["insert", "update", "update", "delete"]
    assert lignes[2].last_used_at
    for modele in (type(lignes[0]), type(compte.evenements.get(pgh_label="update"))):
        assert {"data", "password"}.isdisjoint(f.name for f in modele._meta.get_fields())


def test_se_connecter_n_ecrit_rien_d_autre_que_la_derniere_connexion(db):
    compte = CompteFactory()
    Compte.objects.filter(pk=compte.pk).update(last_login=timezone.now())
    assert compte.evenements.count() == 1


@pytest.mark.django_db(transaction=True)
def test_le_nom_d_un_compte_s_efface_de_son_historique(settings):
    settings.CLE_DE_SCELLEMENT = "clé de l'essai"
    with perimetre(CDG):
        gestion = centre_de_gestion()
    compte = CompteFactory(nom="À-Oublier")
    sceller_tout(maintenant=timezone.now())
    call_command(
        "effacer_du_journal", "comptes.CompteEvenement", f"--objet={compte.pk}", "--champ=nom", "--champ=email",
        "--motif=Demande 2026-12", stdout=StringIO(),
    )  # fmt: skip
    sceller_tout(maintenant=timezone.now())
    assert compte.evenements.get().nom == "effacé"
    with perimetre(CDG):
        assert Effacement.objects.get().collectivite_id == gestion.pk
    assert _ruptures() == []
    assert fautes() == []
