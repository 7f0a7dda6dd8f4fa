"""Chaque acte à l'écran : fait, refusé avec une phrase, sans rien perdre de ce qui est tapé."""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from cdg_portal.socle.montant import en_francais
from cdg_portal.travaux.models import Travail
from sinistres.models import Bordereau, Certificat, Decompte, Demande, Piece, Reglement, Sinistre
from tests.sinistres.monde import JOUR, batir, declarer, decompter, reprendre, texte, transmettre, valider


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


@pytest.fixture
def faire(client):
    """Envoie un acte pour un compte et rend la réponse."""

    def _faire(compte, cle, sinistre, objet=None, **donnees):
        client.force_login(compte)
        arguments = [sinistre.uid, cle] + ([objet.uid] if objet else [])
        nom = "sinistres:acte_sur" if objet else "sinistres:acte"
        return client.post(reverse(nom, args=arguments), donnees)

    return _faire


def dit(reponse) -> str:
    return " ".join(str(m) for m in get_messages(reponse.wsgi_request))


def test_de_la_declaration_au_reglement(monde, faire, client):
    """Le parcours entier, chaque acte par la personne qui en a le droit."""
    s = declarer(monde.agent)
    assert faire(monde.gestionnaire, "controler", s).status_code == 302
    r = faire(monde.gestionnaire, "demander-pieces", s, codes=["BULLETINS", "VOLET_2_3"], motif="Manquantes")
    assert r.status_code == 302
    assert Sinistre.objects.get(pk=s.pk).etat == "INCOMPLET"
    for piece in Piece.objects.filter(sinistre=s, statut="DEMANDEE"):
        faire(monde.rh, "piece-recue", s, piece)
    assert Sinistre.objects.get(pk=s.pk).etat == "EN_CONTROLE"
    faire(monde.gestionnaire, "valider", s)
    faire(monde.rh, "demande", s, au="30/4/26")
    demande = Demande.objects.get(sinistre=s)
    faire(monde.gestionnaire, "demande-controler", s, demande)
    decompte = Decompte.objects.get(sinistre=s)
    assert decompte.solde > 0
    adresse = reverse("sinistres:bordereau_emettre", args=[monde.adhesion.uid])
    client_page = client.get(adresse)
    assert decompte.numero in texte(client_page)
    client.post(adresse)
    bordereau = Bordereau.objects.get()
    assert bordereau.total == decompte.solde
    montant = f"{decompte.solde:.2f}".replace(".", ",")
    r = faire(
        monde.gestionnaire, "reglement", s, decompte, montant=montant, recu_le="15/06/2026", reference="V1"
    )
    assert r.status_code == 302
    assert Demande.objects.get(pk=demande.pk).etat == "REGLEE"
    assert faire(monde.rh, "reprise", s, effective_le="4/5/26").status_code == 302
    faire(monde.gestionnaire, "clore", s)
    assert Sinistre.objects.get(pk=s.pk).etat == "CLOS"


@pytest.mark.parametrize(
    ("saisie", "phrase"),
    [
        ({"debut": "10/5/26", "fin": "1/5/26"}, "finit le 01/05/2026, avant son premier jour"),
        ({"debut": "1/4/26", "fin": "15/5/26"}, "a déjà un certificat sur une partie de ces jours"),
        ({"debut": "1/1/26", "fin": "3/1/26"}, "avant l'évènement"),
        ({"debut": "31/02/26", "fin": "3/3/26"}, "Cette date n'existe pas"),
        ({"debut": "demain", "fin": "3/3/26"}, "JJ/MM/AAAA"),
        ({"debut": "", "fin": ""}, "Ce champ est obligatoire"),
    ],
    ids=["inversées", "chevauchement", "avant l'évènement", "inexistante", "illisible", "vide"],
)
def test_un_certificat_faux_est_refuse_et_rien_n_est_perdu(monde, faire, saisie, phrase):
    s = declarer(monde.agent)
    r = faire(monde.rh, "certificat", s, **saisie)
    assert r.status_code == 200
    page = texte(r)
    assert phrase in page
    for tape in filter(None, saisie.values()):
        assert f'value="{tape}"' in r.content.decode()
    assert Certificat.objects.filter(arret__sinistre=s).count() == 1


def test_prolongation_rechute_et_annulation(monde, faire):
    s = declarer(monde.agent, fin=date(2026, 1, 31))
    faire(monde.rh, "certificat", s, debut="1/2/26", fin="28/2/26")
    faire(monde.rh, "certificat", s, debut="10/3/26", fin="20/3/26")
    assert s.arrets.count() == 2
    dernier = Certificat.objects.latest("debut")
    assert "obligatoire" in texte(faire(monde.rh, "certificat-annuler", s, dernier, motif=" "))
    assert faire(monde.rh, "certificat-annuler", s, dernier, motif="Saisi deux fois").status_code == 302
    dernier.refresh_from_db()
    assert dernier.annule_le == JOUR


@pytest.mark.parametrize(
    ("quand", "phrase"),
    [("1/7/26", "ne se saisit pas à l'avance"), ("30/4/26", "la reprise vient après"), ("", "obligatoire")],
)
def test_une_reprise_fausse_est_refusee(monde, faire, quand, phrase):
    r = faire(monde.rh, "reprise", declarer(monde.agent), effective_le=quand)
    assert r.status_code == 200
    assert phrase in texte(r)


@pytest.mark.parametrize(
    ("montant", "phrase"),
    [
        ("mille euros", "Un montant est attendu"),
        ("12,345", "Un montant est attendu"),
        ("0", "ne peut pas être nul"),
        ("", "obligatoire"),
    ],
)
def test_un_montant_faux_est_refuse(monde, faire, montant, phrase):
    decompte = decompter(declarer(monde.agent))
    transmettre(decompte)
    r = faire(
        monde.gestionnaire, "reglement", decompte.sinistre, decompte,
        montant=montant, recu_le="15/6/26", reference="V1",
    )  # fmt: skip
    assert r.status_code == 200
    assert phrase in texte(r)
    assert not Reglement.objects.exists()


def test_reglement_partiel_negatif_double(monde, faire):
    decompte = decompter(declarer(monde.agent))
    transmettre(decompte)
    saisie = {"montant": "1 000,50", "recu_le": "15/6/26", "reference": "V1"}
    assert faire(monde.gestionnaire, "reglement", decompte.sinistre, decompte, **saisie).status_code == 302
    r = faire(monde.gestionnaire, "reglement", decompte.sinistre, decompte, **saisie)
    assert "déjà enregistré" in texte(r)
    saisie |= {"montant": "-0,50", "reference": "V2"}
    assert faire(monde.gestionnaire, "reglement", decompte.sinistre, decompte, **saisie).status_code == 302
    assert sum(r.montant for r in Reglement.objects.all()) == Decimal("1000.00")


def test_un_reglement_avant_transmission_est_refuse(monde, faire):
    decompte = decompter(declarer(monde.agent))
    r = faire(
        monde.gestionnaire, "reglement", decompte.sinistre, decompte,
        montant="1", recu_le="15/6/26", reference="V",
    )  # fmt: skip
    assert "pas encore été transmis" in texte(r)


def test_les_actes_d_un_autre_role_sont_refuses(monde, faire):
    s = declarer(monde.agent)
    assert faire(monde.rh, "controler", s).status_code == 403
    assert faire(monde.gestionnaire, "demande", s, au="1/2/26").status_code == 403
    assert faire(monde.gestionnaire, "inconnu", s).status_code == 404
    autre = declarer(monde.agent_d_ailleurs).pieces.first()
    assert faire(monde.gestionnaire, "piece-recue", s, autre).status_code == 404
    assert faire(monde.gestionnaire, "piece-recue", s).status_code == 404
    assert faire(monde.gestionnaire, "controler", s, autre).status_code == 404
    assert Sinistre.objects.get(pk=s.pk).etat == "DECLARE"


def test_un_acte_devenu_impossible_le_dit(monde, faire, client):
    s = declarer(monde.agent)
    faire(monde.gestionnaire, "controler", s)
    assert "« Contrôler » est impossible" in dit(faire(monde.gestionnaire, "controler", s))
    faire(monde.gestionnaire, "valider", s)
    r = client.get(reverse("sinistres:acte", args=[s.uid, "annuler"]))
    assert r.status_code == 302
    assert "n'est plus possible" in dit(r)
    r = faire(monde.gestionnaire, "annuler", s, motif="Erreur")
    assert "est impossible" in texte(r)


def test_clore_demande_la_reprise(monde, faire):
    s = valider(declarer(monde.agent))
    assert "reprise effective" in dit(faire(monde.gestionnaire, "clore", s))
    reprendre(s, date(2026, 5, 4))
    faire(monde.gestionnaire, "clore", s)
    assert "Rouvrir" in texte(faire(monde.gestionnaire, "rouvrir", s))
    faire(monde.gestionnaire, "rouvrir", s, motif="Rechute")
    assert Sinistre.objects.get(pk=s.pk).etat == "VALIDE"


def test_refuser_et_annuler_demandent_un_motif(monde, faire):
    s = declarer(monde.agent)
    assert "obligatoire" in texte(faire(monde.rh, "annuler", s, motif=""))
    faire(monde.gestionnaire, "controler", s)
    faire(monde.gestionnaire, "refuser", s, motif="Survenu avant l'adhésion")
    assert Sinistre.objects.get(pk=s.pk).etat == "HORS_GARANTIE"


def test_demande_retournee_puis_refaite(monde, faire):
    s = valider(declarer(monde.agent))
    assert "jours à venir" in texte(faire(monde.rh, "demande", s, au="1/1/27"))
    faire(monde.rh, "demande", s, au="30/4/26")
    assert "déjà en cours" in texte(faire(monde.rh, "demande", s, au="30/4/26"))
    demande = Demande.objects.get(sinistre=s)
    faire(monde.gestionnaire, "demande-retourner", s, demande, motif="Bulletin manquant")
    faire(monde.rh, "demande", s, au="30/4/26")
    assert set(Demande.objects.values_list("etat", flat=True)) == {"RETOURNEE", "SOUMISE"}


def test_deux_clics_sur_transmettre_font_un_bordereau(monde, client):
    decompter(declarer(monde.agent))
    client.force_login(monde.gestionnaire)
    adresse = reverse("sinistres:bordereau_emettre", args=[monde.adhesion.uid])
    client.post(adresse)
    r = client.post(adresse)
    assert "Aucun décompte n'attend" in dit(r)
    assert Bordereau.objects.count() == 1
    assert "Rien à transmettre" in texte(client.get(adresse))
    client.force_login(monde.rh)
    assert client.post(adresse).status_code == 403


def test_les_pdf_sont_planifies_une_fois(monde, client):
    decompte = decompter(declarer(monde.agent))
    bordereau = transmettre(decompte)
    client.force_login(monde.gestionnaire)
    for _ in range(2):
        r = client.post(reverse("sinistres:decompte_pdf", args=[decompte.uid]))
        assert r.url.startswith("/travaux/")
    r = client.post(reverse("sinistres:bordereau_pdf", args=[bordereau.uid]))
    assert r.url.startswith("/travaux/")
    assert Travail.objects.filter(type="documents.decompte").count() == 1
    assert "Suivre la préparation" in texte(client.get(reverse("sinistres:decompte", args=[decompte.uid])))
    client.force_login(monde.rh)
    r = client.post(reverse("sinistres:decompte_pdf", args=[decompte.uid]))
    assert client.get(r.url).status_code == 200, "une autre l'a demandé : la RH le suit aussi"


def test_requalifier_avec_apercu(monde, client):
    s = valider(declarer(monde.agent, debut=date(2026, 1, 5), fin=date(2026, 4, 30)))
    decompte = decompter(s)
    client.force_login(monde.gestionnaire)
    adresse = reverse("sinistres:requalifier", args=[s.uid])
    assert "Nouvelle nature" in texte(client.get(adresse))
    assert "doit être un jour de l'arrêt" in texte(client.get(adresse, {"vers": "CLM", "effet": "1/1/27"}))
    apercu = texte(client.get(adresse, {"vers": "CLM", "effet": "5/1/26"}))
    for attendu in (
        "Une seule franchise s'applique",
        "Complément à recevoir",
        "CCTP-CNRACL-2025 II.a",
        "Avant",
        "Après",
    ):
        assert attendu in apercu
    assert not s.requalifications.exists()
    r = client.post(
        adresse, {"vers": "CLM", "effet": "5/1/26", "decision_le": "1/7/26", "reference_arrete": "A1"}
    )
    assert "postérieure à aujourd'hui" in texte(r)
    r = client.post(
        adresse, {"vers": "CLM", "effet": "5/1/26", "decision_le": "1/6/26", "reference_arrete": "A1"}
    )
    assert r.status_code == 302
    s.refresh_from_db()
    assert s.risque == "CLM"
    assert Decompte.objects.get(remplace=decompte).solde > 0
    encore = {"vers": "CLM", "effet": "5/1/26", "decision_le": "1/6/26", "reference_arrete": "A1"}
    assert "déjà cette nature" in dit(client.post(adresse, encore))
    assert s.requalifications.count() == 1


def test_requalifier_montre_l_effet_sur_les_autres_dossiers(monde, client):
    """Les jours requalifiés rendent du plein traitement à l'arrêt de maladie ordinaire qui suit."""
    premier = decompter(
        declarer(monde.agent, debut=date(2026, 1, 5), fin=date(2026, 4, 4)), au=date(2026, 4, 4)
    )
    suivant = declarer(monde.agent, debut=date(2026, 4, 6), fin=date(2026, 5, 31))
    ensuite = decompter(suivant, au=date(2026, 5, 31))
    client.force_login(monde.gestionnaire)
    adresse = reverse("sinistres:requalifier", args=[premier.sinistre.uid])
    page = texte(client.get(adresse, {"vers": "CLM", "effet": "5/1/26"}))
    autres = page[page.index("Autres dossiers de l'agent") :]
    assert suivant.numero in autres
    assert en_francais(ensuite.total).replace("\u00a0", " ") in autres
    client.post(
        adresse, {"vers": "CLM", "effet": "5/1/26", "decision_le": "1/6/26", "reference_arrete": "A1"}
    )
    repercussion = Decompte.objects.get(remplace=ensuite)
    assert repercussion.solde > 0
    assert en_francais(repercussion.total).replace("\u00a0", " ") in autres


def test_requalifier_vers_une_garantie_non_souscrite_alerte(monde, client):
    s = valider(declarer(monde.agent))
    client.force_login(monde.gestionnaire)
    r = client.get(reverse("sinistres:requalifier", args=[s.uid]), {"vers": "MAT", "effet": "5/1/26"})
    assert "n'est pas souscrite" in texte(r)
    client.force_login(monde.rh)
    assert client.get(reverse("sinistres:requalifier", args=[s.uid])).status_code == 403
    declare = declarer(monde.agent_d_ailleurs)
    client.force_login(monde.gestionnaire)
    r = client.get(reverse("sinistres:requalifier", args=[declare.uid]))
    assert "se requalifie une fois validé" in dit(r)


def test_les_retards_et_leur_export(monde, client):
    decompte = decompter(declarer(monde.agent), le=date(2026, 5, 1))
    transmettre(decompte, le=date(2026, 5, 2))
    client.force_login(monde.gestionnaire)
    page = texte(client.get(reverse("sinistres:echeances"), {"retard": "on"}))
    assert "14 jours" in page
    csv = client.get(reverse("sinistres:echeances_export")).content.decode()
    assert f";{str(decompte.solde).replace('.', ',')}" in csv
    assert ";14;" in csv
    csv = client.get(reverse("sinistres:bordereaux_export")).content.decode()
    assert monde.adhesion.numero in csv


def test_lire_n_ecrit_jamais(monde, client):
    """Toutes les pages s'ouvrent sous la garde qui refuse d'écrire."""
    decompte = decompter(declarer(monde.agent))
    bordereau = transmettre(decompte)
    s = decompte.sinistre
    client.force_login(monde.gestionnaire)
    for cle in ("certificat", "reprise"):
        assert client.get(reverse("sinistres:acte", args=[s.uid, cle])).status_code == 200
    r = client.get(reverse("sinistres:acte_sur", args=[s.uid, "reglement", decompte.uid]))
    assert "solde attendu" in texte(r)
    assert client.get(reverse("sinistres:bordereau", args=[bordereau.uid])).status_code == 200
    client.force_login(monde.rh)
    assert (
        f'value="{date(2026, 4, 30):%d/%m/%Y}"'
        in client.get(reverse("sinistres:acte", args=[s.uid, "demande"])).content.decode()
    )
