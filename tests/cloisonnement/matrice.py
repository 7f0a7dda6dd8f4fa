"""La matrice : une ligne par adresse. Une adresse du projet qui n'est pas ici fait échouer la suite.

Pour ajouter une adresse : `"app:nom": liste("action")` sans paramètre d'objet, `fiche("action", uid="app.Modele")`
avec un objet, `acte(…)` si elle n'accepte que POST. L'action est une clé de `perimetres/permissions.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.urls import URLPattern, URLResolver, get_resolver

PUBLIC, CONNECTE, ADMINISTRATION = "public", "connecte", "administration.ouvrir"


@dataclass(frozen=True)
class Ligne:
    """Qui ouvre l'adresse, par quelles méthodes, et de quel modèle est l'objet de chaque paramètre.

    `action` : PUBLIC, CONNECTE (tout compte) ou une clé de la table des permissions.
    `objets` : paramètre → modèle cloisonné ; `mots` : paramètre → valeurs à essayer (rien à voler).
    `filtres` : paramètres d'interrogation qui prennent un identifiant (modèle) ou un texte (« »).
    """

    action: str = CONNECTE
    methodes: tuple[str, ...] = ("GET",)
    objets: Mapping[str, str] = field(default_factory=dict)
    mots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    filtres: Mapping[str, str] = field(default_factory=dict)
    # L'objet est global (contrat, organisme) : propre, étranger et absent n'y ont pas de sens.
    commune: bool = False
    # Le droit dépend de l'objet (acte du catalogue, modèle de document) : un 403 chez soi est admis.
    selon_objet: bool = False
    # La page s'ouvre aussi à qui n'a encore aucun droit, pour le lui dire.
    sans_habilitation: bool = False


def liste(action: str = CONNECTE, **filtres: str) -> Ligne:
    """Page sans objet ; cherche et filtre avec les valeurs d'autrui."""
    return Ligne(action, filtres={"q": "", **filtres})


def page(action: str = CONNECTE, *methodes: str) -> Ligne:
    """Page sans objet ni filtre."""
    return Ligne(action, methodes or ("GET",))


def fiche(action: str = CONNECTE, *methodes: str, **objets: str) -> Ligne:
    """Page d'un objet."""
    return Ligne(action, methodes or ("GET",), objets)


def saisie(action: str, **objets: str) -> Ligne:
    """Formulaire sur un objet : lu puis envoyé."""
    return Ligne(action, ("GET", "POST"), objets)


def acte(action: str, **objets: str) -> Ligne:
    """Envoi seul, sur un objet."""
    return Ligne(action, ("POST",), objets)


def _avec_mots(ligne: Ligne, **mots: tuple[str, ...]) -> Ligne:
    return replace(ligne, mots=mots)


def _personnel(ligne: Ligne) -> Ligne:
    return replace(ligne, selon_objet=True)


COLLECTIVITE, AGENT, ADHESION = "perimetres.Collectivite", "adhesions.Agent", "adhesions.Adhesion"
SINISTRE, BROUILLON, BORDEREAU = "sinistres.Sinistre", "sinistres.Brouillon", "sinistres.Bordereau"
DECOMPTE, BASE, APPEL = "sinistres.Decompte", "cotisations.BaseDeclaree", "cotisations.Appel"
HABILITATION, INVITATION = "perimetres.Habilitation", "perimetres.Invitation"
SAISIE = "saisies.SaisieGardee"
DOCUMENT, TRAVAIL, LOT = "documents.Document", "travaux.Travail", "adhesions.Lot"

PORTAIL: dict[str, Ligne] = {
    "sante": page(PUBLIC),
    "pret": page(PUBLIC),
    "probleme": _avec_mots(page(PUBLIC), code=("entree-refusee", "inconnu")),
    # accueil
    "accueil:accueil": Ligne("accueil.voir", sans_habilitation=True),
    "accueil:actions": liste("accueil.voir"),
    "accueil:actions_csv": liste("accueil.voir"),
    "accueil:calendrier": page("accueil.voir"),
    "accueil:calendrier_abonnement": page("accueil.voir", "GET", "POST"),
    "accueil:calendrier_ics": _avec_mots(page(PUBLIC), jeton=("jeton-inconnu",)),
    "accueil:recherche": replace(liste("accueil.voir"), methodes=("GET", "POST")),
    "accueil:suggestions": page("accueil.voir", "POST"),
    "accueil:simulateurs": page("simulateurs.utiliser"),
    "accueil:simuler": _avec_mots(page("simulateurs.utiliser", "GET", "POST"), calcul=("annee-medicale",)),
    "accueil:assister": Ligne(
        "administration.assister", ("GET", "POST"), {"uid": "comptes.Compte"}, commune=True
    ),
    "accueil:assistance_terminer": page(CONNECTE, "POST"),
    "accueil:accessibilite": page(PUBLIC),
    "accueil:aide": page("aide.lire"),
    "accueil:aide_ecrans": page("aide.lire"),
    "accueil:prises_en_main": page("aide.lire"),
    "accueil:prise_en_main": _avec_mots(page("aide.lire"), nom=("rh",)),
    "accueil:articles": liste("aide.lire"),
    "accueil:articles_csv": page("aide.lire"),
    "accueil:baremes": liste("aide.lire"),
    "accueil:baremes_csv": page("aide.lire"),
    "accueil:glossaire": liste("aide.lire"),
    "accueil:interpretations": liste("aide.lire"),
    "accueil:interpretations_csv": page("aide.lire"),
    "accueil:regles": page("aide.lire"),
    "accueil:brouillons": page("brouillons.tenir"),
    # saisies
    "saisies:garder": page("brouillons.tenir", "POST"),
    "saisies:abandonner": _personnel(saisie("brouillons.tenir", uid=SAISIE)),
    "accueil:galerie": liste("galerie.lire"),
    # comptes
    "comptes:connexion": page(PUBLIC, "GET", "POST"),
    "comptes:deconnexion": page(CONNECTE, "POST"),
    "comptes:lien": _avec_mots(page(PUBLIC, "GET", "POST"), jeton=("jeton-inconnu",)),
    "comptes:compte": page(CONNECTE),
    "comptes:sessions": page(CONNECTE, "GET", "POST"),
    "comptes:proconnect": page(PUBLIC),
    "comptes:proconnect_retour": page(PUBLIC),
    "account_login": page(PUBLIC, "GET", "POST"),
    "account_reset_password": page(PUBLIC, "GET", "POST"),
    "account_reset_password_done": page(PUBLIC),
    "account_reset_password_from_key": _avec_mots(
        page(PUBLIC, "GET", "POST"), uidb64=("MQ",), token=("jeton-inconnu",)
    ),
    "account_change_password": page(CONNECTE, "GET", "POST"),
    "account_reauthenticate": page(CONNECTE, "GET", "POST"),
    "mfa_authenticate": page(PUBLIC, "GET", "POST"),
    "mfa_login_webauthn": page(PUBLIC, "GET", "POST"),
    "mfa_index": page(CONNECTE),
    "mfa_activate_totp": page(CONNECTE, "GET", "POST"),
    "mfa_deactivate_totp": page(CONNECTE, "GET", "POST"),
    "mfa_add_webauthn": page(CONNECTE, "GET", "POST"),
    "mfa_edit_webauthn": _avec_mots(page(CONNECTE, "GET", "POST"), pk=("1",)),
    "mfa_remove_webauthn": _avec_mots(page(CONNECTE, "GET", "POST"), pk=("1",)),
    "mfa_view_recovery_codes": page(CONNECTE),
    "mfa_generate_recovery_codes": page(CONNECTE, "GET", "POST"),
    "mfa_reauthenticate": page(CONNECTE, "GET", "POST"),
    "mfa_reauthenticate_webauthn": page(CONNECTE, "GET", "POST"),
    # accès : le rôle visé borne encore ce que chacun peut y faire (« au-dessus du sien »)
    "perimetres:acces": liste("comptes.voir", collectivite=COLLECTIVITE),
    "perimetres:acces_csv": liste("comptes.voir", collectivite=COLLECTIVITE),
    "perimetres:acces_collectivite": fiche("comptes.voir", uid=COLLECTIVITE),
    "perimetres:inviter": saisie("comptes.inviter", uid=COLLECTIVITE),
    "perimetres:renvoyer": _personnel(acte("comptes.inviter", uid=INVITATION)),
    "perimetres:retirer": _personnel(saisie("comptes.inviter", uid=INVITATION)),
    "perimetres:finir": _personnel(saisie("comptes.finir", uid=HABILITATION)),
    "perimetres:demande": _personnel(saisie("comptes.decider", uid="perimetres.DemandeAcces")),
    "perimetres:mes_acces": page(CONNECTE),
    "perimetres:choisir": page(CONNECTE, "POST"),
    "perimetres:deleguer": _personnel(page("comptes.deleguer", "GET", "POST")),
    # La délégation n'est qu'à son délégant, ou à qui gère les accès.
    "perimetres:terminer": _personnel(saisie("comptes.deleguer", uid=HABILITATION)),
    "perimetres:permissions": page("permissions.lire"),
    "perimetres:invitation": _avec_mots(page(PUBLIC), jeton=("jeton-inconnu",)),
    "perimetres:invitation_accepter": page(PUBLIC, "GET", "POST"),
    # collectivités, adhésions, agents
    "adhesions:collectivites": liste("collectivites.lire"),
    "adhesions:collectivites_csv": liste("collectivites.lire"),
    "adhesions:creer_collectivite": page("collectivites.ecrire", "GET", "POST"),
    "adhesions:collectivite": fiche("collectivites.lire", uid=COLLECTIVITE),
    "adhesions:mandat": saisie("collectivites.ecrire", uid=COLLECTIVITE),
    "adhesions:preparer": fiche("adhesions.ecrire", uid=COLLECTIVITE),
    "adhesions:composer": saisie("adhesions.ecrire", uid=COLLECTIVITE, lot_uid=LOT),
    "adhesions:enregistrer_agent": saisie("agents.ecrire", uid=COLLECTIVITE),
    "adhesions:adhesions": liste("adhesions.lire", collectivite=COLLECTIVITE),
    "adhesions:adhesions_csv": liste("adhesions.lire", collectivite=COLLECTIVITE),
    "adhesions:adhesion": fiche("adhesions.lire", uid=ADHESION),
    "adhesions:certificat": acte("adhesions.editer", uid=ADHESION),
    "adhesions:activer": saisie("adhesions.ecrire", uid=ADHESION),
    "adhesions:resilier": saisie("adhesions.ecrire", uid=ADHESION),
    "adhesions:agents": liste("agents.lire", collectivite=COLLECTIVITE),
    "adhesions:agents_csv": liste("agents.lire", collectivite=COLLECTIVITE),
    "adhesions:agent": fiche("agents.lire", uid=AGENT),
    "adhesions:revaloriser": saisie("agents.ecrire", uid=AGENT),
    "adhesions:sortir": saisie("agents.ecrire", uid=AGENT),
    "adhesions:retraiter": saisie("agents.ecrire", uid=AGENT),
    "adhesions:prolonger": saisie("agents.ecrire", uid=AGENT),
    # sinistres
    "sinistres:liste": liste("sinistres.lire", collectivite=COLLECTIVITE),
    "sinistres:export": liste("sinistres.lire", collectivite=COLLECTIVITE),
    "sinistres:de_agent": fiche("sinistres.lire", uid=AGENT),
    "sinistres:declarer": replace(liste("sinistres.declarer", agent=AGENT), methodes=("GET", "POST")),
    # Un brouillon n'est qu'à son auteur.
    "sinistres:declarer_agent": _personnel(saisie("sinistres.declarer", uid=BROUILLON)),
    "sinistres:declarer_abandonner": _personnel(acte("sinistres.declarer", uid=BROUILLON)),
    "sinistres:declarer_etape": _personnel(
        _avec_mots(
            saisie("sinistres.declarer", uid=BROUILLON),
            nom=("motif", "evenement", "certificats", "verification"),
        )
    ),
    "sinistres:decompte": fiche("decomptes.lire", uid=DECOMPTE),
    "sinistres:decompte_pdf": acte("decomptes.editer", uid=DECOMPTE),
    "sinistres:dossier": fiche("sinistres.lire", uid=SINISTRE),
    "sinistres:requalifier": saisie("sinistres.instruire", uid=SINISTRE),
    "sinistres:acte": replace(saisie("sinistres.lire", uid=SINISTRE), selon_objet=True),
    "sinistres:acte_sur": replace(saisie("sinistres.lire", uid=SINISTRE), selon_objet=True),
    "sinistres:bordereaux": liste("bordereaux.lire", collectivite=COLLECTIVITE),
    "sinistres:bordereaux_export": liste("bordereaux.lire", collectivite=COLLECTIVITE),
    "sinistres:bordereau_emettre": saisie("bordereaux.emettre", adhesion=ADHESION),
    "sinistres:bordereau": fiche("bordereaux.lire", uid=BORDEREAU),
    "sinistres:bordereau_pdf": acte("bordereaux.editer", uid=BORDEREAU),
    "sinistres:echeances": liste("delais.lire", collectivite=COLLECTIVITE),
    "sinistres:echeances_export": liste("delais.lire", collectivite=COLLECTIVITE),
    # cotisations
    "cotisations:appels": liste("appels.lire", collectivite=COLLECTIVITE),
    "cotisations:appels_csv": liste("appels.lire", collectivite=COLLECTIVITE),
    "cotisations:declarer": saisie("bases.declarer", adhesion_uid=ADHESION),
    "cotisations:appel": fiche("appels.lire", uid=APPEL),
    "cotisations:verifier": acte("appels.emettre", uid=APPEL),
    "cotisations:valider": acte("appels.emettre", uid=APPEL),
    "cotisations:editer": acte("appels.editer", uid=APPEL),
    "cotisations:bases": liste("bases.lire"),
    "cotisations:base": fiche("bases.lire", uid=BASE),
    "cotisations:controler": acte("bases.controler", uid=BASE),
    "cotisations:appeler": acte("appels.emettre", uid=BASE),
    "cotisations:participations": liste("participations.lire"),
    "cotisations:emettre_participation": acte("participations.ecrire", adhesion_uid=ADHESION),
    "cotisations:de_adhesion": fiche("participations.lire", uid=ADHESION),
    # prévention, documents, travaux
    "prevention:statistiques": Ligne("statistiques.lire", filtres={"collectivite": COLLECTIVITE}),
    "documents:telecharger": replace(fiche("documents.lire", uid=DOCUMENT), selon_objet=True),
    "travaux:detail": replace(fiche("travaux.suivre", uid=TRAVAIL), selon_objet=True),
    "travaux:relancer": replace(acte("travaux.relancer", uid=TRAVAIL), selon_objet=True),
}

# L'API publique des calculs ne lit aucune table : chaque adresse est parcourue, aucune ne prend d'objet.
API = (
    "racine", "schema", "documentation", "calculs", "calcul-indemnisation", "calcul-annee-medicale",
    "calcul-droits-cmo", "calcul-retenue-carence", "calcul-conge-maternite", "calcul-conge-paternite",
    "calcul-conge-adoption", "calcul-capital-deces", "calcul-allocation-invalidite-temporaire",
    "calcul-indemnite-disponibilite-office", "calcul-frais-medicaux", "calcul-ijss-maladie",
    "calcul-delai-declaration", "calcul-decision-citis", "calcul-prescription", "calcul-cessation-garantie",
    "calcul-age-legal", "calcul-participation-cdg", "calcul-cotisation", "calcul-absenteisme",
    "calcul-prevoyance-fenetre", "calcul-prevoyance-cotisation", "calcul-prevoyance-taux-plafond",
    "calcul-prevoyance-incapacite", "calcul-prevoyance-terme", "calcul-prevoyance-premier-jour",
)  # fmt: skip

# Modèles de l'administration : cinq pages chacun (liste, ajout, historique, suppression, modification).
ADMINISTRES = (
    "comptes.Compte", "perimetres.Collectivite", "perimetres.Habilitation", "journal.Evenement",
    "journal.Acces", "journal.Scellement", "journal.Effacement",
    "adhesions.Organisme", "adhesions.Contrat", "adhesions.Lot", "adhesions.Offre",
    "adhesions.ConditionsGenerales",
)  # fmt: skip

_ADMIN = replace(page(ADMINISTRATION, "GET", "POST"))
COMMUNES_DE_L_ADMIN: dict[str, Ligne] = {
    "admin:index": page(ADMINISTRATION),
    "admin:login": page(PUBLIC),
    "admin:logout": page(ADMINISTRATION, "POST"),
    "admin:password_change": _ADMIN,
    "admin:password_change_done": page(ADMINISTRATION),
    "admin:autocomplete": Ligne(ADMINISTRATION, filtres={"term": ""}),
    "admin:jsi18n": page(PUBLIC),
    "admin:view_on_site": Ligne(
        ADMINISTRATION, objets={"object_id": "pk:" + COLLECTIVITE}, mots={"content_type_id": ("1",)}
    ),
    "admin:comptes_compte_mot_de_passe": Ligne(ADMINISTRATION, ("GET", "POST"), {"pk": "pk:comptes.Compte"}),
    "admin:comptes_compte_second_facteur": Ligne(
        ADMINISTRATION, ("GET", "POST"), {"pk": "pk:comptes.Compte"}
    ),
    "admin:app_list": _avec_mots(page(ADMINISTRATION), app_label=("perimetres",)),
}


def _admin(modele: str) -> dict[str, Ligne]:
    app, nom = modele.lower().split(".")
    racine, objet = f"admin:{app}_{nom}", {"object_id": f"pk:{modele}"}
    global_ = app == "adhesions"
    return {
        f"{racine}_changelist": Ligne(ADMINISTRATION, filtres={"q": ""}),
        f"{racine}_add": _ADMIN,
        **{
            f"{racine}_{vue}": Ligne(ADMINISTRATION, methodes, objet, commune=global_)
            for vue, methodes in {
                "history": ("GET",), "delete": ("GET", "POST"), "change": ("GET", "POST"),
            }.items()
        },
    }  # fmt: skip


MATRICE: dict[str, Ligne] = {
    **PORTAIL,
    **{f"api:{nom}": page(PUBLIC, "GET", "POST") for nom in API},
    **COMMUNES_DE_L_ADMIN,
    **{nom: ligne for modele in ADMINISTRES for nom, ligne in _admin(modele).items()},
}
# Motifs sans nom : redirections et page inconnue de l'administration, désignés par leur forme.
SANS_NOM: dict[str, str] = {
    **{f"admin/{m.lower().replace('.', '/')}/<path:object_id>/": f"pk:{m}" for m in ADMINISTRES},
    "admin/(?P<url>.*)$": "",
}


def motifs(arbre: object = None, espace: str = "", forme: str = "") -> dict[str, URLPattern]:
    """Chaque motif d'adresse du projet, par son nom complet (ou par sa forme s'il n'a pas de nom)."""
    trouves: dict[str, URLPattern] = {}
    for motif in get_resolver().url_patterns if arbre is None else arbre:  # type: ignore[attr-defined]
        suite = forme + str(motif.pattern)
        if isinstance(motif, URLResolver):
            sous = f"{espace}{motif.namespace}:" if motif.namespace else espace
            trouves |= motifs(motif.url_patterns, sous, suite)
        else:
            trouves[f"{espace}{motif.name}" if motif.name else suite] = motif
    return trouves
