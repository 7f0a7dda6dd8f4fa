"""Formes gelées des données de démonstration : ce que le chargement par les services reçoit.

Rien ici ne connaît la base : les objets se désignent par des codes (contrat, collectivité, adhésion)
et par le couple collectivité × matricule pour un agent. Montants en `Decimal`, dates incluses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

# ---------------------------------------------------------------- contrats


@dataclass(frozen=True, slots=True)
class Organisme:
    """Partie au contrat : `type` vaut ASSUREUR, GESTIONNAIRE ou SOUSCRIPTEUR."""

    code: str
    nom: str
    type: str
    siret: str


@dataclass(frozen=True, slots=True)
class GarantieOfferte:
    """Risque offert, sa franchise (AUCUNE, ABSOLUE, RELATIVE, CUMULEE) et son taux de cotisation fictif en % ;
    sans taux, la garantie est comprise dans celui de la garantie principale de l'offre."""

    risque: str
    franchise_type: str
    franchise_jours: int | None
    taux: Decimal | None


@dataclass(frozen=True, slots=True)
class Offre:
    """BASE s'adopte seule ; VARIANTE remplace les garanties de même risque ; PSE en ajoute."""

    code: str
    type: str
    libelle: str
    garanties: tuple[GarantieOfferte, ...]


@dataclass(frozen=True, slots=True)
class Contrat:
    """Contrat groupe et ses conditions, toutes des données ; un seul lot (`regime`) par contrat ici."""

    code: str
    libelle: str
    reference: str
    type: str
    regime: str
    effet: date
    fin: date
    duree_mois: int
    echeance: str  # « MM-JJ »
    gestion: str
    diviseur: str
    franchise_par: str
    ri: str
    ecretement: str
    charges_pct: Decimal
    taux_remboursement: Decimal
    age_cessation: int
    delai_declaration: int
    delai_declaration_unite: str
    sanction_tardive: str
    delai_remboursement_jours: int
    controle_heures: int
    prescription_ans: int
    prescription_deces_ans: int
    delai_paiement_jours: int
    fractions: int
    participation_mode: str
    participation_periodicite: str
    participation_montant: Decimal
    assureur: str
    gestionnaire: str
    souscripteur: str
    offres: tuple[Offre, ...]

    def offre(self, code: str) -> Offre:
        """L'offre de ce code ; `KeyError` si le contrat ne la propose pas."""
        for offre in self.offres:
            if offre.code == code:
                return offre
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Adhesion:
    """Une collectivité × un contrat : offres composées, garanties qui en résultent, assiette, dates."""

    code: str
    collectivite: str
    contrat: str
    offres: tuple[str, ...]
    garanties: tuple[GarantieOfferte, ...]
    elements: tuple[str, ...]
    effet: date
    fin: date
    resiliation: date | None
    convention_signee_le: date

    @property
    def terme(self) -> date:
        """Dernier jour où un événement peut relever de l'adhésion."""
        return min(self.fin, self.resiliation or self.fin)

    def couvre(self, jour: date) -> bool:
        """Vrai si un événement de ce jour relève de l'adhésion."""
        return self.effet <= jour <= self.terme

    def garantie(self, risque: str) -> GarantieOfferte | None:
        """Garantie souscrite pour ce risque, ou `None`."""
        return next((garantie for garantie in self.garanties if garantie.risque == risque), None)


# ---------------------------------------------------------------- collectivités et agents


@dataclass(frozen=True, slots=True)
class Collectivite:
    """Un employeur ; `effectif` : nombre d'agents générés en plus de ceux des cas (0 si autre source)."""

    code: str
    denomination: str
    type: str
    strate: str
    siren: str
    siret: str
    representant: str
    adresse: str
    est_cdg: bool
    effectif: int


@dataclass(frozen=True, slots=True)
class Remuneration:
    """Montant annuel d'une rubrique (TIB, NBI, IR, SFT, RI) à partir d'une date."""

    rubrique: str
    annuel: Decimal
    depuis: date


@dataclass(frozen=True, slots=True)
class Agent:
    """Agent d'un employeur. `personne` relie les agents d'une même personne chez deux employeurs ;
    `cas` est l'identifiant du premier cas chiffré qui porte sur lui (sa paie est alors celle du cas)."""

    collectivite: str
    matricule: str
    nom: str
    prenom: str
    sexe: str
    naissance: date
    regime: str
    statut: str
    grade: str
    metier: str
    quotite: Decimal
    entree: date
    sortie: date | None
    remunerations: tuple[Remuneration, ...]
    personne: str = ""
    cas: str = ""

    @property
    def cle(self) -> tuple[str, str]:
        """Désignation de l'agent : collectivité et matricule."""
        return self.collectivite, self.matricule

    def annuel(self, rubrique: str, au: date) -> Decimal:
        """Montant annuel de la rubrique à la date, 0 si l'agent n'en a pas."""
        lignes = [ligne for ligne in self.remunerations if ligne.rubrique == rubrique and ligne.depuis <= au]
        return max(lignes, key=lambda ligne: ligne.depuis).annuel if lignes else Decimal(0)

    def present(self, jour: date) -> bool:
        """Vrai si l'agent est dans les effectifs ce jour."""
        return self.entree <= jour and (self.sortie is None or jour <= self.sortie)


@dataclass(frozen=True, slots=True)
class Habilitation:
    """Rôle × collectivité ; pour un rôle du CDG, la collectivité est celle du CDG."""

    role: str
    collectivite: str


@dataclass(frozen=True, slots=True)
class Utilisateur:
    """Compte de démonstration."""

    email: str
    prenom: str
    nom: str
    fonction: str
    habilitations: tuple[Habilitation, ...]


# ---------------------------------------------------------------- sinistres


@dataclass(frozen=True, slots=True)
class Certificat:
    """Avis d'arrêt ; `quotite_travail` (en %) pour un temps partiel thérapeutique seulement."""

    debut: date
    fin: date
    recu_le: date
    quotite_travail: Decimal | None = None

    @property
    def jours(self) -> int:
        """Nombre de jours calendaires, bornes incluses."""
        return (self.fin - self.debut).days + 1


@dataclass(frozen=True, slots=True)
class Requalification:
    """Décision qui change la nature de l'arrêt, avec ce qui la suit (nouvelle transmission, règlement)."""

    vers: str
    effet: date
    decision_le: date
    reference_arrete: str
    transmis_le: date | None
    regle_le: date | None


@dataclass(frozen=True, slots=True)
class Suivi:
    """Dates des actes du dossier ; une date absente = acte pas encore fait à la date de référence."""

    connu_le: date
    declare_le: date | None = None
    controle_le: date | None = None
    valide_le: date | None = None
    transmis_le: date | None = None
    regle_le: date | None = None


@dataclass(frozen=True, slots=True)
class Sinistre:
    """Fait générateur et ses certificats ; `motif` (codes de `sinistres.regles.motifs`) et `risque`."""

    reference: str
    risque: str
    motif: str
    survenance: date
    certificats: tuple[Certificat, ...]
    suivi: Suivi
    carence: str = "AUTO"
    tiers: bool = False
    attente_decision: bool = False
    reprise_le: date | None = None
    requalifications: tuple[Requalification, ...] = ()

    @property
    def jours(self) -> int:
        """Jours d'arrêt de tous les certificats."""
        return sum(certificat.jours for certificat in self.certificats)


# ---------------------------------------------------------------- cas chiffrés


@dataclass(frozen=True, slots=True)
class LigneAttendue:
    """Ligne de décompte attendue : seuls les champs renseignés se comparent."""

    du: date | None
    au: date | None
    jours: int | None
    ij: Decimal | None
    montant: Decimal | None


@dataclass(frozen=True, slots=True)
class SinistreDeCas:
    """Un sinistre d'un cas et ce que le dossier doit montrer ; sans requalification, `avant` = `total`."""

    sinistre: Sinistre
    avant: Decimal
    total: Decimal
    solde: Decimal
    en_retard: bool
    lignes: tuple[LigneAttendue, ...]


@dataclass(frozen=True, slots=True)
class Cas:
    """Cas chiffré joué de bout en bout : un agent, un ou plusieurs sinistres, un total attendu."""

    id: str
    libelle: str
    source: str
    adhesion: str
    collectivite: str
    matricule: str
    sinistres: tuple[SinistreDeCas, ...]
    total: Decimal


@dataclass(frozen=True, slots=True)
class CasContribution:
    """Participation et appel provisionnel attendus de l'établissement des tableaux."""

    source_participation: str
    source_appel: str
    adhesion: str
    exercice: int
    effectif: int
    participation: Decimal
    appel: Decimal
    echeances: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True)
class BordereauAttendu:
    """Total attendu du bordereau d'une collectivité à un jour d'envoi."""

    collectivite: str
    transmis_le: date
    total: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class AbsenteismeAttendu:
    """Indicateurs attendus d'une période, toutes collectivités ; taux à deux décimales."""

    du: date
    au: date
    effectif: int
    jours: int
    arrets: int
    agents_absents: int
    taux_calendaire: Decimal
    gravite: Decimal
    frequence: Decimal
    exposition: Decimal


# ---------------------------------------------------------------- absences


@dataclass(frozen=True, slots=True)
class Absence:
    """Arrêt d'un agent ordinaire. `declaree` : la collectivité le déclare dans le portail (garantie
    souscrite, trois jours au moins) ; `etat` est alors l'état du sinistre à la date de référence."""

    collectivite: str
    matricule: str
    adhesion: str
    sinistre: Sinistre
    etat: str
    declaree: bool

    @property
    def cle(self) -> tuple[str, str]:
        """Agent absent : collectivité et matricule."""
        return self.collectivite, self.matricule


@dataclass(frozen=True, slots=True)
class Assiette:
    """Totaux imprimés de l'établissement, rubrique → euros, et leur somme imprimée."""

    rubriques: tuple[tuple[str, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class DonneesDemonstration:
    """Tout ce que charge la démonstration."""

    date_de_reference: date
    organismes: tuple[Organisme, ...]
    contrats: tuple[Contrat, ...]
    collectivites: tuple[Collectivite, ...]
    adhesions: tuple[Adhesion, ...]
    agents: tuple[Agent, ...]
    utilisateurs: tuple[Utilisateur, ...]
    assiette: Assiette
    cas: tuple[Cas, ...]
    contribution: CasContribution
    bordereaux: tuple[BordereauAttendu, ...]
    absenteisme: AbsenteismeAttendu
    absences: tuple[Absence, ...]

    @property
    def absences_declarees(self) -> tuple[Absence, ...]:
        """Absences à déclarer par les services, les autres restant hors du portail."""
        return tuple(absence for absence in self.absences if absence.declaree)

    def contrat(self, code: str) -> Contrat:
        """Contrat de ce code."""
        return next(contrat for contrat in self.contrats if contrat.code == code)

    def adhesion(self, code: str) -> Adhesion:
        """Adhésion de ce code."""
        return next(adhesion for adhesion in self.adhesions if adhesion.code == code)

    def agents_de(self, collectivite: str) -> Iterator[Agent]:
        """Agents d'une collectivité, dans l'ordre des matricules."""
        return (agent for agent in self.agents if agent.collectivite == collectivite)
