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
from sinistres.models import Certificat, Requalification, Sinistre
from sinistres.regles.entree import NATURES
from sinistres.regles.etats import SINISTRE
from sinistres.regles.resultat import LigneIndemnisation
from sinistres.selectors.calcul import decompte_en_vigueur, sinistres_pour_calcul
from sinistres.selectors.moteur import calculer
from sinistres.selectors.recalcul import decomptes_de_l_agent
from sinistres.services.declaration import pieces_prevoir
from sinistres.services.regularisation import agent_regulariser
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
    dossiers = sinistres_pour_calcul(agent_id=sinistre.agent_id, collectivite_id=sinistre.collectivite_id)
    avant = calculer(sinistre=sinistre, au=au, dossiers=dossiers)
    apres = calculer(sinistre=sinistre, au=au, requalification=hypothese, dossiers=dossiers)
    autres = []
    for decompte in decomptes_de_l_agent(sinistre.agent_id):
        autre = decompte.sinistre
        if autre.pk == sinistre.pk:
            continue
        recalcule = calculer(
            sinistre=autre, au=decompte.au, requalification=hypothese, sur=sinistre, dossiers=dossiers
        )
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
    agent_regulariser(agent_id=sinistre.agent_id, le=le, cause="une requalification", requalifie=sinistre)
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
