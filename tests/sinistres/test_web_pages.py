"""Pages des dossiers : droits, contenu, fragments, nombre de requêtes."""

from datetime import date

import pytest
from django.urls import reverse

from sinistres.regles.etats import SINISTRE
from sinistres.services import controle, reglements
from tests.fabriques import AgentFactory, HabilitationFactory
from tests.sinistres.monde import JOUR, batir, declarer, decompter, texte, transmettre, valider


@pytest.fixture
def monde(cdg, settings):
    settings.DATE_DE_REFERENCE = JOUR.isoformat()
    return batir()


@pytest.fixture
def entrer(client):
    def _entrer(compte):
        client.force_login(compte)
        return client

    return _entrer


def test_la_liste_d_une_rh_ne_montre_que_ses_dossiers(monde, entrer):
    sien, autre = declarer(monde.agent), declarer(monde.agent_d_ailleurs)
    page = texte(entrer(monde.rh).get(reverse("sinistres:liste")))
    assert sien.numero in page
    assert autre.numero not in page
    assert "Dossiers 1 à 1 sur 1" in page
    assert "Dupuis" not in page


def test_la_liste_du_cdg_montre_tout_et_filtre(monde, entrer):
    un, deux = declarer(monde.agent), declarer(monde.agent_d_ailleurs, debut=date(2026, 2, 2))
    cdg = entrer(monde.gestionnaire)
    adresse = reverse("sinistres:liste")
    assert {un.numero, deux.numero} <= set(texte(cdg.get(adresse)).split())
    cas = {
        "dupré": un,
        "DUPRE elo": un,
        "dupuis": deux,
        un.numero: un,
        str(int(un.numero[-6:])): un,
        "voisin": deux,
    }
    for q, attendu in cas.items():
        page = texte(cdg.get(adresse, {"q": q}))
        assert attendu.numero in page, q
        assert "sur 1" in page, q
    assert deux.numero in texte(cdg.get(adresse, {"collectivite": monde.ailleurs.collectivite.uid}))
    assert un.numero not in texte(cdg.get(adresse, {"du": "1/2/26"}))
    assert "Aucun dossier ne correspond" in texte(cdg.get(adresse, {"etat": "CLOS"}))
    assert "La fin de la période précède son début" in texte(
        cdg.get(adresse, {"du": "2/2/26", "au": "1/2/26"})
    )


def test_tri_pages_et_compte_exact(monde, entrer, django_assert_max_num_queries):
    for n in range(51):
        agent = AgentFactory(collectivite=monde.collectivite, nom=f"Agent{n:02d}")
        declarer(agent, debut=date(2026, 1, 5))
    cdg = entrer(monde.gestionnaire)
    adresse = reverse("sinistres:liste")
    assert "Dossiers 1 à 25 sur 51" in texte(cdg.get(adresse))
    with django_assert_max_num_queries(18):  # autant que pour vingt-cinq
        premiere = texte(cdg.get(adresse, {"tri": "agent", "par": "50"}))
    assert "Dossiers 1 à 50 sur 51" in premiere
    assert premiere.index("AGENT00") < premiere.index("AGENT01")
    seconde = texte(cdg.get(adresse, {"tri": "agent", "page": "2", "par": "50"}))
    assert "AGENT50" in seconde
    assert "Dossiers 51 à 51 sur 51" in seconde


def test_le_fragment_est_la_meme_chose_que_la_page(monde, entrer):
    declarer(monde.agent)
    cdg = entrer(monde.gestionnaire)
    for nom, q in (("liste", "dup"), ("bordereaux", "B"), ("echeances", "D")):
        page = cdg.get(reverse(f"sinistres:{nom}"), {"q": q}).content.decode()
        fragment = cdg.get(
            reverse(f"sinistres:{nom}"), {"q": q}, headers={"HX-Request": "true"}
        ).content.decode()
        assert fragment.strip().startswith('<div class="st-pile" id="resultats">')
        assert fragment.strip() in page
        retour = cdg.get(
            reverse(f"sinistres:{nom}"),
            {"q": q},
            headers={"HX-Request": "true", "HX-History-Restore-Request": "true"},
        )
        assert b"<!doctype html>" in retour.content


def test_export_csv(monde, entrer):
    monde.agent.nom = "=Dupré"
    monde.agent.save()
    sinistre = declarer(monde.agent)
    reponse = entrer(monde.rh).get(reverse("sinistres:export"), {"garantie": "CMO"})
    contenu = reponse.content.decode("utf-8")
    assert contenu.startswith("\ufeffNuméro;Collectivité;")
    assert f"{sinistre.numero};Commune d'Aubrelle;M001;'=DUPRÉ Élodie;Maladie ordinaire" in contenu
    assert "attachment" in reponse["Content-Disposition"]


def test_hors_du_perimetre_rien_n_existe(monde, entrer):
    sinistre = decompter(declarer(monde.agent)).sinistre
    decompte = sinistre.decomptes.get()
    bordereau = transmettre(decompte)
    etranger = entrer(monde.rh_d_ailleurs)
    piece = sinistre.pieces.first()
    for adresse in (
        reverse("sinistres:dossier", args=[sinistre.uid]),
        reverse("sinistres:decompte", args=[decompte.uid]),
        reverse("sinistres:bordereau", args=[bordereau.uid]),
        reverse("sinistres:de_agent", args=[monde.agent.uid]),
        reverse("sinistres:acte", args=[sinistre.uid, "certificat"]),
    ):
        assert etranger.get(adresse).status_code == 404, adresse
    for adresse in (
        reverse("sinistres:acte", args=[sinistre.uid, "annuler"]),
        reverse("sinistres:acte_sur", args=[sinistre.uid, "piece-recue", piece.uid]),
        reverse("sinistres:decompte_pdf", args=[decompte.uid]),
        reverse("sinistres:bordereau_pdf", args=[bordereau.uid]),
    ):
        assert etranger.post(adresse, {"motif": "x"}).status_code == 404, adresse


def test_chaque_role_ne_voit_que_ses_actes(monde, entrer):
    sinistre = declarer(monde.agent)
    adresse = reverse("sinistres:dossier", args=[sinistre.uid])
    rh = texte(entrer(monde.rh).get(adresse))
    assert "Annuler le dossier" in rh
    assert "Ouvrir le contrôle du dossier Par : Le Centre de gestion" in rh
    assert (
        f'{reverse("sinistres:acte", args=[sinistre.uid, "controler"])}"'
        not in entrer(monde.rh).get(adresse).content.decode()
    )
    cdg = entrer(monde.gestionnaire).get(adresse).content.decode()
    assert reverse("sinistres:acte", args=[sinistre.uid, "controler"]) in cdg
    assert reverse("sinistres:acte", args=[sinistre.uid, "valider"]) not in cdg
    assert reverse("sinistres:acte", args=[sinistre.uid, "demande"]) not in cdg


@pytest.mark.parametrize("etat", [e for e in SINISTRE.etats if e != "BROUILLON"])
def test_les_boutons_sont_les_transitions_possibles(monde, entrer, etat):
    """Chaque transition offerte à l'écran est dans l'automate, et réciproquement."""
    from sinistres.models import Sinistre

    sinistre = declarer(monde.agent)
    Sinistre.objects.filter(pk=sinistre.pk).update(etat=etat)
    page = entrer(monde.gestionnaire).get(reverse("sinistres:dossier", args=[sinistre.uid])).content.decode()
    ecran = {
        "controler": "controler",
        "valider": "valider",
        "demander_piece": "demander-pieces",
        "refuser": "refuser",
        "annuler": "annuler",
        "clore": "clore",
        "rouvrir": "rouvrir",
    }
    offertes = {
        transition
        for transition, cle in ecran.items()
        if f'"{reverse("sinistres:acte", args=[sinistre.uid, cle])}"' in page
    }
    if f'"{reverse("sinistres:requalifier", args=[sinistre.uid])}"' in page:
        offertes.add("requalifier")
    assert offertes == set(SINISTRE.possibles(etat)) - {"transmettre", "completer", "declarer"}


def test_le_dossier_explique_chaque_euro(monde, entrer):
    decompte = decompter(declarer(monde.agent))
    transmettre(decompte)
    reglements.reglement_enregistrer(
        decompte=decompte, montant=decompte.solde - 10, recu_le=JOUR, reference="VIR-1", le=JOUR
    )
    page = texte(entrer(monde.rh).get(reverse("sinistres:dossier", args=[decompte.sinistre.uid])))
    for attendu in (
        "Franchise de la garantie CMO, absolue de 30 jours : jours d'arrêt 2 à 30 du sinistre",
        "24 000,00 € / 365 = 65,7534…, arrondi à 65,75 €",
        "CCTP-CNRACL-2025 IV",
        "En franchise, à la charge de la collectivité",
        "Écart",
        "VIR-1",
        "Maladie ordinaire, plein traitement : remboursé",
    ):
        assert attendu in page, attendu


def test_decompte_remplace_et_absent(monde, entrer):
    sinistre = declarer(monde.agent)
    premier = decompter(sinistre, au=date(2026, 3, 31))
    transmettre(premier)
    second = decompter(premier.sinistre, au=date(2026, 4, 30))
    rh = entrer(monde.rh)
    page = texte(rh.get(reverse("sinistres:decompte", args=[premier.uid])))
    assert f"remplacé par {second.numero}" in page
    assert rh.get(reverse("sinistres:decompte", args=[sinistre.uid])).status_code == 404


def test_nombre_de_requetes_borne(monde, entrer, django_assert_max_num_queries):
    for n in range(12):
        agent = AgentFactory(collectivite=monde.collectivite, nom=f"Nom{n}")
        decompter(declarer(agent))
    decompte = decompter(declarer(monde.agent))
    bordereau = transmettre(decompte)
    cdg = entrer(monde.gestionnaire)
    # Une douzaine sert à la session et au périmètre, six à la fiche récemment ouverte ; aucune aux lignes.
    bornes = {
        reverse("sinistres:liste"): 18,
        reverse("sinistres:dossier", args=[decompte.sinistre.uid]): 42,
        reverse("sinistres:decompte", args=[decompte.uid]): 30,
        reverse("sinistres:bordereaux"): 20,
        reverse("sinistres:bordereau", args=[bordereau.uid]): 30,
        reverse("sinistres:echeances"): 22,
        reverse("accueil:accueil"): 36,
    }
    for adresse, borne in bornes.items():
        with django_assert_max_num_queries(borne):
            assert cdg.get(adresse).status_code == 200


def test_roles_sans_acces(monde, entrer):
    lecteur = HabilitationFactory(role="LECTEUR", collectivite=monde.collectivite).compte
    sinistre = declarer(monde.agent)
    client = entrer(lecteur)
    assert client.get(reverse("sinistres:liste")).status_code == 403
    assert client.get(reverse("sinistres:dossier", args=[sinistre.uid])).status_code == 403
    assert client.get(reverse("sinistres:declarer")).status_code == 403
    assert client.get(reverse("sinistres:bordereaux")).status_code == 200
    assert entrer(monde.gestionnaire).get(reverse("sinistres:declarer")).status_code == 403


def test_le_fragment_de_l_agent(monde, entrer):
    sinistre = declarer(monde.agent)
    adresse = reverse("sinistres:de_agent", args=[monde.agent.uid])
    page = entrer(monde.rh).get(adresse, headers={"HX-Request": "true"})
    assert sinistre.numero in texte(page)
    assert b"<!doctype" not in page.content


def test_ce_qui_est_attendu_selon_l_etat(monde, entrer):
    sinistre = declarer(monde.agent)
    adresse = reverse("sinistres:dossier", args=[sinistre.uid])
    rh = entrer(monde.rh)
    assert "Saisir la reprise effective ou un nouveau certificat" in texte(rh.get(adresse))
    controle.sinistre_controler(sinistre=sinistre, le=JOUR)
    controle.pieces_demander(sinistre=sinistre, codes=["BULLETINS"], motif="Illisibles", le=JOUR)
    page = texte(rh.get(adresse))
    assert "Fournir : Bulletins de salaire de la période" in page
    assert "Illisibles" in page


def test_un_dossier_valide_sans_demande_attend_la_collectivite(monde, entrer):
    sinistre = valider(declarer(monde.agent))
    page = texte(entrer(monde.rh).get(reverse("sinistres:dossier", args=[sinistre.uid])))
    assert "Demander le remboursement des jours d'arrêt" in page
