"""Lecture des dossiers : liste, fiche complète, brouillons."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery

from adhesions.selectors import agents_nommes
from cdg_portal.documents.numeros import numerotations
from cdg_portal.perimetres.selectors import collectivites_nommees
from sinistres.models import (
    AlerteDelai,
    Arret,
    Brouillon,
    Certificat,
    Decompte,
    Demande,
    Ecart,
    Piece,
    Reglement,
    Requalification,
    Sinistre,
)
from sinistres.regles.etats import OUVERTS
from sinistres.regles.motifs import MOTIFS
from sinistres.selectors.recalcul import decomptes_a_recalculer

TRIS = {
    "numero": "numero",
    "agent": "agent__cle_tri",
    "collectivite": "collectivite__cle_tri",
    "survenance": "survenance",
    "total": "total",
}
LARGEUR_DU_RANG = 6


@dataclass(frozen=True, slots=True)
class CriteresDossiers:
    """Ce que demande la liste ; `collectivites` borne le périmètre (None : pas de borne de plus)."""

    recherche: str = ""
    etat: str = ""
    garantie: str = ""
    collectivite: Any = None
    du: date | None = None
    au: date | None = None
    tri: str = ""
    attente: str = ""
    collectivites: Collection[int] | None = None


# Files d'attente : chacune est un filtre de la liste, pour que compteur et liste disent la même chose.
ATTENTES: dict[str, tuple[str, Q]] = {
    "a-controler": ("Déclarations à contrôler", Q(etat="DECLARE")),
    "a-valider": ("Dossiers à valider", Q(etat="EN_CONTROLE")),
    "pieces-demandees": ("Dossiers en attente de pièces", Q(etat="INCOMPLET")),
    "demandes-a-controler": ("Demandes de remboursement à contrôler", Q()),
    "demandes-retournees": ("Demandes de remboursement retournées", Q()),
    "a-demander": ("Remboursements à demander", Q()),
    "a-recalculer": ("Décomptes à recalculer", Q()),
    "sans-reprise": ("Arrêts finis sans reprise saisie", Q()),
}


def dossiers_liste(criteres: CriteresDossiers, *, aujourdhui: date) -> QuerySet[Sinistre]:
    """Les dossiers du périmètre, avec `total` (€ du décompte en vigueur, None s'il n'y en a pas)."""
    en_vigueur = Decompte.objects.filter(
        sinistre_id=OuterRef("pk"),
        collectivite_id=OuterRef("collectivite_id"),
        nature=Decompte.Nature.CALCULE,
        remplace_par__isnull=True,
    ).order_by()
    liste = Sinistre.objects.select_related("agent", "collectivite").annotate(
        total=Subquery(en_vigueur.values("total")[:1])
    )
    c = criteres
    if c.collectivites is not None:
        liste = liste.filter(collectivite_id__in=c.collectivites)
    if c.etat:
        liste = liste.filter(etat=c.etat)
    if c.garantie:
        liste = liste.filter(risque=c.garantie)
    if c.collectivite is not None:
        liste = liste.filter(collectivite_id=c.collectivite.pk)
    if c.du:
        liste = liste.filter(survenance__gte=c.du)
    if c.au:
        liste = liste.filter(survenance__lte=c.au)
    if c.recherche.strip():
        liste = liste.filter(_cherche(c.recherche.strip()))
    if c.attente in ATTENTES:
        liste = liste.filter(pk__in=dossiers_en_attente(c.attente, au=aujourdhui).values("pk"))
    champ = TRIS.get(c.tri.removeprefix("-"), "survenance")
    sens = "-" if c.tri.startswith("-") or not c.tri else ""
    return liste.order_by(f"{sens}{champ}", f"{sens or '-'}id")


def _cherche(texte: str) -> Q:
    """Numéro entier, son début ou son seul rang (« 12 ») ; début du nom de l'agent ou d'un mot de la collectivité."""
    if texte.isdigit() and len(texte) <= LARGEUR_DU_RANG:
        # « Finit par » ne se sert d'aucun index sous une politique de ligne : un numéro entier par exercice, si.
        return Q(numero__in=[f"{n}-{texte.zfill(LARGEUR_DU_RANG)}" for n in numerotations("SIN")])
    return (
        Q(numero__commence_par=texte.upper())
        # Une sous-requête, bornée au périmètre : une jointure lirait tous les agents du CDG avant de les écarter.
        | Q(agent_id__in=agents_nommes(texte).values("pk"))
        | Q(collectivite_id__in=collectivites_nommees(texte).values("pk"))
    )


def dossiers_en_attente(attente: str, *, au: date) -> QuerySet[Sinistre]:
    """Les dossiers d'une file d'attente (clé d'ATTENTES) à cette date."""
    if attente == "sans-reprise":
        return dossiers_sans_reprise(au=au)
    if attente == "demandes-retournees":
        return dossiers_a_redemander()
    if attente == "a-demander":
        return dossiers_a_demander(au=au)
    if attente == "a-recalculer":
        return Sinistre.objects.filter(pk__in=[d.sinistre_id for d in decomptes_a_recalculer()])
    if attente == "demandes-a-controler":
        return dossiers_a_demande_soumise()
    # Le filtre passe par une sous-requête : une jointure répéterait les dossiers de plusieurs demandes.
    return Sinistre.objects.filter(
        pk__in=Sinistre.objects.filter(ATTENTES[attente][1]).order_by().values("pk")
    )


def dossiers_sans_reprise(*, au: date) -> QuerySet[Sinistre]:
    """Dossiers ouverts dont le dernier certificat est fini avant `au` sans reprise saisie."""
    dernier = (
        Certificat.objects.filter(
            arret__sinistre_id=OuterRef("pk"),
            collectivite_id=OuterRef("collectivite_id"),
            annule_le__isnull=True,
        )
        .order_by("-fin")
        .values("fin", "arret__reprise__effective_le")
    )
    return (
        Sinistre.objects.filter(etat__in=OUVERTS)
        .annotate(
            fin_arret=Subquery(dernier.values("fin")[:1]),
            reprise_le=Subquery(dernier.values("arret__reprise__effective_le")[:1]),
        )
        .filter(fin_arret__lt=au, reprise_le__isnull=True)
    )


def dossiers_a_demande_soumise() -> QuerySet[Sinistre]:
    """Dossiers validés dont une demande attend le contrôle, avec le dernier jour qu'elle demande."""
    soumises = Demande.objects.filter(
        sinistre_id=OuterRef("pk"), collectivite_id=OuterRef("collectivite_id"), etat="SOUMISE"
    ).order_by("-id")
    return Sinistre.objects.filter(
        etat__in=["VALIDE", "TRANSMIS"],
        pk__in=Demande.objects.filter(etat="SOUMISE").order_by().values("sinistre_id"),
    ).annotate(demande_jusqu_au=Subquery(soumises.values("au")[:1]))


def dossiers_a_redemander() -> QuerySet[Sinistre]:
    """Dossiers ouverts dont la dernière demande de remboursement a été retournée par le CDG."""
    derniere = Demande.objects.filter(
        sinistre_id=OuterRef("pk"), collectivite_id=OuterRef("collectivite_id")
    ).order_by("-id")
    return (
        Sinistre.objects.filter(etat__in=OUVERTS)
        .annotate(
            demande_etat=Subquery(derniere.values("etat")[:1]),
            retour_motif=Subquery(derniere.values("motif_retour")[:1]),
            demande_jusqu_au=Subquery(derniere.values("au")[:1]),
        )
        .filter(demande_etat="RETOURNEE")
    )


def dossiers_a_demander(*, au: date) -> QuerySet[Sinistre]:
    """Dossiers validés dont rien n'a été demandé, ou dont un certificat échu dépasse la dernière demande.

    Une demande en cours est le tour du CDG ; une demande retournée, celui d'une autre file.
    """
    du_dossier = {"collectivite_id": OuterRef("collectivite_id")}
    demandes = Demande.objects.filter(sinistre_id=OuterRef("pk"), **du_dossier)
    certificats = Certificat.objects.filter(
        arret__sinistre_id=OuterRef("pk"), annule_le__isnull=True, fin__lt=au, **du_dossier
    )
    suite = Q(derniere__in=["TRANSMISE", "REGLEE"], fin_echue__gt=F("demande_au"))
    return (
        Sinistre.objects.filter(etat__in=["VALIDE", "TRANSMIS"])
        .annotate(
            derniere=Subquery(demandes.order_by("-id").values("etat")[:1]),
            demande_au=Subquery(demandes.exclude(etat="RETOURNEE").order_by("-au").values("au")[:1]),
            fin_echue=Subquery(certificats.order_by("-fin").values("fin")[:1]),
        )
        .filter(Q(derniere__isnull=True) | suite)
    )


def dossiers_de_agent(agent: Any) -> QuerySet[Sinistre]:
    """Les dossiers d'un agent, du plus récent au plus ancien."""
    return Sinistre.objects.filter(agent_id=agent.pk, collectivite_id=agent.collectivite_id).order_by(
        "-survenance", "-id"
    )


def dossiers_proches(
    agent: Any, *, survenance: date, periodes: Collection[tuple[date, date]]
) -> list[Sinistre]:
    """Les dossiers non annulés de l'agent survenus le même jour, et dont aucun certificat ne recouvre ces périodes.

    Un recouvrement n'est pas un doute : il est refusé, et le refus le dit.
    """
    proches = dossiers_de_agent(agent).filter(survenance=survenance).exclude(etat="ANNULE")
    for debut, fin in periodes:
        recouvrent = Certificat.objects.filter(
            agent_id=agent.pk, annule_le__isnull=True, debut__lte=fin, fin__gte=debut
        )
        proches = proches.exclude(pk__in=recouvrent.values("arret__sinistre_id"))
    return list(proches[:5])


def dossier_par_uid(uid: UUID | str, *, collectivites: Collection[int] | None = None) -> Sinistre | None:
    """Le dossier du périmètre, ou None (absent et étranger se confondent)."""
    dossiers = Sinistre.objects.select_related(
        "agent__collectivite", "collectivite", "adhesion__lot__contrat", "origine"
    )
    if collectivites is not None:
        dossiers = dossiers.filter(collectivite_id__in=collectivites)
    return dossiers.filter(uid=uid).first()


def dossier_par_saisie(cle: UUID, *, collectivites: Collection[int] | None = None) -> Sinistre | None:
    """Le dossier né de cette saisie, s'il existe."""
    dossiers = Sinistre.objects.filter(cle_saisie=cle)
    if collectivites is not None:
        dossiers = dossiers.filter(collectivite_id__in=collectivites)
    return dossiers.first()


@dataclass(frozen=True, slots=True)
class Fiche:
    """Tout ce que montre la page d'un dossier, lu une fois."""

    sinistre: Sinistre
    arrets: list[Arret]
    pieces: list[Piece]
    demandes: list[Demande]
    decomptes: list[Decompte]
    requalifications: list[Requalification]

    @property
    def en_vigueur(self) -> Decompte | None:
        """Le décompte que rien ne remplace."""
        return next((d for d in self.decomptes if not hasattr(d, "remplace_par")), None)

    def jours_a_demander(self, au: date) -> tuple[date, date] | None:
        """(Dernier jour demandé, dernier jour échu avant `au`) si des jours échus n'ont pas été demandés."""
        valides = [c for a in self.arrets for c in a.certificats.all() if not c.annule_le]
        echue = max((c.fin for c in valides if c.fin < au), default=None)
        demandee = max((d.au for d in self.demandes if d.etat != "RETOURNEE"), default=None)
        return (demandee, echue) if demandee and echue and echue > demandee else None

    @property
    def dernier_certificat(self) -> Certificat | None:
        """Le certificat valide qui finit le plus tard."""
        valides = [c for a in self.arrets for c in a.certificats.all() if not c.annule_le]
        return max(valides, key=lambda c: c.fin, default=None)

    @property
    def arret_en_cours(self) -> Arret | None:
        """L'arrêt du dernier certificat, s'il n'a pas de reprise."""
        dernier = self.dernier_certificat
        if dernier is None:
            return None
        arret = next(a for a in self.arrets if a.pk == dernier.arret_id)
        return None if hasattr(arret, "reprise") else arret


def fiche_du_dossier(sinistre: Sinistre) -> Fiche:
    """Arrêts et certificats, pièces, demandes, décomptes (argent compris), requalifications."""
    arrets = (
        Arret.objects.filter(sinistre=sinistre)
        .select_related("reprise")
        .prefetch_related(Prefetch("certificats", Certificat.objects.order_by("debut", "id")))
        .order_by("rang")
    )
    decomptes = (
        Decompte.objects.filter(sinistre=sinistre, nature=Decompte.Nature.CALCULE)
        .select_related("remplace_par", "ligne_bordereau__bordereau", "demande")
        .prefetch_related(
            Prefetch("reglements", Reglement.objects.order_by("recu_le", "id")),
            Prefetch("alertes", AlerteDelai.objects.filter(levee_le__isnull=True)),
            Prefetch("ecarts", Ecart.objects.order_by("-id")),
        )
        .order_by("-id")
    )
    return Fiche(
        sinistre=sinistre,
        arrets=list(arrets),
        pieces=list(Piece.objects.filter(sinistre=sinistre).order_by("-obligatoire", "id")),
        demandes=list(Demande.objects.filter(sinistre=sinistre).order_by("-id")),
        decomptes=list(decomptes),
        requalifications=list(Requalification.objects.filter(sinistre=sinistre).order_by("rang")),
    )


def brouillons_de(compte: Any) -> QuerySet[Brouillon]:
    """Les brouillons d'une personne, le plus récemment touché d'abord."""
    return (
        Brouillon.objects.filter(auteur=compte).select_related("collectivite").order_by("-modifie_a", "-id")
    )


def brouillon_par_uid(uid: UUID | str, *, compte: Any) -> Brouillon | None:
    """Un brouillon de cette personne, ou None."""
    return brouillons_de(compte).filter(uid=uid).first()


def intitule_du_brouillon(brouillon: Brouillon) -> str:
    """« DUPRÉ Élodie, accident de service », selon ce qui est déjà saisi."""
    motif = MOTIFS.get(brouillon.contenu.get("motif", ""))
    nom = brouillon.contenu.get("nom") or "Agent à choisir"
    return f"{nom}, {motif.libelle.lower()}" if motif else f"{nom}, motif à choisir"
