"""Aucun texte saisi ne devient du code : ni en HTML, ni en PDF, ni dans un tableur, ni dans un en-tête."""

import csv
import io
from html.parser import HTMLParser
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from pypdf import PdfReader

from adhesions.pdf import contexte_certificat
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents import rendu
from cdg_portal.perimetres.listes import cellule
from cdg_portal.saisies.contenu import fermer
from cdg_portal.saisies.models import SaisieGardee
from cotisations.models import Appel
from cotisations.pdf import contexte_appel
from cotisations.services import appel_valider, appel_verifier
from sinistres.models import Bordereau, Decompte
from sinistres.pdf import contexte_bordereau, contexte_decompte
from tests.cloisonnement.conftest import LE
from tests.cloisonnement.pages import ADRESSES, actes_de, pages_de, uids_de
from tests.documents.lecture import texte_de
from tests.fabriques import CompteFactory, HabilitationFactory
from tests.securite.charges import FORMULES, HTML, MARQUE, champs_libres, semer

CDG = Perimetre(cdg=True)
EXPORTS = [nom for nom in ADRESSES if "export" in nom or nom.endswith("_csv")]
# Ce qui se compare dans une cellule : la première chose que lirait un tableur.
DANGEREUX = "=+-@＝＋－＠"


class _Balises(HTMLParser):
    """Relève tout ce qui exécuterait ou chargerait quelque chose."""

    def __init__(self) -> None:
        super().__init__()
        self.fautes: list[Any] = []

    def handle_starttag(self, balise: str, attributs: list[tuple[str, str | None]]) -> None:
        valeurs = dict(attributs)
        if balise in ("style", "base", "c-bouton", "b", "object", "iframe"):
            self.fautes.append(balise)
        if balise == "script" and not str(valeurs.get("src", "")).startswith("/static/"):
            self.fautes.append((balise, valeurs))
        if balise == "img" and valeurs.get("src") == "x":
            self.fautes.append((balise, valeurs))
        for nom, valeur in attributs:
            if nom.startswith("on") or nom == "style" or str(valeur).strip().startswith("javascript:"):
                self.fautes.append((balise, nom, valeur))


def test_les_champs_libres_sont_nombreux():
    """Le parcours des modèles n'en oublie pas d'évidents."""
    noms = {f"{m._meta.label}.{n}" for m, champs in champs_libres().items() for n in champs}
    assert {
        "adhesions.Agent.nom",
        "adhesions.Situation.grade",
        "perimetres.Collectivite.denomination",
        "sinistres.Requalification.motif",
        "sinistres.Piece.demande_motif",
        "journal.Evenement.libelle",
        "comptes.Compte.nom",
        "travaux.Travail.libelle",
        "saisies.SaisieGardee.titre",
    } <= noms
    assert len(noms) > 60


def _proches(nom: str, uids: dict[str, Any]) -> list[Any]:
    """Les objets de l'app de cette adresse, et ceux d'en dessous qu'elle désigne aussi."""
    apps = (nom.partition(":")[0], "adhesions", "perimetres")
    return [uid for label, uid in uids.items() if label.startswith(apps)]


def _inerte(reponse: Any, page: str) -> bool:
    """Rien de la charge n'agit dans cette réponse ; vrai si la charge y est arrivée."""
    assert reponse.status_code < 500, page
    assert not [c for c in reponse.headers if "injecte" in c.lower()], page
    texte = reponse.content.decode()
    lecteur = _Balises()
    lecteur.feed(texte)
    assert lecteur.fautes == [], page
    assert f"{MARQUE}7331" not in texte, page
    return MARQUE in texte


def test_une_frappe_hostile_reprise_d_un_brouillon_reste_un_texte(client, complet):
    """Le brouillon garde tout ce qui est tapé, juste ou non : il le rend dans le formulaire, sans l'exécuter."""
    adresse = reverse("adhesions:enregistrer_agent", args=[complet.a.collectivite.uid])
    with perimetre(complet.a.perimetre):
        gardee = SaisieGardee.objects.get()
        gardee.contenu = fermer({"nom": [HTML], "prenom": [HTML]})
        gardee.save()
    client.force_login(complet.a.rh)
    assert _inerte(client.get(f"{adresse}?reprendre={gardee.uid}"), adresse)
    assert not _inerte(client.get(adresse), adresse)


def test_aucune_charge_ne_s_execute_dans_une_page(client, complet):
    """Chaque écran, chaque objet, chaque texte libre remplacé par la charge."""
    uids, marquees = uids_de(complet.a), set()
    pages = [
        (nom, page)
        for nom, motif in ADRESSES.items()
        if nom not in EXPORTS and not nom.startswith("documents:")
        for page in (pages_de(nom, _proches(nom, uids)) if motif.pattern.converters else [reverse(nom)])
    ]
    pages += [("sinistres:acte", page) for page in actes_de(complet.a)]
    pages.append(("accueil:assister", reverse("accueil:assister", args=[complet.a.rh.uid])))
    cherche = complet.a.agent.nom
    with perimetre(CDG):
        administrateur = HabilitationFactory(role="ADMINISTRATEUR", collectivite=complet.cdg).compte
    with semer(HTML) as semes:
        for compte in (complet.gestionnaire, complet.a.rh, administrateur):
            client.force_login(compte)
            for nom, page in pages:
                if _inerte(client.get(page), page):
                    marquees.add(nom)
            # Ce que l'on cherche par envoi : le nom de l'agent, tel que la base le garde.
            for nom in ("accueil:recherche", "accueil:suggestions"):
                if _inerte(client.post(reverse(nom), {"q": cherche}, follow=True), nom):
                    marquees.add(nom)
    attendues = {"sinistres:dossier", "sinistres:liste", "adhesions:agent", "adhesions:collectivite",
                 "cotisations:appel", "sinistres:bordereau", "sinistres:acte", "accueil:actions",
                 "accueil:suggestions", "accueil:calendrier", "accueil:brouillons", "accueil:assister"}  # fmt: skip
    assert attendues <= marquees, attendues - marquees
    assert len(semes) > 12, semes


def test_aucune_charge_ne_s_execute_dans_un_pdf(complet):
    """Le texte s'imprime tel quel ; rien n'est chargé ni joint."""
    with perimetre(CDG):
        appel = Appel.objects.first()
    for acte in (appel_verifier, appel_valider):
        with perimetre(Perimetre(cdg=True, utilisateur=CompteFactory().pk)):
            appel = acte(appel=appel, le=LE)
    with perimetre(CDG), semer(HTML):
        for gabarit, source, contexte in (
            ("sinistres/decompte", Decompte.objects.first(), contexte_decompte),
            ("sinistres/bordereau", Bordereau.objects.first(), contexte_bordereau),
            ("adhesions/certificat", complet.a.adhesion.__class__.objects.first(), contexte_certificat),
            ("cotisations/appel", Appel.objects.get(pk=appel.pk), contexte_appel),
        ):
            page = render_to_string(f"pdf/{gabarit}.html", contexte(source))
            lecteur = _Balises()
            lecteur.feed(page.split("</head>")[1])
            assert [f for f in lecteur.fautes if f != "b"] == [], gabarit
            contenu = rendu.rendre(page)
            assert "<script>alert(7331)" in texte_de(contenu).replace(" ", "").replace("\n", "")
            assert not PdfReader(io.BytesIO(contenu)).attachments


@pytest.mark.parametrize("texte", FORMULES, ids=ascii)
def test_une_cellule_n_est_jamais_une_formule(texte):
    rendue = cellule(texte)
    assert rendue.strip()[0] not in DANGEREUX
    assert not set(rendue) & set("\x00\t\r\n\v\f\x1b\u202e\u2028\x85\u200b\ufeff")


def test_aucune_formule_dans_les_exports(client, complet):
    """Chaque export, chaque charge : 0 cellule qu'un tableur calculerait, et autant de colonnes qu'annoncé."""
    client.force_login(complet.gestionnaire)
    relues = 0
    for charge in ("=cmd|' /C calc'!A0", " \t@SUM(1)", '＝1";"x', "\r\n=1+1;=2"):
        with semer(charge):
            for nom in EXPORTS:
                reponse = client.get(reverse(nom))
                lignes = list(csv.reader(io.StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))
                assert {len(ligne) for ligne in lignes} == {len(lignes[0])}, nom
                for valeur in (v for ligne in lignes[1:] for v in ligne):
                    relues += 1
                    # Un nombre négatif est un nombre.
                    nombre = valeur.lstrip("-").replace(",", "").isdecimal()
                    assert nombre or valeur.strip()[:1] not in tuple(DANGEREUX), (nom, valeur)
    assert relues > 200


def test_un_nom_de_fichier_ne_coupe_pas_l_en_tete():
    from cdg_portal.perimetres.listes import exporter_csv

    reponse = exporter_csv('x"\r\nX-Injecte: oui\r\n.csv', ["A"], [])
    assert "\n" not in reponse["Content-Disposition"]
    assert "X-Injecte" not in reponse.headers
