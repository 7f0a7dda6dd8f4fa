"""Requalifier : une décision de plus, tout l'agent recalculé, des régularisations datées. Rien n'est réécrit.

CCTP-CNRACL-2025 II.a : une seule franchise, celle de la garantie issue de la requalification.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from adhesions.selectors import garantie_en_vigueur, libelle_risque
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Certificat, Decompte, Demande, PeriodeIndemnisee, Requalification, Sinistre
from sinistres.regles.entree import NATURES
from sinistres.regles.etats import SINISTRE
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.selectors.calcul import decompte_en_vigueur
from sinistres.services.calcul import calculer
from sinistres.services.declaration import pieces_prevoir
from sinistres.services.decomptes import decompte_emettre, retourner
from sinistres.services.saisie import texte_exige
from sinistres.services.verrous import verrouiller

ARTICLE = "CCTP-CNRACL-2025 II.a"
REFERENCE_MAXIMALE = 60
# Un temps partiel thérapeutique suit un congé, il ne le requalifie jamais : c'est un sinistre lié (B-04).
NATURES_REQUALIFIABLES = tuple(n for n in NATURES if n != "TPT")


@dataclass(frozen=True, slots=True)
class EffetSurAutre:
    """Répercussion sur un autre dossier du même agent, déjà décompté."""

    sinistre: Sinistre
    avant: Decimal
    apres: Decimal

    @property
    def solde(self) -> Decimal:
        """Complément si positif, indu si négatif."""
        return self.apres - self.avant


@dataclass(frozen=True, slots=True)
class Apercu:
    """Ce que donnerait la requalification, sans rien écrire."""

    avant: Decimal
    apres: Decimal
    deja_decompte: Decimal
    lignes_avant: tuple[LigneIndemnisation, ...]
    lignes_apres: tuple[LigneIndemnisation, ...]
    garantie_souscrite: bool
    autres: tuple[EffetSurAutre, ...]

    @property
    def solde(self) -> Decimal:
        """Écart avec ce qui a déjà été décompté : complément si positif, indu si négatif."""
        return self.apres - self.deja_decompte


def requalification_apercevoir(*, sinistre: Sinistre, vers: str, effet: date, au: date) -> Apercu:
    """Compare avant et après, dossier par dossier. Lève une ErreurMetier si la demande est incohérente.

    Un dossier déjà décompté se compare à la date de son décompte, celle de la régularisation à venir ;
    un autre, à la date `au`.
    """
    _verifier(sinistre, vers, effet)
    hypothese = {"vers": vers, "effet": effet.isoformat()}
    dernier = decompte_en_vigueur(sinistre)
    au = dernier.au if dernier else au
    avant = calculer(sinistre=sinistre, au=au)
    apres = calculer(sinistre=sinistre, au=au, requalification=hypothese)
    autres = []
    for autre, decompte in _autres_decomptes(sinistre):
        recalcule = calculer(sinistre=autre, au=decompte.au, requalification=hypothese, sur=sinistre)
        if recalcule.total != decompte.total:
            autres.append(EffetSurAutre(autre, decompte.total, recalcule.total))
    return Apercu(
        avant=avant.total,
        apres=apres.total,
        deja_decompte=dernier.total if dernier else Decimal("0.00"),
        lignes_avant=avant.resultat.lignes,
        lignes_apres=apres.resultat.lignes,
        garantie_souscrite=garantie_en_vigueur(
            adhesion=sinistre.adhesion, risque=vers, au=sinistre.survenance
        )
        is not None,
        autres=tuple(autres),
    )


@transaction.atomic
def sinistre_requalifier(
    *,
    sinistre: Sinistre,
    vers: str,
    effet: date,
    decision_le: date,
    reference_arrete: str,
    le: date,
    motif: str = "",
) -> Requalification:
    """Enregistre la décision et émet les régularisations des dossiers déjà décomptés de l'agent."""
    sinistre = verrouiller(sinistre)
    _verifier(sinistre, vers, effet)
    if decision_le > le:
        raise ErreurMetier(
            "date-future", "La décision ne peut pas être postérieure à aujourd'hui.", champ="decision_le"
        )
    reference_arrete = texte_exige(
        reference_arrete,
        champ="reference_arrete",
        vide="Indiquez la référence de l'arrêté.",
        maximum=REFERENCE_MAXIMALE,
    )
    requalification = Requalification.objects.create(
        collectivite_id=sinistre.collectivite_id,
        sinistre=sinistre,
        rang=sinistre.requalifications.count() + 1,
        de=sinistre.risque,
        vers=vers,
        effet=effet,
        decision_le=decision_le,
        reference_arrete=reference_arrete,
        motif=motif,
        decide_par_id=perimetre_courant().utilisateur,
    )
    sinistre.risque, sinistre.etat = vers, SINISTRE.cible(sinistre.etat, "requalifier")
    sinistre.save(update_fields=["risque", "etat"])
    pieces_prevoir(sinistre=sinistre, regime=sinistre.agent.regime)
    consigner(
        objet=sinistre,
        action="requalifier",
        libelle=f"Requalifié de « {libelle_risque(requalification.de)} » en « {libelle_risque(vers)} » "
        f"à compter du {effet:%d/%m/%Y} (arrêté {requalification.reference_arrete})",
        motif=motif,
        le=le,
    )
    _regulariser(sinistre, le)
    return requalification


def _verifier(sinistre: Sinistre, vers: str, effet: date) -> None:
    SINISTRE.cible(sinistre.etat, "requalifier")
    if vers not in NATURES_REQUALIFIABLES or sinistre.risque not in NATURES:
        raise ErreurMetier(
            "valeur-interdite",
            "Un dossier se requalifie en maladie ordinaire, longue maladie, longue durée, CITIS ou maternité ; "
            "un temps partiel thérapeutique est un dossier distinct, lié à celui-ci.",
            (ARTICLE,),
            "vers",
        )
    bornes = Certificat.objects.filter(arret__sinistre=sinistre, annule_le__isnull=True).order_by("debut")
    premier, dernier = bornes.first(), bornes.last()
    if premier is None or dernier is None:
        raise ErreurMetier("sans-arret", "Ce dossier n'a aucun jour d'arrêt à requalifier.", champ="effet")
    if not premier.debut <= effet <= dernier.fin:
        raise ErreurMetier(
            "hors-bornes",
            f"La date d'effet doit être un jour de l'arrêt, du {premier.debut:%d/%m/%Y} au {dernier.fin:%d/%m/%Y}.",
            (ARTICLE,),
            "effet",
        )
    if _natures(sinistre, effet, dernier.fin) == {vers}:
        raise ErreurMetier("sans-effet", "Le dossier a déjà cette nature à ces dates.", (ARTICLE,), "vers")


def _natures(sinistre: Sinistre, du: date, au: date) -> set[str]:
    """Les natures du dossier sur ces jours : la dernière décision prise l'emporte, depuis son effet (B-01)."""
    decisions = list(sinistre.requalifications.order_by("rang"))
    declaree = decisions[0].de if decisions else sinistre.risque
    ruptures = {du} | {d.effet for d in decisions if du < d.effet <= au}
    return {next((d.vers for d in reversed(decisions) if d.effet <= jour), declaree) for jour in ruptures}


def _autres_decomptes(sinistre: Sinistre) -> list[tuple[Sinistre, Decompte]]:
    """Les autres dossiers de l'agent déjà décomptés, avec leur décompte en vigueur."""
    en_vigueur = (
        Decompte.objects.filter(
            sinistre__agent_id=sinistre.agent_id, nature=Decompte.Nature.CALCULE, remplace_par__isnull=True
        )
        .exclude(sinistre_id=sinistre.id)
        .select_related("sinistre__agent", "sinistre__adhesion__lot__contrat")
        .order_by("sinistre_id")
    )
    return [(d.sinistre, d) for d in en_vigueur]


def _regulariser(sinistre: Sinistre, le: date) -> None:
    """Nouveaux décomptes du dossier requalifié et de ceux de l'agent que cela change (R-RQ, R-CMO-03)."""
    propre = decompte_en_vigueur(sinistre)
    a_refaire = []
    if propre:
        a_refaire.append((calculer(sinistre=sinistre, au=propre.au), propre, Demande.Origine.REQUALIFICATION))
    for autre, decompte in _autres_decomptes(sinistre):
        recalcule = calculer(sinistre=autre, au=decompte.au)
        if recalcule.total != decompte.total:
            a_refaire.append((recalcule, decompte, Demande.Origine.REPERCUSSION))
    # Libérer d'abord tous les jours : un jour peut passer d'un dossier à l'autre.
    PeriodeIndemnisee.objects.filter(sinistre__in=[c.sinistre for c, _, _ in a_refaire]).delete()
    for calcul, precedent, origine in a_refaire:
        demande = _demande_de_regularisation(precedent, origine, le)
        decompte_emettre(demande=demande, calcul=calcul, le=le, liberer=False)


def _demande_de_regularisation(precedent: Decompte, origine: str, le: date) -> Demande:
    """La demande qui porte la régularisation : celle qui attend encore sa transmission, sinon une nouvelle."""
    en_cours = (
        Demande.objects.select_for_update(of=("self",))
        .filter(sinistre_id=precedent.sinistre_id, etat__in=["SOUMISE", "CONTROLEE"])
        .first()
    )
    if en_cours and en_cours.etat == "CONTROLEE":
        return en_cours
    if en_cours:  # soumise mais non contrôlée : elle attendait un calcul que la décision a changé
        motif = (
            "Remplacée par la régularisation qui suit une requalification. Demandez à nouveau les jours "
            f"postérieurs au {precedent.au:%d/%m/%Y}, s'il y en a."
        )
        retourner(precedent.sinistre, en_cours, motif, le)
    return Demande.objects.create(
        collectivite_id=precedent.collectivite_id,
        sinistre_id=precedent.sinistre_id,
        origine=origine,
        du=precedent.demande.du,
        au=precedent.au,
        etat="CONTROLEE",
        soumise_le=le,
    )
