"""Chaque contrainte du modèle complet refuse ce qu'elle doit : à la saisie, en français, puis dans la base."""

import pytest
from django.contrib.postgres.constraints import ExclusionConstraint
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from tests.modele import cas_accompagnement, cas_portail, cas_sinistres

CAS = [*cas_portail.CAS, *cas_sinistres.CAS, *cas_accompagnement.CAS]
MODELES = {c.modele for c in CAS}
CDG = Perimetre(cdg=True)


def _nom(cas):
    return f"{cas.modele.__name__}-{next(iter(cas.refus))}"


@pytest.mark.parametrize("cas", CAS, ids=_nom)
def test_la_base_refuse_et_nomme_la_contrainte(ressources, cas):
    with perimetre(CDG):
        cas.ligne(ressources).save()
        for contrainte, essais in cas.refus.items():
            for changements in essais:
                fautive = cas.ligne(ressources, changements)
                with pytest.raises(IntegrityError) as refus, transaction.atomic():
                    fautive.save(force_insert=True)
                assert refus.value.__cause__.diag.constraint_name == contrainte, changements


@pytest.mark.parametrize("cas", CAS, ids=_nom)
def test_la_saisie_l_annonce_en_francais(ressources, cas):
    """`full_clean` prévient avant la base, avec le message de la contrainte."""
    with perimetre(CDG):
        juste = cas.ligne(ressources)
        juste.full_clean()
        juste.save()
        messages = {
            c.name: c.violation_error_message
            for c in cas.modele._meta.constraints
            if c.violation_error_message != c.default_violation_error_message
        }
        recouvrements = {
            messages[c.name] for c in cas.modele._meta.constraints if isinstance(c, ExclusionConstraint)
        }
        for contrainte in cas.refus.keys() - cas.base_seule:
            for changements in cas.refus[contrainte]:
                fautive = cas.ligne(ressources, changements)
                fautive.clean()
                with pytest.raises(ValidationError) as refus:
                    fautive.validate_constraints()
                dits = refus.value.messages
                assert messages.get(contrainte, dits[0]) in dits, changements
                if contrainte.endswith("_ordre"):
                    assert not recouvrements & set(dits), "une période renversée ne recouvre rien"


def test_toute_contrainte_a_son_cas():
    """Ajouter une contrainte sans montrer ce qu'elle refuse fait échouer cet essai."""
    voulues = {c.name for m in MODELES for c in m._meta.constraints}
    assert {nom for cas in CAS for nom in cas.refus} == voulues
