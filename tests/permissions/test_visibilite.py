"""La table champ × rôle, cellule par cellule : ce qui est caché n'est dans aucun octet, ce qui est visible se lit."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.documents.acces import CHAMPS_DU_DOCUMENT
from cdg_portal.journal.models import Evenement
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from cdg_portal.perimetres.visibilite import CHAMPS, MASQUE, TEXTE_MASQUE, VISIBLE, visibilite
from tests.aides import client_de
from tests.cloisonnement.pages import ADRESSES, pages_de
from tests.documents.lecture import texte_de
from tests.fabriques import CollectiviteFactory, HabilitationFactory, centre_de_gestion
from tests.permissions.canaris import CDG, Monde, batir, lisible

# Elles ne lisent aucune table : barèmes, articles, simulateurs.
SANS_TABLE = ("accueil:aide", "accueil:prises", "accueil:articles", "accueil:baremes", "accueil:interpretations",
              "accueil:regles", "accueil:simulateurs")  # fmt: skip
ENREGISTRES = [nom for nom, champ in CHAMPS.items() if champ.couvre]
# Le risque assuré se lit aussi dans les garanties : dans un PDF de dossier, c'est la nature du congé.
PDF_DE_DOSSIER = ("sinistres/decompte", "sinistres/bordereau")


@pytest.fixture
def monde(db) -> Monde:
    return batir()


def _navigateur(role: str, collectivite: Any) -> Any:
    with perimetre(CDG):
        navigateur = client_de(role, None if role in ROLES_DU_CDG else collectivite)
    if role == Role.ADMINISTRATEUR:
        type(navigateur.compte).objects.filter(pk=navigateur.compte.pk).update(is_staff=True)
    return navigateur


def _pages_d_administration() -> list[str]:
    """Chaque liste de l'administration, et chaque ligne du journal des actes."""
    listes = [
        reverse(f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist") for m in admin.site._registry
    ]
    with perimetre(CDG):
        actes = Evenement.objects.values_list("pk", flat=True)
        return listes + [reverse("admin:journal_evenement_change", args=[pk]) for pk in actes]


def _uids(monde: Monde) -> list[Any]:
    """L'identifiant de chaque objet de la collectivité."""
    with perimetre(CDG):
        return [
            uid
            for modele in apps.get_models()
            if hasattr(modele, "CLE_PERIMETRE") and hasattr(modele, "uid")
            and not hasattr(modele, "pgh_tracked_model")
            for uid in modele.objects.filter(**{modele.CLE_PERIMETRE: monde.collectivite.pk})
            .values_list("uid", flat=True)[:3]
        ]  # fmt: skip


def _ouvrables(monde: Monde) -> list[str]:
    """Toutes les pages de la collectivité : celles que trouve qui tient tous les rôles."""
    with perimetre(CDG):
        navigateur = client_de(Role.RH_VALIDEUR, monde.collectivite)
        for role in set(Role) - {Role.RH_VALIDEUR}:
            lieu = centre_de_gestion() if role in ROLES_DU_CDG else monde.collectivite
            HabilitationFactory(compte=navigateur.compte, role=role, collectivite=lieu)
    uids, pages = _uids(monde), []
    for nom, motif in ADRESSES.items():
        if nom.startswith(SANS_TABLE) or nom == "documents:telecharger":
            continue
        toutes = pages_de(nom, uids) if motif.pattern.converters else [reverse(nom)]
        pages += [page for page in toutes if navigateur.get(page).status_code not in (404, 405)]
    return pages


def _octets(navigateur: Any, monde: Monde, pages: list[str]) -> dict[str, str]:
    """Adresse → texte de tout ce que ce compte reçoit, refus, exports et en-têtes compris."""
    recus = {}
    for page in pages:
        reponse = navigateur.get(page)
        assert reponse.status_code < 500, page
        entetes = "\n".join(f"{cle}: {valeur}" for cle, valeur in reponse.headers.items())
        recus[page] = lisible(f"{reponse.content.decode(errors='replace')}\n{entetes}")
    for modele, document in monde.documents.items():
        reponse = navigateur.get(reverse("documents:telecharger", args=[document.uid]))
        if reponse.status_code == 200:
            recus[modele] = _imprime(reponse.content)
    return recus


def _imprime(contenu: bytes) -> str:
    """Le texte d'un PDF, mots coupés en fin de ligne recollés."""
    return lisible(texte_de(contenu)).replace("- ", "-")


def test_chaque_cellule_de_la_table(monde):
    """Pour chaque rôle, tous ses écrans, exports et PDF sur sa collectivité ; chaque champ y tient sa cellule."""
    fautes, cellules, pages = [], 0, [*_ouvrables(monde), *_pages_d_administration()]
    assert len(pages) > 40
    for role in Role:
        recus = _octets(_navigateur(role, monde.collectivite), monde, pages)
        for champ in ENREGISTRES:
            cellules += 1
            ou = [
                (page, canari)
                for page, texte in recus.items()
                for canari in monde.canaris[champ]
                if canari in texte
            ]
            niveau = CHAMPS[champ].pour(role)
            if niveau is VISIBLE and not ou:
                fautes.append((role, champ, "visible, mais lu nulle part"))
            if niveau is not VISIBLE and ou:
                fautes.append((role, champ, f"caché, mais lu : {ou[:3]}"))
        masques = [c for c in ENREGISTRES if CHAMPS[c].pour(role) is MASQUE]
        if masques and not any(TEXTE_MASQUE in texte for texte in recus.values()):
            fautes.append((role, masques, "masqué, mais rien ne le dit"))
    assert fautes == []
    assert cellules == len(ENREGISTRES) * len(Role)


def test_un_pdf_imprime_les_champs_annonces_et_nul_autre(monde):
    """Sans quoi la table des champs d'un document mentirait à qui décide de le remettre."""
    gestionnaire = _navigateur("GESTIONNAIRE_CDG", None)
    for modele, document in monde.documents.items():
        reponse = gestionnaire.get(reverse("documents:telecharger", args=[document.uid]))
        texte = _imprime(reponse.content)
        lus = {c for c in ENREGISTRES if any(canari in texte for canari in monde.canaris[c])}
        if modele in PDF_DE_DOSSIER:
            assert "longue maladie" in texte
            lus |= {"nature_conge"}
        if "initiales" in texte or "o.q." in texte:
            lus |= {"identite_agent"}
        if modele == "adhesions/certificat":  # les taux et la participation, pas l'assiette d'un exercice
            lus |= {"assiette"}
        assert lus == CHAMPS_DU_DOCUMENT[modele], modele


def test_les_droits_s_additionnent_sur_la_collectivite_seulement(monde):
    """Finances partout et RH ailleurs : le nom se lit ailleurs, pas ici."""
    assert visibilite("identite_agent", ["FINANCES"]) is MASQUE
    assert visibilite("identite_agent", ["FINANCES", "RH_SAISIE"]) is VISIBLE
    with perimetre(CDG):
        navigateur = client_de("FINANCES")
        HabilitationFactory(compte=navigateur.compte, role="RH_SAISIE", collectivite=CollectiviteFactory())
    ici = lisible(navigateur.get(reverse("sinistres:echeances")).content.decode())
    assert "qx-77431" in ici
    assert TEXTE_MASQUE in ici
    assert "quarquois" not in ici


def test_on_ne_cherche_ni_ne_trie_par_un_champ_invisible(monde):
    """Chercher un nom caché ne doit rien dire de lui ; trier par un montant caché, rien de son ordre."""
    finances = _navigateur("FINANCES", None)
    for q, trouve in (("Quarquois", False), ("Sarpejolles", True)):
        page = lisible(finances.get(reverse("sinistres:echeances"), {"q": q}).content.decode())
        assert ("qx-77431" in page) is trouve, q
    rh = _navigateur("RH_SAISIE", monde.collectivite)
    page = lisible(rh.get(reverse("sinistres:echeances"), {"q": "Quarquois"}).content.decode())
    assert "qx-77431" in page
    for role, triable in (("MEDECIN", False), ("RH_SAISIE", True)):
        reponse = _navigateur(role, monde.collectivite).get(reverse("sinistres:liste"), {"tri": "total"})
        assert ("tri=-total" in reponse.content.decode()) is triable, role
        assert reponse.context["tri"] == ("total" if triable else "")


@pytest.mark.parametrize("nom", sorted(CHAMPS))
def test_la_table_designe_de_vrais_champs(nom):
    for chemin in CHAMPS[nom].couvre:
        app, modele, champ = chemin.split(".")
        apps.get_model(app, modele)._meta.get_field(champ)
    assert CHAMPS[nom].couvre or CHAMPS[nom].note, "un champ que rien n'enregistre le dit"
    assert not CHAMPS[nom].visible & CHAMPS[nom].masque


def test_rien_n_enregistre_ce_que_la_table_dit_non_enregistre():
    """Un champ d'IBAN ou d'ALD devra être couvert par la table ; un champ de diagnostic n'a pas à exister."""
    suspects = ("iban", "ald", "diagnostic", "pathologie", "cim10")
    trouves = [
        f"{m._meta.label}.{f.name}"
        for m in apps.get_models()
        for f in m._meta.get_fields()
        if set(f.name.lower().split("_")) & set(suspects)
    ]
    assert trouves == []
