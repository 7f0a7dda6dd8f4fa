"""L'argent reçu de l'assureur, comparé à l'attendu."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import DecimalField, F, Sum, Value
from django.db.models.functions import Coalesce

from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.montant import en_francais
from cdg_portal.socle.saisie import lire_montant
from sinistres.models import AlerteDelai, Decompte, Demande, Ecart, LigneBordereau, Reglement
from sinistres.regles.etats import DEMANDE
from sinistres.services.saisie import texte_exige
from sinistres.services.verrous import verrouiller
from sinistres.services.vraisemblance import verifier_vraisemblance

ZERO = Decimal("0.00")
REFERENCE_MAXIMALE = 60
CONTRAINTES = {
    "reglement_unique": (
        "doublon",
        "Ce règlement (même référence) est déjà enregistré pour ce décompte.",
        "reference",
    ),
    "reglement_non_nul": ("hors-bornes", "Le montant reçu ne peut pas être nul.", "montant"),
}


@transaction.atomic
def reglement_enregistrer(
    *, decompte: Decompte, montant: Decimal, recu_le: date, reference: str, le: date
) -> Reglement:
    """Enregistre un paiement ; solde la demande s'il est complet, constate l'écart sinon."""
    sinistre = verrouiller(decompte.sinistre)
    _verifier(decompte, montant, recu_le, le)
    reference = texte_exige(
        reference, champ="reference", vide="Indiquez la référence bancaire.", maximum=REFERENCE_MAXIMALE
    )
    with traduire_contraintes(CONTRAINTES):
        reglement = Reglement.objects.create(
            collectivite_id=decompte.collectivite_id,
            decompte=decompte,
            montant=montant,
            recu_le=recu_le,
            reference=reference,
            saisi_par_id=perimetre_courant().utilisateur,
        )
    recu = recu_pour(decompte)
    if recu >= decompte.solde:
        AlerteDelai.objects.filter(decompte=decompte, levee_le__isnull=True).update(levee_le=le)
    if recu == decompte.solde:
        solder(Demande.objects.select_for_update(of=("self",)).get(pk=decompte.demande_id))
    else:
        Ecart.objects.create(
            collectivite_id=decompte.collectivite_id,
            decompte=decompte,
            reglement=reglement,
            attendu=decompte.solde,
            recu=recu,
        )
    consigner(
        objet=sinistre,
        action="reglement",
        libelle=(
            f"Règlement de {en_francais(montant)} reçu pour {decompte.numero} "
            f"(attendu {en_francais(decompte.solde)})"
        ),
        le=le,
    )
    return reglement


def _verifier(decompte: Decompte, montant: Decimal, recu_le: date, le: date) -> None:
    if not LigneBordereau.objects.filter(decompte=decompte).exists():
        raise ErreurMetier("non-transmis", "Ce décompte n'a pas encore été transmis à l'assureur.")
    if recu_le > le:
        raise ErreurMetier("date-future", "Le paiement ne peut pas être reçu dans le futur.", champ="recu_le")
    lire_montant(abs(montant), champ="montant")
    verifier_vraisemblance(solde=decompte.solde, deja_recu=recu_pour(decompte), montant=montant)


def recu_pour(decompte: Decompte) -> Decimal:
    """Total reçu pour un décompte, en euros."""
    return Reglement.objects.filter(decompte=decompte).aggregate(t=Sum("montant"))["t"] or ZERO


def solder(demande: Demande) -> None:
    """Règle la demande (verrouillée) quand chacun de ses décomptes l'est, régularisation comprise."""
    impayes = (
        Decompte.objects.filter(demande=demande, nature=Decompte.Nature.CALCULE)
        .annotate(recu=Coalesce(Sum("reglements__montant"), Value(ZERO), output_field=DecimalField()))
        .exclude(recu=F("solde"))
    )
    if demande.etat == "TRANSMISE" and not impayes.exists():
        demande.etat = DEMANDE.cible(demande.etat, "regler")
        demande.save(update_fields=["etat"])
