"""Un contrat, une adhésion, un agent et ses décomptes : le nécessaire pour imprimer. Périmètre CDG requis."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth import get_user_model

from adhesions.models import (
    Adhesion,
    Agent,
    ConditionsGenerales,
    Contrat,
    EffectifFige,
    GarantieSouscrite,
    Lot,
    Notification,
    Offre,
    OptionAssiette,
    Organisme,
    Remuneration,
    RoleContrat,
    Tarif,
)
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.documents.numeros import numeroter
from cdg_portal.perimetres.models import Collectivite, Siret
from cotisations.models import Appel
from cotisations.services import (
    appel_emettre,
    appel_valider,
    appel_verifier,
    base_controler,
    base_declarer,
    participation_emettre,
)
from sinistres.models import (
    Arret,
    Bordereau,
    Certificat,
    Decompte,
    Demande,
    LigneBordereau,
    Requalification,
    Sinistre,
)
from sinistres.selectors.moteur import calculer
from sinistres.services.decomptes import decompte_emettre

EMIS_LE = date(2026, 6, 15)
GARANTIES = (("CMO", "ABSOLUE", 30), ("CLM", "AUCUNE", None), ("CITIS", "ABSOLUE", 45))
_rangs = count(1)


@dataclass
class Monde:
    """Une collectivité adhérente."""

    collectivite: Collectivite
    adhesion: Adhesion

    def agent(self, *, tib: str = "24000.00", nom: str = "Verdier", prenom: str = "Lucie") -> Agent:
        """Un agent rémunéré de la collectivité."""
        rang = next(_rangs)
        agent = Agent.objects.create(
            collectivite=self.collectivite,
            matricule=f"M{rang:05d}",
            nom=nom,
            prenom=prenom,
            naissance=date(1980, 3, 10),
            sexe="F",
            regime="CNRACL",
            entree=date(2015, 1, 1),
        )
        Remuneration.objects.create(
            collectivite=self.collectivite,
            agent=agent,
            rubrique="TIB",
            annuel=Decimal(tib),
            depuis=date(2015, 1, 1),
        )
        return agent

    def sinistre(
        self, agent: Agent, *, risque: str, certificats: list[tuple[date, date]], motif: str = ""
    ) -> Sinistre:
        """Un dossier validé et ses certificats."""
        motifs = {"CMO": "MO", "CITIS": "CITIS_AS", "CLM": "CLM"}
        sinistre = Sinistre.objects.create(
            collectivite=self.collectivite,
            numero=numeroter("SIN", le=EMIS_LE),
            agent=agent,
            adhesion=self.adhesion,
            motif=motif or motifs[risque],
            risque=risque,
            survenance=certificats[0][0],
            connu_employeur_le=certificats[0][0],
            etat="VALIDE",
        )
        arret = Arret.objects.create(
            collectivite=self.collectivite, sinistre=sinistre, rang=1, type=Arret.Type.INITIAL
        )
        for rang, (debut, fin) in enumerate(certificats):
            Certificat.objects.create(
                collectivite=self.collectivite,
                arret=arret,
                agent=agent,
                type="PROLONGATION" if rang else "INITIAL",
                debut=debut,
                fin=fin,
                recu_le=debut,
            )
        return sinistre

    def decompte(self, sinistre: Sinistre, *, au: date = EMIS_LE) -> Decompte:
        """Le décompte calculé du dossier."""
        demande = Demande.objects.filter(sinistre=sinistre, etat="CONTROLEE").first()
        demande = demande or Demande.objects.create(
            collectivite=self.collectivite,
            sinistre=sinistre,
            origine="PERIODE",
            du=sinistre.survenance,
            au=au,
            etat="CONTROLEE",
            soumise_le=EMIS_LE,
        )
        return decompte_emettre(demande=demande, calcul=calculer(sinistre=sinistre, au=au), le=EMIS_LE)

    def requalifier(self, sinistre: Sinistre, *, vers: str) -> None:
        """Une requalification rétroactive au premier jour."""
        Requalification.objects.create(
            collectivite=self.collectivite,
            sinistre=sinistre,
            rang=1,
            de=sinistre.risque,
            vers=vers,
            effet=sinistre.survenance,
            decision_le=EMIS_LE,
            reference_arrete="2026-118",
        )
        sinistre.risque = vers
        sinistre.save(update_fields=["risque"])

    def activer(self, *, nb_cnracl: int = 124, titre: str = "Article 1. Objet du service") -> None:
        """Effectif figé et conditions générales notifiées."""
        EffectifFige.objects.create(
            collectivite=self.collectivite,
            adhesion=self.adhesion,
            le=self.adhesion.effet,
            nb_cnracl=nb_cnracl,
            nb_ircantec=3,
            empreinte="ab" * 32,
        )
        conditions = ConditionsGenerales.objects.create(
            version=f"2024-{next(_rangs)}",
            approuvees_le=date(2023, 11, 20),
            articles=[
                {
                    "titre": titre,
                    "paragraphes": ["Le service accompagne toute adhésion.", "Il forme et contrôle."],
                },
                {"titre": "Article 2. Participation", "paragraphes": ["Un montant par agent présent."]},
            ],
        )
        Notification.objects.create(
            collectivite=self.collectivite,
            adhesion=self.adhesion,
            conditions=conditions,
            le=date(2023, 12, 1),
            preuve="annexe",
        )

    def appel(self, *, valider: bool = True) -> Appel:
        """L'appel de 2026 : base contrôlée, appel vérifié par l'une, validé par l'autre, participation émise."""
        camille, sacha = (
            get_user_model().objects.create_user(
                f"{prenom.lower()}{next(_rangs)}@exemple.fr", prenom=prenom, nom=nom
            )
            for prenom, nom in (("Camille", "Rivoire"), ("Sacha", "Lenoir"))
        )
        with perimetre(Perimetre(cdg=True, utilisateur=camille.pk)):
            montants = {
                "tib": 2697159,
                "nbi": 17132,
                "sft": 42965,
                "ir": 28386,
                "primes": 412391,
                "charges": 0,
            }
            base = base_declarer(
                adhesion=self.adhesion,
                exercice=2026,
                montants={cle: Decimal(m) for cle, m in montants.items()},
                nb_agents=124,
                le=EMIS_LE,
            )
            base = base_controler(base=base, le=EMIS_LE)
            appel = appel_emettre(base=base, le=EMIS_LE)
            participation_emettre(adhesion=self.adhesion, exercice=2026, le=EMIS_LE)
            if not valider:
                return appel
            appel = appel_verifier(appel=appel, le=EMIS_LE)
        with perimetre(Perimetre(cdg=True, utilisateur=sacha.pk)):
            return appel_valider(appel=appel, le=EMIS_LE)

    def bordereau(self, decomptes: list[Decompte]) -> Bordereau:
        """Le bordereau de ces décomptes."""
        bordereau = Bordereau.objects.create(
            collectivite=self.collectivite,
            numero=numeroter("BOR", le=EMIS_LE),
            adhesion=self.adhesion,
            transmis_le=EMIS_LE,
            echeance=date(2026, 7, 15),
            total=sum(d.solde for d in decomptes),
            nb_decomptes=len(decomptes),
        )
        for rang, decompte in enumerate(decomptes, 1):
            LigneBordereau.objects.create(
                collectivite=self.collectivite,
                bordereau=bordereau,
                decompte=decompte,
                rang=rang,
                montant=decompte.solde,
            )
        return bordereau


def creer_monde(
    *, denomination: str = "Commune de Valbrume", elements: list[str] | None = None, **adhesion: Any
) -> Monde:
    """Une collectivité et son adhésion à un contrat groupe neuf."""
    rang = next(_rangs)
    collectivite = Collectivite.objects.create(
        siren=f"{900000000 + rang}",
        denomination=denomination,
        representant="Madame Irène Aubac, maire",
        adresse="1 place de la Mairie, 99000 Valbrume",
    )
    Siret.objects.create(collectivite=collectivite, siret=f"{collectivite.siren}00012", du=date(2010, 1, 1))
    lot = _lot(rang)
    reglages = {
        "numero": numeroter("ADH", le=EMIS_LE),
        "effet": date(2024, 1, 1),
        "fin": date(2028, 12, 31),
        "etat": "ACTIVE",
        "participation_mode": "FORFAIT_AGENT",
        "participation_montant_unitaire": Decimal("70.00"),
        "fractions": 4,
        "convention_signee_le": date(2023, 11, 30),
    }
    ligne = Adhesion.objects.create(collectivite=collectivite, lot=lot, **{**reglages, **adhesion})
    OptionAssiette.objects.create(
        collectivite=collectivite, adhesion=ligne, elements=elements or ["TIB"], ri="SUIT", du=ligne.effet
    )
    offre = Offre.objects.create(lot=lot, code="BASE", type="BASE", libelle="Formule de base")
    Tarif.objects.create(offre=offre, risque="CITIS", taux=Decimal("1.5000"), du=ligne.effet)
    for risque, type_, jours in GARANTIES:
        GarantieSouscrite.objects.create(
            collectivite=collectivite,
            adhesion=ligne,
            offre=offre,
            risque=risque,
            franchise_type=type_,
            franchise_jours=jours,
            franchise_par="SINISTRE",
            taux_remboursement=100,
            du=ligne.effet,
        )
    return Monde(collectivite, ligne)


def _lot(rang: int) -> Lot:
    contrat = Contrat.objects.create(
        reference=f"AS-ESSAI-{rang}",
        intitule="Contrat groupe d'assurance statutaire",
        effet=date(2024, 1, 1),
        fin=date(2028, 12, 31),
        gestion="CAPITALISATION",
        diviseur="J365",
        franchise_par="SINISTRE",
        delai_declaration=6,
        delai_declaration_unite="MOIS",
        sanction_tardive="AUCUNE",
        delai_remboursement_jours=30,
        delai_controle_heures=48,
        delai_paiement_jours=30,
    )
    noms = {
        "ASSUREUR": "Mutuelle Alizéenne d'Assurances",
        "GESTIONNAIRE": "Orsel Gestion",
        "SOUSCRIPTEUR": "Centre de gestion du Val-d'Ombrée",
    }
    for cle, (role, nom) in enumerate(noms.items()):
        organisme = Organisme.objects.create(siret=f"{800000000 + rang}{cle:05d}", nom=nom)
        RoleContrat.objects.create(contrat=contrat, organisme=organisme, role=role)
    return Lot.objects.create(contrat=contrat, regime="CNRACL", libelle="Agents CNRACL")
