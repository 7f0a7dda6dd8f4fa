"""Prise, effet unique, reprise, échecs : chaque transition de la liste de travail."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import Perimetre, PerimetreAbsent, perimetre, perimetre_courant
from cdg_portal.travaux import execution, registre, selectors, services
from cdg_portal.travaux.models import Travail
from tests.travaux.conftest import TYPE

pytestmark = pytest.mark.django_db
CDG = Perimetre(cdg=True)


def planifier(cle="1", **options):
    """Planifie un travail d'essai pour le CDG."""
    options.setdefault("parametres", {})
    return services.planifier(type=TYPE, cle=cle, libelle="Essai", perimetre=CDG, **options)


def dernier_numero() -> int:
    """Combien de numéros ont été pris et validés."""
    with connection.cursor() as c:
        c.execute("SELECT coalesce(max(dernier), 0) FROM documents_compteur WHERE type = 'ESSAI'")
        return c.fetchone()[0]


def test_l_effet_et_la_fin_vont_ensemble(effets):
    """Un travail s'exécute une fois, sous son périmètre, et ne laisse pas le sien ouvert."""
    travail = planifier()
    assert execution.executer(travail.pk) == "TERMINE"
    travail.refresh_from_db()
    assert (travail.message, travail.tentatives, travail.bail_jusqu_a) == ("fait", 1, None)
    assert travail.termine_a is not None
    assert effets[0]["perimetre"] == CDG
    assert execution.executer(travail.pk) == ""
    assert len(effets) == 1 and dernier_numero() == 1
    with pytest.raises(PerimetreAbsent):
        perimetre_courant()


def test_planifier_deux_fois_ne_fait_qu_un_travail(effets):
    """Même type, même clé : même ligne."""
    assert planifier().pk == planifier().pk
    assert planifier(cle="2").pk != planifier().pk


def test_le_perimetre_est_celui_de_la_ligne(effets, django_user_model):
    """Relu par le worker, jamais transporté par le message."""
    compte = django_user_model.objects.create_user("rh@exemple.fr", prenom="R", nom="H")
    with perimetre(Perimetre(collectivites=(7, 9), utilisateur=compte.pk)) as p:
        travail = services.planifier(type=TYPE, cle="1", libelle="Essai", parametres={})
    execution.executer(travail.pk)
    assert effets[0]["perimetre"] == p
    assert travail.demandeur == compte


def test_sans_perimetre_rien_ne_se_planifie(effets):
    """Il n'y a pas de périmètre par défaut."""
    with pytest.raises(PerimetreAbsent):
        services.planifier(type=TYPE, cle="1", libelle="Essai", parametres={})


def test_un_type_inconnu_est_refuse():
    """Un nom mal écrit se voit à la planification, pas la nuit."""
    with pytest.raises(registre.TravailInconnu):
        services.planifier(type="documents.decomte", cle="1", libelle="", parametres={}, perimetre=CDG)


def test_un_refus_metier_echoue_sans_reprise(effets):
    """L'effet est annulé (numéro compris), le message est celui du refus."""
    travail = planifier(parametres={"refus": True})
    assert execution.executer(travail.pk) == "ECHEC"
    travail.refresh_from_db()
    assert travail.message == "Ce dossier est clos." and travail.tentatives == 1
    assert dernier_numero() == 0
    assert execution.executer(travail.pk) == ""


def test_une_panne_se_retente_avec_recul_puis_echoue_visiblement(effets):
    """Cinq tentatives, chacune plus tard que la précédente ; puis ECHEC."""
    travail = planifier(parametres={"panne": True})
    maintenant, reculs = timezone.now(), []
    for tentative in range(1, execution.TENTATIVES_MAX + 1):
        assert execution.executer(travail.pk, maintenant=maintenant) != ""
        travail.refresh_from_db()
        assert travail.tentatives == tentative
        if tentative < execution.TENTATIVES_MAX:
            assert execution.executer(travail.pk, maintenant=maintenant) == "", "le recul n'est pas écoulé"
            reculs.append(execution.recul(tentative))
            maintenant = travail.pas_avant + timedelta(seconds=1)
    assert travail.etat == "ECHEC" and "Erreur imprévue" in travail.message
    assert reculs == sorted(reculs) and len(set(reculs)) == len(reculs)
    assert dernier_numero() == 0


def test_un_bail_expire_est_repris(effets):
    """Un worker mort entre la prise et l'effet : personne avant la fin du bail, puis un autre."""
    travail = planifier()
    maintenant = timezone.now()
    pris = execution.prendre(travail.pk, maintenant)
    assert pris is not None
    assert execution.executer(travail.pk, maintenant=maintenant + execution.bail() / 2) == ""
    apres = maintenant + execution.bail() + timedelta(seconds=1)
    assert [t.pk for t in selectors.oublies(apres)] == [travail.pk]
    assert execution.executer(travail.pk, maintenant=apres) == "TERMINE"
    assert len(effets) == 1


def test_un_worker_reveille_apres_sa_reprise_n_ecrit_rien(effets):
    """La tentative 1, suspendue plus longtemps que son bail, ne double pas la tentative 2."""
    travail = planifier()
    maintenant = timezone.now()
    premiere = execution.prendre(travail.pk, maintenant)
    execution.executer(travail.pk, maintenant=maintenant + timedelta(minutes=2))
    execution._tenter(premiere)
    assert len(effets) == 1 and dernier_numero() == 1
    travail.refresh_from_db()
    assert (travail.etat, travail.tentatives) == ("TERMINE", 2)


def test_un_travail_qui_tue_son_worker_finit_en_echec(effets):
    """La tentative est comptée avant l'effet : cinq morts, puis ECHEC sans jamais rejouer."""
    travail = planifier()
    maintenant = timezone.now()
    for _ in range(execution.TENTATIVES_MAX):
        assert execution.prendre(travail.pk, maintenant).etat == "EN_COURS"
        maintenant += timedelta(minutes=2)
    assert execution.executer(travail.pk, maintenant=maintenant) == "ECHEC"
    travail.refresh_from_db()
    assert "Abandonné" in travail.message and not effets


def test_relancer_un_echec(effets):
    """Un échec se relance à la main ; un travail terminé, non."""
    travail = planifier(parametres={"refus": True})
    execution.executer(travail.pk)
    Travail.objects.filter(pk=travail.pk).update(parametres={})
    assert services.relancer(travail=travail).etat == "EN_ATTENTE"
    assert execution.executer(travail.pk) == "TERMINE"
    travail.refresh_from_db()
    with pytest.raises(services.TravailNonRelancable):
        services.relancer(travail=travail)


def test_le_lot_finit_avec_ses_elements(effets):
    """Le lot avance, échoue si l'un échoue, et se rouvre quand on relance."""
    elements = [(TYPE, str(n), f"Essai {n}", {"refus": n == 2}) for n in range(3)]
    with perimetre(CDG):
        lot = services.planifier_lot(cle="L", libelle="Lot", elements=elements)
        assert services.planifier_lot(cle="L", libelle="Lot", elements=elements).pk == lot.pk
    assert execution.executer(lot.pk) == "", "un lot ne s'exécute pas"
    for rang, element in enumerate(lot.elements.order_by("id"), 1):
        execution.executer(element.pk)
        lot.refresh_from_db()
        etat = selectors.avancement(lot)
        assert (etat.total, etat.faits, etat.termine) == (3, rang, rang == 3)
    assert lot.etat == "ECHEC" and lot.message == "2 sur 3 réussis, 1 en échec."
    Travail.objects.filter(lot=lot).update(parametres={})
    assert services.relancer(travail=lot).etat == "EN_COURS"
    execution.executer(lot.elements.get(etat="EN_ATTENTE").pk)
    lot.refresh_from_db()
    assert lot.etat == "TERMINE" and lot.message == "3 sur 3 réussis."


def test_un_lot_vide_ou_deja_fait_est_termine(effets):
    """Ce qui est déjà fait rejoint le lot, sans être refait."""
    seul = planifier(cle="0")
    execution.executer(seul.pk)
    with perimetre(CDG):
        lot = services.planifier_lot(cle="L", libelle="Lot", elements=[(TYPE, "0", "Essai", {})])
        vide = services.planifier_lot(cle="V", libelle="Vide", elements=[])
    assert lot.etat == vide.etat == "TERMINE"
    assert selectors.avancement(lot).faits == 1 and len(effets) == 1


def test_un_element_de_deux_lots_les_fait_avancer_tous_deux(effets):
    """Déjà dans un autre lot : il compte aussi dans le second, et sa fin ou sa relance vaut pour les deux."""
    elements = [(TYPE, str(n), f"Essai {n}", {"refus": n == 1}) for n in range(2)]
    with perimetre(CDG):
        premier = services.planifier_lot(cle="P", libelle="Premier", elements=elements)
        second = services.planifier_lot(cle="S", libelle="Second", elements=elements)
        assert services.planifier_lot(cle="S", libelle="Second", elements=elements).pk == second.pk
    assert second.etat == "EN_COURS" and selectors.avancement(second).total == 2
    for element in premier.elements.order_by("id"):
        execution.executer(element.pk)
    for lot in (premier, second):
        lot.refresh_from_db()
        assert (lot.etat, lot.message) == ("ECHEC", "1 sur 2 réussis, 1 en échec.")
    Travail.objects.filter(lot=premier).update(parametres={})
    services.relancer(travail=second)
    premier.refresh_from_db()
    assert premier.etat == "EN_COURS"
    execution.executer(premier.elements.get(etat="EN_ATTENTE").pk)
    for lot in (premier, second):
        lot.refresh_from_db()
        assert (lot.etat, lot.message) == ("TERMINE", "2 sur 2 réussis.")


def test_un_lot_inscrit_vide_a_tort_retrouve_ses_elements(effets):
    """Le redemander le complète : un élément encore à faire le rouvre."""
    with perimetre(CDG):
        lot = services.planifier_lot(cle="L", libelle="Lot", elements=[])
        assert lot.etat == "TERMINE"
        lot = services.planifier_lot(cle="L", libelle="Lot", elements=[(TYPE, "0", "Essai", {})])
    assert lot.etat == "EN_COURS" and selectors.avancement(lot).total == 1


def test_le_balayage_ferme_un_lot_dont_la_fermeture_s_est_perdue(effets):
    """Worker tué entre le commit du dernier élément et la fermeture du lot."""
    with perimetre(CDG):
        lot = services.planifier_lot(cle="L", libelle="Lot", elements=[(TYPE, "0", "Essai", {})])
    lot.elements.update(etat="TERMINE")
    services.balayer(timezone.now())
    lot.refresh_from_db()
    assert lot.etat == "TERMINE"


def test_le_balayage_reveille_les_oublies_seulement(effets, monkeypatch):
    """Un travail neuf a sa sonnette ; un ancien, un bail expiré ou un recul écoulé sont réveillés."""
    reveils: list[int] = []
    monkeypatch.setattr(services, "sonner", reveils.extend)
    neuf, ancien, retente, termine = (planifier(cle=str(n)) for n in range(4))
    execution.executer(termine.pk)
    maintenant = timezone.now()
    Travail.objects.filter(pk=ancien.pk).update(cree_a=maintenant - timedelta(minutes=1))
    Travail.objects.filter(pk=retente.pk).update(tentatives=2, pas_avant=maintenant - timedelta(seconds=1))
    assert services.balayer(maintenant) == 2
    assert reveils == [ancien.pk, retente.pk]
    assert neuf.pk not in reveils


@pytest.fixture
def quotidien(effets, monkeypatch):
    """Un travail de chaque jour, qui note les jours faits."""
    jours: list[str] = []

    def fonction(parametres, travail):
        jours.append(parametres["jour"])
        return "fait"

    monkeypatch.setattr(registre, "quotidiens", lambda: [registre._TYPES["essais.jour"]])
    monkeypatch.setitem(
        registre._TYPES, "essais.jour", registre.TypeDeTravail("essais.jour", fonction, "Passage")
    )
    return jours


def test_les_jours_manques_sont_rattrapes_dans_l_ordre(quotidien):
    """Deux planificateurs, trois jours d'arrêt : chaque jour une fois, l'ancien d'abord."""
    services.planifier_quotidiens(au=date(2026, 6, 15))
    services.planifier_quotidiens(au=date(2026, 6, 15))
    services.planifier_quotidiens(au=date(2026, 6, 18))
    travaux = list(Travail.objects.filter(type="essais.jour").order_by("cle"))
    assert [t.cle for t in travaux] == [f"2026-06-{j}" for j in (15, 16, 17, 18)]
    for travail in reversed(travaux):  # la sonnette du dernier arrive la première
        execution.executer(travail.pk)
    for _ in travaux:
        for travail in travaux:
            execution.executer(travail.pk)
    assert quotidien == [t.cle for t in travaux]


def test_l_identifiant_de_requete_va_jusqu_au_journal(effets, monkeypatch):
    """Il est pris au contexte à la planification et remis à l'exécution."""
    import structlog

    with structlog.contextvars.bound_contextvars(request_id="req-42"):
        travail = planifier()
    assert travail.requete_id == "req-42"
    vus: list[dict] = []
    monkeypatch.setattr(
        execution.journal, "info", lambda *a, **k: vus.append(structlog.contextvars.get_contextvars())
    )
    execution.executer(travail.pk)
    assert vus[0]["request_id"] == "req-42" and vus[0]["travail"] == str(travail.uid)
    assert "request_id" not in structlog.contextvars.get_contextvars()


def test_une_transaction_annulee_ne_laisse_pas_de_travail(effets):
    """Le travail est inscrit avec la décision qui le demande."""
    with pytest.raises(RuntimeError), transaction.atomic():
        planifier()
        raise RuntimeError
    assert not Travail.objects.exists()
