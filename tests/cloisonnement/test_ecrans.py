"""Toutes les adresses du portail, essayées avec les objets d'autrui : un objet hors périmètre n'existe pas."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cotisations.services import appel_emettre, base_controler, base_declarer
from sinistres.models import Certificat, Decompte, Demande, Piece, Reprise, Sinistre
from sinistres.services.arrets import reprise_enregistrer
from sinistres.services.bordereaux import bordereau_emettre
from sinistres.services.declaration import brouillon_enregistrer
from sinistres.tasks import planifier_lot_bordereau
from sinistres.web.catalogue import ACTES
from sinistres.web.declaration_saisie import ETAPES
from tests.aides import client_de
from tests.cloisonnement.conftest import LE
from tests.fabriques import HabilitationFactory

# Ni objets ni listes : connexion, API publique, administration (réservée, essayée dans tests/comptes),
# simulateurs (ils ne lisent aucune table, essayés dans tests/accueil).
HORS_PORTAIL = ("admin:", "api:", "comptes:", "sante", "pret", "probleme", "accueil:simuler")
CDG = Perimetre(cdg=True)
CACHE = (403, 404, 405)
# Ce que l'on taperait : chaque formulaire y trouve ses champs.
CORPS = {
    "motif": "Saisi à tort", "debut": "01/06/2026", "fin": "10/06/2026", "effective_le": "01/06/2026",
    "au": "31/05/2026", "montant": "100,00", "recu_le": "10/06/2026", "reference": "VIR-4521",
    "codes": "ARRETE", "vers": "CLM", "effet": "02/03/2026", "decision_le": "01/06/2026",
    "reference_arrete": "ARR-2026-118", "exercice": "2026", "nb_agents": "1", "tib": "24000",
    "survenance": "02/03/2026", "connu_employeur_le": "03/03/2026", "carence": "OUI", "sens": "suivant",
}  # fmt: skip


def _adresses(motifs, espace="") -> Iterator[tuple[str, URLPattern]]:
    for motif in motifs:
        if isinstance(motif, URLResolver):
            yield from _adresses(
                motif.url_patterns, f"{espace}{motif.namespace}:" if motif.namespace else espace
            )
        elif motif.name and not f"{espace}{motif.name}".startswith(HORS_PORTAIL):
            yield f"{espace}{motif.name}", motif


ADRESSES = dict(_adresses(get_resolver().url_patterns))
LISTES = sorted(nom for nom, motif in ADRESSES.items() if not motif.pattern.converters)
FICHES = sorted(set(ADRESSES) - set(LISTES))
# Un nom écrit dans l'adresse n'est essayé que s'il est vrai.
NOMS = {"cle": tuple(ACTES), "nom": tuple(ETAPES)}


def _uids(commune) -> dict[str, UUID]:
    """L'identifiant public d'une ligne de la commune, par modèle."""
    trouves = {}
    with perimetre(commune.perimetre):
        for modele in modeles_cloisonnes():
            if hasattr(modele, "uid") and not hasattr(modele, "pgh_tracked_model"):
                trouves[modele._meta.label] = modele.objects.values_list("uid", flat=True).first()
    return {label: uid for label, uid in trouves.items() if uid}


def _pages(nom, uids) -> Iterator[str]:
    """L'adresse, pour chaque objet ; un mot y prend le premier nom vrai (les actes sont essayés à part)."""
    motif = ADRESSES[nom]
    for uid in uids:
        valeurs = {
            cle: uid if "UUID" in type(c).__name__ else 1 if "Int" in type(c).__name__ else NOMS[cle][0]
            for cle, c in motif.pattern.converters.items()
        }
        yield reverse(nom, kwargs=valeurs)


def _actes(commune, dossier: UUID | None = None) -> Iterator[str]:
    """Chaque acte sur le dossier (ou sur `dossier`, avec les objets de la commune), chaque étape du brouillon."""
    uids = _uids(commune)
    for cle, acte in ACTES.items():
        uid = dossier or uids["sinistres.Sinistre"]
        if acte.cible is not Sinistre:
            yield reverse("sinistres:acte_sur", args=[uid, cle, uids[acte.cible._meta.label]])
        elif dossier is None:
            yield reverse("sinistres:acte", args=[uid, cle])
    if dossier is None:
        for nom in list(ETAPES)[1:]:
            yield reverse("sinistres:declarer_etape", args=[uids["sinistres.Brouillon"], nom])


def _etat(commune) -> dict[str, list[Any]]:
    """Toutes les lignes de la commune, telles qu'elles sont."""
    with perimetre(commune.perimetre):
        return {
            m._meta.label: list(m.objects.order_by("pk").values_list())
            for m in modeles_cloisonnes()
            if not hasattr(m, "pgh_tracked_model")
        }


@pytest.fixture
def complet(monde):
    """Le monde, et pour chaque commune un brouillon, un bordereau, une base, un appel, des PDF demandés."""
    with perimetre(CDG):
        for c in (monde.a, monde.b):
            reprise_enregistrer(sinistre=c.sinistre, effective_le=date(2026, 6, 1), le=LE)
            bordereau = bordereau_emettre(adhesion=c.adhesion, le=LE)
            planifier_lot_bordereau(bordereau)
            base = base_declarer(
                adhesion=c.adhesion, exercice=2026, montants={"tib": "24000"}, nb_agents=1, le=LE
            )
            appel_emettre(base=base_controler(base=base, le=LE), le=LE)
            brouillon_enregistrer(
                collectivite=c.collectivite, auteur=c.rh, contenu={"agent": str(c.agent.uid)}
            )
    return monde


@pytest.fixture
def compte(complet):
    """Navigateur d'un compte qui tient ce rôle chez A, et au besoin un autre chez B."""

    def creer(role: str, chez_b: str = ""):
        with perimetre(CDG):
            navigateur = client_de(role, complet.a.collectivite)
            if chez_b:
                HabilitationFactory(
                    compte=navigateur.compte, role=chez_b, collectivite=complet.b.collectivite
                )
        return navigateur

    return creer


def test_l_essai_porte_sur_tous_les_ecrans(complet):
    assert len(FICHES) > 20
    assert len(LISTES) > 8
    noms = {
        c for nom in FICHES for c, v in ADRESSES[nom].pattern.converters.items() if "Slug" in type(v).__name__
    }
    assert noms == set(NOMS)
    cibles = {m._meta.label for m in (Certificat, Piece, Demande, Decompte, Reprise)}
    assert {acte.cible._meta.label for acte in ACTES.values()} == cibles | {"sinistres.Sinistre"}
    attendus = {"adhesions.Agent", "sinistres.Brouillon", "sinistres.Bordereau", "cotisations.Appel"}
    assert attendus | cibles <= set(_uids(complet.b))


# L'assureur chez B y voit son périmètre, mais aucun écran : comme si rien n'y était.
@pytest.mark.parametrize(
    ("role", "chez_b"), [("RH_VALIDEUR", ""), ("RH_SAISIE", "ASSUREUR"), ("LECTEUR", "ASSUREUR")]
)
def test_un_objet_d_autrui_n_existe_pas(compte, complet, role, chez_b):
    """Chaque adresse, lue puis jouée avec chaque objet de B : jamais trouvé, jamais modifié."""
    navigateur, avant = compte(role, chez_b), _etat(complet.b)
    autrui = _uids(complet.b).values()
    pages = [page for nom in FICHES for page in _pages(nom, autrui)]
    trouves = [
        (methode, page, statut)
        for page in pages
        for methode, corps in (("get", None), ("post", CORPS))
        if (statut := getattr(navigateur, methode)(page, corps).status_code) not in CACHE
    ]
    assert trouves == []
    assert _etat(complet.b) == avant


@pytest.mark.parametrize("role", ["RH_VALIDEUR", "RH_SAISIE", "LECTEUR", "ASSUREUR"])
@pytest.mark.parametrize("chez_b", ["", "LECTEUR", "ASSUREUR"])
def test_aucun_acte_sur_un_dossier_d_autrui(compte, complet, role, chez_b):
    """Chaque acte et chaque étape, sur le dossier de B puis sur celui de A avec un objet de B."""
    navigateur, avant = compte(role, chez_b), _etat(complet.b)
    pages = [*_actes(complet.b), *_actes(complet.b, dossier=complet.a.sinistre.uid)]
    for page in pages:
        for reponse in (navigateur.get(page), navigateur.post(page, CORPS)):
            assert reponse.status_code in CACHE, page
    assert _etat(complet.b) == avant


def test_les_memes_actes_existent_pour_les_siens(client, complet):
    """Sans quoi l'essai précédent ne prouverait rien : la RH ou le CDG atteint chacun d'eux."""
    for page in _actes(complet.b):
        statuts = []
        for titulaire in (complet.b.rh, complet.gestionnaire):
            client.force_login(titulaire)
            statuts.append(client.get(page).status_code)
        assert {200, 302} & set(statuts), (page, statuts)


def _secrets(commune) -> tuple[str, ...]:
    return (
        commune.collectivite.denomination,
        commune.agent.nom,
        commune.agent.nom.upper(),
        commune.sinistre.numero,
        commune.decompte.numero,
        commune.adhesion.numero,
    )


@pytest.mark.parametrize(("role", "chez_b"), [("RH_VALIDEUR", ""), ("LECTEUR", "ASSUREUR")])
def test_rien_d_autrui_dans_les_listes(compte, complet, role, chez_b):
    navigateur = compte(role, chez_b)
    for nom in LISTES:
        page = navigateur.get(reverse(nom)).content.decode(errors="replace")
        assert [s for s in _secrets(complet.b) if s in page] == [], nom


def test_le_gestionnaire_consulte_tout_sans_rien_ecrire(client, complet):
    """Chaque page de consultation tient dans une transaction en lecture seule."""
    client.force_login(complet.gestionnaire)
    tous = _uids(complet.a).values()
    vues = set()
    for nom in LISTES:
        assert client.get(reverse(nom)).status_code < 500, nom
    for nom in FICHES:
        for page in _pages(nom, tous):
            statut = client.get(page).status_code
            assert statut < 500, page
            if statut == 200:
                vues.add(nom)
    assert {"adhesions:agent", "adhesions:adhesion", "sinistres:dossier", "cotisations:appel"} <= vues
