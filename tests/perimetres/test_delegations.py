"""Confier ses droits pendant un congé : les siens, à un collègue, pour un temps, et tout finit avec eux."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.perimetres.models import Habilitation
from cdg_portal.perimetres.selectors import droits_du_compte, habilitations_actives, tient_le_role
from cdg_portal.perimetres.services import delegation_creer, delegation_terminer, habilitation_finir
from cdg_portal.socle.erreurs import ErreurMetier
from tests.aides import code_et_champ
from tests.fabriques import CompteFactory
from tests.perimetres.conftest import CDG, LE, MAINTENANT, entre, tenir

FIN = LE + timedelta(days=20)


def _droits(compte) -> list[Habilitation]:
    return list(
        Habilitation.objects.select_related("collectivite").filter(compte=compte, source__isnull=True)
    )


def _deleguer(de, a, **options):
    acte = {"droits": _droits(de), "du": LE, "au": FIN, "motif": "Congés d'été", "le": LE} | options
    return delegation_creer(delegant=de, delegataire=a, **acte)


def _roles(compte, au) -> set[str]:
    return {h.role for h in habilitations_actives(compte_id=compte.pk, au=au)}


def test_le_collegue_agit_du_premier_au_dernier_jour_et_cela_se_lit(monde):
    with perimetre(CDG):
        _deleguer(monde.valideur, monde.saisie)
        assert _roles(monde.saisie, LE) == {"RH_SAISIE", "RH_VALIDEUR"}
        assert _roles(monde.saisie, FIN + timedelta(days=1)) == {"RH_SAISIE"}
    navigateur = entre(monde.saisie)
    page = navigateur.get(reverse("perimetres:acces_collectivite", args=[monde.a.uid]))
    assert page.status_code == 200
    dit = f"par délégation de {monde.valideur}"
    assert page.content.decode().count(dit) == 2  # la liste, et le compte affiché en tête
    assert dit in navigateur.get(reverse("perimetres:mes_acces")).content.decode()


@pytest.mark.parametrize(
    ("options", "refus"),
    [
        ({"motif": " "}, ("motif-absent", "motif")),
        ({"droits": []}, ("aucun-droit", "droits")),
        ({"au": LE - timedelta(days=1)}, ("dates-inversees", "au")),
        ({"du": LE - timedelta(days=1)}, ("delegation-passee", "du")),
        ({"au": date(2026, 12, 16)}, ("delegation-trop-longue", "au")),
        ({"au": date(2101, 1, 1)}, ("hors-bornes", "au")),
    ],
)
def test_refus(monde, options, refus):
    with perimetre(CDG):
        acte = {"droits": _droits(monde.valideur), "du": LE, "au": FIN, "motif": "Congés", "le": LE} | options
        assert (
            code_et_champ(delegation_creer, delegant=monde.valideur, delegataire=monde.saisie, **acte)
            == refus
        )
        assert not Habilitation.objects.filter(source__isnull=False).exists()


def test_six_mois_juste_passent_meme_en_fin_de_mois(monde):
    with perimetre(CDG):
        faite, *_ = _deleguer(monde.valideur, monde.saisie, au=date(2026, 12, 15))
        assert faite.au == date(2026, 12, 15)
        with pytest.raises(ErreurMetier) as refus:
            _deleguer(monde.saisie, monde.valideur, du=date(2026, 8, 31), au=date(2027, 3, 1))
        assert refus.value.code == "delegation-trop-longue"
        _deleguer(monde.saisie, monde.valideur, du=date(2026, 8, 31), au=date(2027, 2, 28))


def test_ni_a_un_etranger_ni_a_soi_ni_a_qui_le_tient_deja(monde):
    with perimetre(CDG):
        assureur = tenir("ASSUREUR", monde.a)
        parti = tenir("LECTEUR", monde.a, au=LE - timedelta(days=1))
        for etranger in (CompteFactory(), tenir("RH_SAISIE", monde.b), monde.gestionnaire, assureur, parti):
            with pytest.raises(ErreurMetier) as refus:
                _deleguer(monde.valideur, etranger)
            assert refus.value.code == "pas-un-collegue"
        with pytest.raises(ErreurMetier) as refus:
            _deleguer(monde.valideur, monde.valideur)
        assert refus.value.code == "delegation-a-soi-meme"
        with pytest.raises(ErreurMetier) as refus:
            _deleguer(monde.valideur, tenir("RH_VALIDEUR", monde.a))
        assert refus.value.code == "habilitation-en-double"


def test_ni_les_droits_d_autrui_ni_un_droit_recu_ni_un_role_de_simple_lecture(monde):
    with perimetre(CDG):
        lecteur = tenir("LECTEUR", monde.a)
        recue = _deleguer(monde.valideur, monde.saisie)
        for delegant, droits in (
            (monde.saisie, _droits(monde.valideur)),
            (monde.saisie, recue),
            (lecteur, _droits(lecteur)),
            (monde.saisie, [*_droits(monde.saisie), *recue]),
        ):
            with pytest.raises(ErreurMetier) as refus:
                delegation_creer(
                    delegant=delegant,
                    droits=droits,
                    delegataire=tenir("LECTEUR", monde.a),
                    du=LE,
                    au=FIN,
                    motif="Congés",
                    le=LE,
                )
            assert refus.value.code == "droit-non-delegable"
        assert Habilitation.objects.filter(source__isnull=False).count() == 1


def test_jamais_au_dela_de_son_propre_droit_et_elle_finit_avec_lui(monde):
    with perimetre(CDG):
        court = tenir("RH_VALIDEUR", monde.a, au=LE + timedelta(days=10))
        with pytest.raises(ErreurMetier) as refus:
            _deleguer(court, monde.saisie)
        assert refus.value.code == "delegation-apres-le-droit"
        en_cours = _deleguer(court, monde.saisie, au=LE + timedelta(days=10))[0]
        a_venir = _deleguer(
            court,
            tenir("LECTEUR", monde.a),
            du=LE + timedelta(days=5),
            au=LE + timedelta(days=10),
        )[0]
        source = _droits(court)[0]
        habilitation_finir(
            par=monde.chef,
            habilitation=source,
            au=LE + timedelta(days=2),
            motif="Mutation",
            le=LE,
            maintenant=MAINTENANT,
        )
        en_cours.refresh_from_db()
        a_venir.refresh_from_db()
        assert (en_cours.au, en_cours.motif_fin) == (LE + timedelta(days=2), "Mutation")
        assert a_venir.retiree_a is not None
        assert _roles(a_venir.compte, LE + timedelta(days=6)) == {"LECTEUR"}


def test_couper_le_delegant_coupe_le_delegataire(monde):
    with perimetre(CDG):
        _deleguer(monde.valideur, monde.saisie)
        habilitation_finir(
            par=monde.chef,
            habilitation=_droits(monde.valideur)[0],
            au=LE,
            motif="Erreur",
            le=LE,
            maintenant=MAINTENANT,
            immediat=True,
            confirmer=True,
        )
        assert _roles(monde.saisie, LE) == {"RH_SAISIE"}


def test_qui_la_termine(monde):
    """Le délégant, le valideur ou le chef de service ; ni le délégataire, ni un autre employeur."""
    with perimetre(CDG):
        autre = tenir("LECTEUR", monde.a)
        valideur_b = tenir("RH_VALIDEUR", monde.b)
        for par in (monde.saisie, monde.valideur, monde.chef):
            delegation = _deleguer(monde.saisie, autre)[0]
            for intrus in (autre, valideur_b, monde.administrateur.__class__(pk=0, is_active=False)):
                with pytest.raises(ErreurMetier) as refus:
                    delegation_terminer(
                        par=intrus, delegation=delegation, motif="Non", le=LE, maintenant=MAINTENANT
                    )
                assert refus.value.code == "role-au-dessus"
            delegation_terminer(par=par, delegation=delegation, motif="Retour", le=LE, maintenant=MAINTENANT)
            assert _roles(autre, LE) == {"LECTEUR"}
            Habilitation.objects.filter(pk=delegation.pk).update(du=LE - timedelta(days=30 + par.pk))


def test_par_les_ecrans(monde):
    navigateur = entre(monde.saisie)
    page = reverse("perimetres:deleguer")
    vue = navigateur.get(page).content.decode()
    assert str(monde.valideur) in vue and str(monde.gestionnaire) not in vue
    with perimetre(CDG):
        droit = _droits(monde.saisie)[0]
        d_autrui = _droits(monde.valideur)[0]
        collegue = tenir("LECTEUR", monde.a)
    corps = {
        "droits": [str(droit.uid)],
        "delegataire": str(collegue.uid),
        "du": "15/06/2026",
        "au": "30/06/2026",
        "motif": "Congés",
    }
    forge = navigateur.post(page, corps | {"droits": [str(d_autrui.uid)]})
    assert forge.status_code == 422 and "Congés" in forge.content.decode()
    assert navigateur.post(page, corps | {"delegataire": str(monde.gestionnaire.uid)}).status_code == 422
    assert navigateur.post(page, {}).status_code == 422
    assert navigateur.post(page, corps).status_code == 302
    with perimetre(CDG):
        delegation = Habilitation.objects.get(source=droit)
    mes = navigateur.get(reverse("perimetres:mes_acces")).content.decode()
    assert reverse("perimetres:terminer", args=[delegation.uid]) in mes
    fin = reverse("perimetres:terminer", args=[delegation.uid])
    assert entre(collegue).post(fin, {"motif": "Non"}).status_code == 403
    assert navigateur.post(fin, {"motif": ""}).status_code == 422
    assert navigateur.post(fin, {"motif": "Retour anticipé"}).status_code == 302
    with perimetre(CDG):
        delegation.refresh_from_db()
    assert delegation.retiree_a and delegation.motif_fin == "Retour anticipé"


@pytest.mark.parametrize("champ", ["source", "motif", "au"])
def test_la_base_refuse_une_delegation_incomplete(monde, champ):
    vide = {"source": None, "motif": "", "au": None}[champ]
    with perimetre(CDG):
        delegation = _deleguer(monde.valideur, monde.saisie)[0]
        with pytest.raises(IntegrityError) as refus, transaction.atomic():
            Habilitation.objects.filter(pk=delegation.pk).update(**{champ: vide})
        assert refus.value.__cause__.diag.constraint_name == "habilitation_delegation"


def test_un_delegant_desactive_ne_prete_plus_rien_et_reactive_prete_de_nouveau(monde):
    """Le délégataire n'exerce pas le droit de quelqu'un qui n'est plus là ; la délégation, elle, reste à l'histoire."""
    with perimetre(CDG):
        _deleguer(monde.valideur, monde.saisie)
    navigateur = entre(monde.saisie)
    acces = reverse("perimetres:acces_collectivite", args=[monde.a.uid])
    for actif in (True, False, True):
        monde.valideur.is_active = actif
        monde.valideur.save()
        with perimetre(CDG):
            assert _roles(monde.saisie, LE) == {"RH_SAISIE"} | ({"RH_VALIDEUR"} if actif else set())
            ici = {"role": "RH_VALIDEUR", "collectivite": monde.a, "au": LE}
            assert tient_le_role(compte=monde.saisie, **ici) == actif
            droits = {h.role for h in droits_du_compte(compte=monde.saisie, au=LE)}
            assert ("RH_VALIDEUR" in droits) == actif
        dit = f"par délégation de {monde.valideur}"
        assert (dit in navigateur.get(reverse("perimetres:mes_acces")).content.decode()) == actif
        liste = entre(monde.administrateur).get(acces).content.decode()
        assert dit in liste and ("Sans effet" in liste) != actif
