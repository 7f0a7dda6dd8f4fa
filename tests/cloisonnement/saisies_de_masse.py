"""De quoi faire aboutir chaque écriture : ce que l'on tape, ce que la vue lit sans page, ce qui doit précéder."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from adhesions.models import Lot
from adhesions.services.agents import remuneration_revaloriser
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.saisies.jeton import CHAMP, Jeton
from cdg_portal.saisies.models import SaisieGardee
from cdg_portal.travaux.models import Travail
from cotisations.models import Appel
from cotisations.services import appel_verifier, base_controler, base_declarer
from sinistres.models import Brouillon, Sinistre
from sinistres.services.controle import sinistre_clore
from tests.cloisonnement.formulaires import PREMIER
from tests.cloisonnement.jetons import PHRASE
from tests.cloisonnement.masse import Envoi
from tests.cloisonnement.monde import LE, Monde, Profil
from tests.fabriques import adhesion

Preparation = Callable[[Envoi], Envoi]
ANCIENNE = "Ancienne-Phrase-Bien-Longue"

# Tapé dans les champs que la page propose.
SAISIES: dict[str, Mapping[str, str]] = {
    "accueil:assister": {"motif": "Demande reçue par téléphone, nº 12."},
    "account_change_password": {"password": ANCIENNE, "nouveau": PHRASE},
    "adhesions:activer": {"convention_signee_le": "10/06/2026"},
    "adhesions:composer": {"effet": "15/06/2026", "participation_montant_unitaire": "70,00"},
    "adhesions:creer_collectivite": {"denomination": "Commune neuve", "siret": "21750001600019"},
    "adhesions:enregistrer_agent": {
        "matricule": "N-0001", "nom": "Nouvelle", "prenom": "Ada", "naissance": "01/02/1980",
        "entree": "01/06/2026", "annuel_TIB": "24000",
    },
    "adhesions:mandat": {"deliberation_le": "01/06/2026", "reference": "DEL-2026-042"},
    "adhesions:resilier": {"resiliation": "31/12/2026", "motif": "Dissolution"},
    "adhesions:retraiter": {"retraite_le": "01/07/2026"},
    "adhesions:revaloriser": {"depuis": "01/06/2026", "annuel_TIB": "25000"},
    "adhesions:sortir": {"sortie": "30/06/2026"},
    "cotisations:declarer": {"exercice": "2027"},
    "perimetres:deleguer": {
        "droits": PREMIER, "delegataire": PREMIER, "du": "15/06/2026", "au": "20/06/2026", "motif": "Congés",
    },
    "perimetres:finir": {"au": "30/06/2026", "motif": "Départ", "confirmer": PREMIER},
    "perimetres:inviter": {"email": "invitee@exemple.fr"},
    "sinistres:acte/demander-pieces": {"codes": PREMIER},
    "sinistres:declarer_etape/certificats": {"c0-debut": "02/06/2026", "c0-fin": "10/06/2026"},
    "admin:comptes_compte_add": {"email": "neuf@exemple.fr", "prenom": "Ada", "nom": "Neuve"},
    "admin:comptes_compte_change": {"nom": "Corrigé"},
    "admin:perimetres_collectivite_add": {"denomination": "Commune neuve", "siret": "21750001600019"},
    "admin:perimetres_collectivite_change": {"adresse": "2 place Neuve"},
    "admin:perimetres_habilitation_add": {"role": "LECTEUR", "du": "2026-06-15", "au": "2026-12-31"},
    "admin:perimetres_habilitation_change": {"au": "2026-06-30", "motif_fin": "Départ", "confirmer": PREMIER},
    "admin:adhesions_organisme_add": {"nom": "Assureur neuf", "siret": "21750001600019"},
    "admin:adhesions_organisme_change": {"nom": "Assureur renommé"},
    "admin:adhesions_conditionsgenerales_add": {
        "version": "2026-2", "approuvees_le": "2026-06-01", "texte": "Le texte des conditions.",
    },
}  # fmt: skip


def saisies(monde: Monde) -> dict[str, Mapping[str, str]]:
    """Celles-ci, avec les identifiants que ce monde a tirés."""
    a, sans = monde.locataires["A"], monde.profils["sans habilitation"].compte
    droit = {"compte": str(sans.pk if sans else ""), "collectivite": str(a.collectivite.pk)}
    cle = "admin:perimetres_habilitation_add"
    return {**SAISIES, cle: {**SAISIES[cle], **droit}}


def en_plus(monde: Monde, profil: Profil) -> dict[str, Mapping[str, Any]]:
    """Ce que la page envoie sans champ à remplir : bouton d'une liste, script, formulaire en deux temps."""
    a = monde.locataires["A"]
    with perimetre(a.perimetre):
        agent = str(Sinistre.objects.order_by("pk").first().agent.uid)  # type: ignore[union-attr]
    jeton = Jeton(
        compte=str(profil.compte.uid) if profil.compte else "",
        formulaire="adhesions:enregistrer_agent",
        objet=str(a.collectivite.uid),
        collectivite=str(a.collectivite.uid),
        action="agents.ecrire",
        titre="Enregistrer un agent",
        adresse=reverse("adhesions:enregistrer_agent", args=[a.collectivite.uid]),
        cle=f"{77:032x}",
    )
    return {
        "accueil:recherche": {"q": "Quorvalin"},
        "accueil:suggestions": {"q": "Quorvalin"},
        "perimetres:choisir": {"collectivite": str(a.collectivite.uid)},
        "saisies:garder": {CHAMP: jeton.signe(), "matricule": "N-1"},
        "sinistres:declarer": {"agent": agent},
        "sinistres:declarer_agent": {"agent": agent},
        # Champs de ce formulaire que la page ne montre qu'à certains motifs.
        "sinistres:declarer_etape/evenement": {"origine": "", "conservatoire": "", "refus_precedent": ""},
        "sinistres:requalifier": {
            "vers": "CLM", "effet": "02/03/2026", "decision_le": "01/06/2026", "reference_arrete": "ARR-2026-118",
            "motif": "",
        },
        "cotisations:emettre_participation": {"exercice": "2025"},
    }  # fmt: skip


# La frappe se garde telle quelle, tous noms confondus : seuls les champs du brouillon lui-même s'y injectent.
INJECTABLES = {
    "saisies:garder": frozenset(
        nom for f in SaisieGardee._meta.concrete_fields for nom in (f.name, f.attname)
    )
}


def preparations(monde: Monde, profil: Profil) -> dict[str, Preparation]:
    """Ce qui doit être arrivé ; joué au périmètre du Centre de gestion, dans la transaction de l'envoi."""
    a = monde.locataires["A"]
    pk = {modele: lignes[0][0] for modele, lignes in a.objets.items() if lignes}

    def mot_de_passe(envoi: Envoi) -> Envoi:
        compte = Compte.objects.get(pk=profil.compte.pk)  # type: ignore[union-attr]
        compte.set_password(ANCIENNE)
        compte.save()
        return envoi

    def projet(envoi: Envoi) -> Envoi:
        neuve = adhesion(
            collectivite=a.collectivite, lot=Lot.objects.order_by("pk")[1], effet=LE, etat="PROJET", le=LE
        )
        return replace(envoi, url=reverse("adhesions:activer", args=[neuve.uid]))

    def autre_lot(envoi: Envoi) -> Envoi:
        lot = Lot.objects.order_by("pk")[1]
        return replace(envoi, url=reverse("adhesions:composer", args=[a.collectivite.uid, lot.uid]))

    def annee_suivante(envoi: Envoi) -> Envoi:
        return replace(envoi, url=f"{envoi.url}?exercice=2027")

    def autre_session(envoi: Envoi) -> Envoi:
        mot_de_passe(envoi)
        entree = {"username": profil.compte.email, "password": ANCIENNE}  # type: ignore[union-attr]
        Client().post(reverse("comptes:connexion"), entree)
        return envoi

    def base(controlee: bool) -> Preparation:
        def preparer(envoi: Envoi) -> Envoi:
            souscrite = Appel.objects.filter(collectivite=a.collectivite)[0].adhesion
            neuve = base_declarer(
                adhesion=souscrite, exercice=2027, montants={"tib": "24000"}, nb_agents=5, le=LE
            )
            if controlee:
                neuve = base_controler(base=neuve, le=LE)
            nom = "cotisations:appeler" if controlee else "cotisations:controler"
            return replace(envoi, url=reverse(nom, args=[neuve.uid]))

        return preparer

    def verifie(envoi: Envoi) -> Envoi:
        appel = Appel.objects.filter(collectivite=a.collectivite).exclude(etat=Appel.Etat.VALIDE)[0]
        autre = monde.profils["GESTIONNAIRE_CDG"].compte
        with perimetre(Perimetre(cdg=True, utilisateur=autre.pk if autre else None)):
            appel_verifier(appel=appel, le=LE)
        return replace(envoi, url=reverse("cotisations:valider", args=[appel.uid]))

    def echec(envoi: Envoi) -> Envoi:
        Travail.objects.filter(pk__in=[cle for cle, _ in a.objets["travaux.Travail"]]).update(
            etat=Travail.Etat.ECHEC
        )
        return envoi

    def brouillon(envoi: Envoi) -> Envoi:
        etape = envoi.url.rstrip("/").rpartition("/")[2]
        evenement = {"survenance": "02/06/2026", "connu_employeur_le": "03/06/2026", "carence": "AUTO"}
        garde = Brouillon.objects.get(pk=pk["sinistres.Brouillon"])
        garde.contenu |= {"motif": "MO"}
        if etape in ("certificats", "verification"):
            garde.contenu |= {"evenement": evenement}
        if etape == "verification":
            garde.contenu |= {"certificats": [{"debut": "02/06/2026", "fin": "10/06/2026"}]}
        garde.save()
        return envoi

    def clos(envoi: Envoi) -> Envoi:
        dossier = Sinistre.objects.get(pk=pk["sinistres.Sinistre"])
        sinistre_clore(sinistre=dossier, le=LE)
        return replace(envoi, url=reverse("sinistres:acte", args=[dossier.uid, "rouvrir"]))

    def hausse(envoi: Envoi) -> Envoi:
        dossier = Sinistre.objects.get(pk=pk["sinistres.Sinistre"])
        remuneration_revaloriser(
            agent=dossier.agent, depuis=date(2026, 3, 1), montants={"TIB": Decimal("30000")}, le=LE
        )
        return envoi

    etapes = ("evenement", "certificats", "verification")
    return {
        "account_change_password": mot_de_passe,
        "adhesions:activer": projet,
        "adhesions:composer": autre_lot,
        "comptes:sessions": autre_session,
        "cotisations:declarer": annee_suivante,
        "cotisations:controler": base(controlee=False),
        "cotisations:appeler": base(controlee=True),
        "cotisations:valider": verifie,
        "travaux:relancer": echec,
        "sinistres:acte/rouvrir": clos,
        "sinistres:acte/regulariser": hausse,
        **{f"sinistres:declarer_etape/{nom}": brouillon for nom in etapes},
    }
