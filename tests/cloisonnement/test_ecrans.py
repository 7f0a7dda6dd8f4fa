"""Toutes les adresses du portail, essayées avec les objets d'autrui : un objet hors périmètre n'existe pas."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import perimetre

# Ni objets ni listes : connexion, API publique, administration (réservée, essayée dans tests/comptes).
HORS_PORTAIL = ("admin:", "api:", "comptes:", "sante", "pret", "probleme")


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


def _uids(commune) -> dict[str, UUID]:
    """L'identifiant public d'une ligne de la commune, par modèle."""
    trouves = {}
    with perimetre(commune.perimetre):
        for modele in modeles_cloisonnes():
            if hasattr(modele, "uid") and not hasattr(modele, "pgh_tracked_model"):
                trouves[modele._meta.label] = modele.objects.values_list("uid", flat=True).first()
    return {label: uid for label, uid in trouves.items() if uid}


def _pages(nom, uids) -> Iterator[str]:
    """L'adresse, pour chaque objet ; les autres paramètres prennent une valeur quelconque."""
    motif = ADRESSES[nom]
    for uid in uids:
        valeurs = {
            cle: uid if "UUID" in type(c).__name__ else 1 if "Int" in type(c).__name__ else "valeur"
            for cle, c in motif.pattern.converters.items()
        }
        yield reverse(nom, kwargs=valeurs)


def test_l_essai_porte_sur_tous_les_ecrans(monde):
    assert len(FICHES) > 20
    assert len(LISTES) > 8
    assert {"adhesions.Agent", "adhesions.Adhesion", "sinistres.Sinistre", "sinistres.Decompte"} <= set(
        _uids(monde.b)
    )


@pytest.mark.parametrize("methode", ["get", "post"])
def test_un_objet_d_autrui_n_existe_pas(client, monde, methode):
    """La RH de A, sur chaque adresse, avec chaque objet de B : jamais trouvé, jamais modifié."""
    client.force_login(monde.a.rh)
    autrui = _uids(monde.b).values()
    trouves = []
    for nom in FICHES:
        for page in _pages(nom, autrui):
            statut = getattr(client, methode)(page).status_code
            if statut not in (403, 404, 405):
                trouves.append((nom, page, statut))
    assert trouves == []


def test_rien_d_autrui_dans_les_listes(client, monde):
    client.force_login(monde.a.rh)
    secrets = (
        monde.b.collectivite.denomination,
        monde.b.agent.nom,
        monde.b.agent.nom.upper(),
        monde.b.sinistre.numero,
        monde.b.decompte.numero,
        monde.b.adhesion.numero,
    )
    for nom in LISTES:
        page = client.get(reverse(nom)).content.decode(errors="replace")
        assert [s for s in secrets if s in page] == [], nom


def test_le_gestionnaire_consulte_tout_sans_rien_ecrire(client, monde):
    """Chaque page de consultation tient dans une transaction en lecture seule."""
    client.force_login(monde.gestionnaire)
    tous = _uids(monde.a).values()
    vues = set()
    for nom in LISTES:
        assert client.get(reverse(nom)).status_code < 500, nom
    for nom in FICHES:
        for page in _pages(nom, tous):
            statut = client.get(page).status_code
            assert statut < 500, page
            if statut == 200:
                vues.add(nom)
    assert {"adhesions:agent", "adhesions:adhesion", "sinistres:dossier"} <= vues
