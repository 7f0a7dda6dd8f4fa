"""Trois collectivités semées de valeurs qui n'appartiennent qu'à elles, et un compte par manière d'être habilité."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from adhesions.tasks import editer_certificat, planifier_pdf_certificat
from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.comptes.models import Compte
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.models import Collectivite, Habilitation, Invitation, Siret
from cdg_portal.perimetres.roles import ROLES_DU_CDG, Role
from cdg_portal.perimetres.services import delegation_creer, demande_acces_proposer
from cdg_portal.saisies.jeton import Jeton
from cdg_portal.saisies.services import saisie_garder
from cdg_portal.travaux.models import Travail
from cotisations.services import (
    appel_emettre,
    appel_valider,
    appel_verifier,
    base_controler,
    base_declarer,
    participation_emettre,
)
from cotisations.tasks import editer_appel, planifier_pdf_appel
from sinistres.services.arrets import CertificatSaisi, reprise_enregistrer
from sinistres.services.bordereaux import bordereau_emettre
from sinistres.services.controle import sinistre_controler, sinistre_valider
from sinistres.services.declaration import brouillon_enregistrer, sinistre_declarer
from sinistres.services.decomptes import demande_controler, demande_soumettre
from sinistres.services.reglements import reglement_enregistrer
from sinistres.tasks import editer_bordereau, editer_decompte, planifier_lot_bordereau
from tests.fabriques import (
    AgentFactory,
    CollectiviteFactory,
    CompteFactory,
    HabilitationFactory,
    OffreFactory,
    adhesion,
    centre_de_gestion,
    siren_numero,
)

LE = date(2026, 6, 15)
CDG = Perimetre(cdg=True)
# Racine de tous les textes d'une collectivité, et traitement de ses agents : aucun autre ne les porte.
RACINES = {"A": ("Quorvalin", "24131.37"), "B": ("Brezimont", "25273.91"), "C": ("Ystravel", "26417.53")}


@dataclass(frozen=True)
class Locataire:
    """Une collectivité, sa RH, et ses objets par modèle : « app.Modele » → [(pk, uid)], du plus ancien au plus neuf."""

    racine: str
    collectivite: Collectivite
    rh: Compte
    objets: dict[str, list[tuple[int, Any]]] = field(default_factory=dict)

    @property
    def perimetre(self) -> Perimetre:
        """Ce que voit sa RH."""
        return Perimetre(collectivites=(self.collectivite.pk,), utilisateur=self.rh.pk)


@dataclass(frozen=True)
class Profil:
    """Une manière d'être habilité.

    `siens` : lettres des collectivités dont ce compte peut voir quelque chose ; `roles` : ceux qu'il y tient ;
    `entrevus` : celles de son périmètre où aucun rôle ne lui ouvre d'écran (403 y est permis).
    """

    nom: str
    compte: Compte | None = None
    roles: frozenset[str] = frozenset()
    siens: str = ""
    entrevus: str = ""

    @property
    def du_cdg(self) -> bool:
        """Vrai si l'un de ses rôles voit toutes les collectivités."""
        return bool(self.roles & ROLES_DU_CDG)


@dataclass(frozen=True)
class Monde:
    """Les trois collectivités et les profils."""

    locataires: dict[str, Locataire]
    profils: dict[str, Profil]


def batir() -> Monde:
    """Pose tout par les services ; aucun périmètre n'est ouvert ensuite."""
    with perimetre(CDG):
        lot = OffreFactory().lot
        OffreFactory()  # un second contrat, que personne n'a encore : de quoi adhérer pendant un essai
        chefs = [_habilite("Chefdeservice", "CHEF_SERVICE_CDG", centre_de_gestion()) for _ in range(2)]
    locataires = {lettre: _locataire(lettre, rang, lot, chefs) for rang, lettre in enumerate(RACINES, 1)}
    with perimetre(CDG):
        return Monde(locataires, {p.nom: p for p in _profils(locataires)})


def _habilite(nom: str, role: str, collectivite: Collectivite, **droit: Any) -> Compte:
    compte = CompteFactory(nom=nom, password=make_password(f"Mot de passe de {nom}"))
    HabilitationFactory(compte=compte, role=role, collectivite=collectivite, **droit)
    return compte


def _locataire(lettre: str, rang: int, lot: Any, chefs: list[Compte]) -> Locataire:
    racine, tib = RACINES[lettre]
    with perimetre(CDG):
        collectivite = CollectiviteFactory(
            siren=siren_numero(700_000 + 1013 * rang),
            denomination=f"Commune de {racine}",
            representant=f"Mme {racine}elu, maire",
            adresse=f"1 place {racine}plage",
        )
        rh = CompteFactory(
            nom=f"{racine}rh", prenom=f"Prenom{racine}rh", email=f"rh-{racine.lower()}@exemple.fr"
        )
        HabilitationFactory(compte=rh, role="RH_VALIDEUR", collectivite=collectivite)
        agents = [
            AgentFactory(
                collectivite=collectivite,
                nom=f"{racine}et{n}",
                prenom=f"Agente{racine}",
                matricule=f"{racine[:4].upper()}-{rang}{n:03d}",
                naissance=date(1970 + rang, 2 + n, 3 + rang),
                remuneration={"TIB": Decimal(tib)},
            )
            for n in range(5)
        ]
        souscrite = adhesion(collectivite=collectivite, lot=lot)
        _dossiers(agents, souscrite, racine)
        base_2025 = base_declarer(
            adhesion=souscrite, exercice=2025, montants={"tib": tib}, nb_agents=5, le=LE
        )
        appel = appel_emettre(base=base_controler(base=base_2025, le=LE), le=LE)
        base_2026 = base_declarer(
            adhesion=souscrite, exercice=2026, montants={"tib": tib}, nb_agents=5, le=LE
        )
        appel_emettre(base=base_controler(base=base_2026, le=LE), le=LE)
        participation_emettre(adhesion=souscrite, exercice=2026, le=LE)
        Invitation.objects.create(
            collectivite=collectivite,
            email=f"invite-{racine.lower()}@exemple.fr",
            role="LECTEUR",
            empreinte=f"{rang:064x}",
            invite_par=chefs[0],
            expire_a=datetime(2040, 1, 1, tzinfo=UTC),
        )
        _acces(collectivite, rh, racine)
        brouillon_enregistrer(
            collectivite=collectivite, auteur=rh, contenu={"agent": str(agents[0].uid), "nom": str(agents[0])}
        )
        saisie_garder(
            collectivite=collectivite,
            auteur=rh,
            jeton=Jeton(
                compte=str(rh.uid),
                formulaire="adhesions:enregistrer_agent",
                objet=str(collectivite.uid),
                collectivite=str(collectivite.uid),
                action="agents.ecrire",
                titre="Enregistrer un agent",
                adresse=f"/collectivites/{collectivite.uid}/agents/",
                cle=f"{rang:032x}",
            ),
            contenu={"nom": [f"{racine}enbrouillon"]},
            maintenant=timezone.now(),
        )
    for acte, chef in ((appel_verifier, chefs[0]), (appel_valider, chefs[1])):
        with perimetre(Perimetre(cdg=True, utilisateur=chef.pk)):
            appel = acte(appel=appel, le=LE)
    with perimetre(CDG):
        _editer(editer_certificat, planifier_pdf_certificat(souscrite))
        _editer(editer_appel, planifier_pdf_appel(appel))
        locataire = Locataire(racine, collectivite, rh)
        relever_les_objets(locataire)
    return locataire


def _acces(collectivite: Collectivite, rh: Compte, racine: str) -> None:
    """Une demande d'accès en attente, et les droits de la RH confiés à un collègue."""
    jour = aujourdhui()
    demandeur = CompteFactory(nom=f"{racine}demandeur", email=f"demandeur-{racine.lower()}@exemple.fr")
    siret = Siret.objects.get(collectivite=collectivite).siret
    demande_acces_proposer(compte=demandeur, siret=siret, le=jour, maintenant=timezone.now())
    delegation_creer(
        delegant=rh,
        droits=list(Habilitation.objects.filter(compte=rh)),
        delegataire=_habilite(f"{racine}collegue", "LECTEUR", collectivite),
        du=jour,
        au=jour,
        motif=f"Congé de {racine}rh",
        le=jour,
    )


def _dossiers(agents: list[Any], souscrite: Any, racine: str) -> None:
    """Cinq dossiers, chacun à une étape : réglé, déclaré, en contrôle, demandé, décompté."""
    reglee, _, en_controle, demandee, decomptee = [_declarer(agent) for agent in agents]
    sinistre_controler(sinistre=en_controle, le=LE)
    for sinistre in (reglee, demandee, decomptee):
        sinistre_valider(sinistre=sinistre_controler(sinistre=sinistre, le=LE), le=LE)
    decompte = demande_controler(
        demande=demande_soumettre(sinistre=reglee, au=date(2026, 5, 31), le=LE), le=LE
    )
    reprise_enregistrer(sinistre=reglee, effective_le=date(2026, 6, 1), le=LE)
    bordereau = bordereau_emettre(adhesion=souscrite, le=LE)
    reglement_enregistrer(
        decompte=decompte, montant=decompte.total - 1, recu_le=LE, reference=f"VIR-{racine}", le=LE
    )
    lot = planifier_lot_bordereau(bordereau)
    for editer, type_ in ((editer_decompte, "documents.decompte"), (editer_bordereau, "documents.bordereau")):
        _editer(editer, Travail.objects.get(lot=lot, type=type_))
    demande_soumettre(sinistre=demandee, au=date(2026, 5, 30), le=LE)
    demande_controler(demande=demande_soumettre(sinistre=decomptee, au=date(2026, 5, 29), le=LE), le=LE)


def _declarer(agent: Any) -> Any:
    return sinistre_declarer(
        agent=agent,
        motif="MO",
        survenance=date(2026, 3, 2),
        connu_employeur_le=date(2026, 3, 3),
        certificats=[CertificatSaisi(debut=date(2026, 3, 2), fin=date(2026, 5, 31))],
        cle_saisie=uuid4(),
        le=LE,
    )


def _editer(editer: Any, travail: Travail) -> None:
    """Produit le PDF comme le ferait le worker."""
    travail.message = editer(travail.parametres, travail)
    travail.etat, travail.termine_a = Travail.Etat.TERMINE, datetime(2026, 6, 15, tzinfo=UTC)
    travail.save()


def relever_les_objets(locataire: Locataire) -> None:
    """Inscrit les identifiants de chaque ligne de la collectivité ; périmètre CDG requis."""
    cle = locataire.collectivite.pk
    for modele in modeles_cloisonnes():
        if hasattr(modele, "uid") and not hasattr(modele, "pgh_tracked_model"):
            lignes = modele.objects.filter(**{modele.CLE_PERIMETRE: cle}).order_by("pk")
            locataire.objets[modele._meta.label] = list(lignes.values_list("pk", "uid"))
    travaux = Travail.objects.filter(parametres__collectivite=cle).order_by("pk")
    locataire.objets["travaux.Travail"] = list(travaux.values_list("pk", "uid"))
    comptes = [(locataire.rh.pk, locataire.rh.uid)]
    locataire.objets["comptes.Compte"] = comptes


def _profils(locataires: dict[str, Locataire]) -> list[Profil]:
    """Chaque rôle, l'anonyme, et les manières d'être mal habilité."""
    a, b = locataires["A"].collectivite, locataires["B"].collectivite
    profils = [Profil("anonyme"), Profil("sans habilitation", CompteFactory(nom="Sansdroit"))]
    for role in Role.values:
        du_cdg = role in ROLES_DU_CDG
        if role == Role.RH_VALIDEUR:  # l'auteur du brouillon de A
            profils.append(Profil(role, locataires["A"].rh, frozenset({role}), "A"))
            continue
        compte = _habilite(f"Compte{role.title()}", role, centre_de_gestion() if du_cdg else a)
        if role == Role.ADMINISTRATEUR:
            compte.is_staff = True
            compte.save()
        profils.append(Profil(role, compte, frozenset({role}), "ABC" if du_cdg else "A"))
    finie = _habilite("Finie", "RH_VALIDEUR", a, au=date(2026, 1, 31))
    future = _habilite("Future", "RH_VALIDEUR", a, du=date(2027, 1, 1))
    # Deux collectivités, deux rôles : ce qu'il lit chez l'une ne s'étend pas à l'autre.
    double = _habilite("Double", "RH_VALIDEUR", a)
    HabilitationFactory(compte=double, role="CLIENT_API", collectivite=b)
    # RH de A au compte technique d'administration, sans l'habilitation d'administrateur.
    technique = _habilite("Technique", "RH_VALIDEUR", a)
    technique.is_staff = technique.is_superuser = True
    technique.save()
    partagee = _habilite("Partagee", "RH_SAISIE", a)
    HabilitationFactory(compte=partagee, role="RH_SAISIE", collectivite=b)
    valideur = frozenset({"RH_VALIDEUR"})
    return [
        *profils,
        Profil("RH de B", locataires["B"].rh, valideur, "B"),
        Profil("habilitation finie", finie),
        Profil("habilitation future", future),
        Profil("RH de A, client d'API chez B", double, valideur, "A", "B"),
        Profil("RH de A au compte technique", technique, valideur, "A"),
        Profil("secrétaire de A et B", partagee, frozenset({"RH_SAISIE"}), "AB"),
    ]
