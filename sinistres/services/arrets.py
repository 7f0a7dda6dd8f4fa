"""Certificats, rechutes et reprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Arret, Certificat, Reprise, Sinistre
from sinistres.services.erreurs import contraintes_du_dossier
from sinistres.services.verrous import verrouiller

OUVERTS = ("DECLARE", "EN_CONTROLE", "INCOMPLET", "VALIDE", "TRANSMIS")


@dataclass(frozen=True, slots=True)
class CertificatSaisi:
    """Certificat tel que saisi : jours inclus ; `quotite_travail` en % pour un temps partiel thérapeutique."""

    debut: date
    fin: date
    quotite_travail: Decimal | None = None


def verifier_certificats(certificats: Sequence[CertificatSaisi], *, survenance: date) -> None:
    """Refuse fin avant début, début avant l'évènement, et deux certificats qui se recouvrent."""
    precedente: date | None = None
    for c in sorted(certificats, key=lambda c: c.debut):
        if c.fin < c.debut:
            raise ErreurMetier(
                "dates-inversees",
                f"Le certificat finit le {c.fin:%d/%m/%Y}, avant son premier jour ({c.debut:%d/%m/%Y}).",
                champ="fin",
            )
        if c.debut < survenance:
            raise ErreurMetier(
                "incoherent",
                f"Le certificat débute le {c.debut:%d/%m/%Y}, avant l'évènement ({survenance:%d/%m/%Y}).",
                champ="debut",
            )
        if precedente and c.debut <= precedente:
            raise ErreurMetier(
                "chevauchement",
                f"Deux certificats couvrent le {c.debut:%d/%m/%Y} : corrigez leurs dates.",
                champ="debut",
            )
        precedente = c.fin


def certificats_ajouter(
    *, arret: Arret, agent: Any, certificats: Sequence[CertificatSaisi], recu_le: date
) -> list[Certificat]:
    """Ajoute des certificats à un arrêt ; le premier d'un arrêt vide est l'initial."""
    vide = not arret.certificats.filter(annule_le__isnull=True).exists()
    lignes = [
        Certificat(
            collectivite_id=arret.collectivite_id,
            arret=arret,
            agent=agent,
            type=Certificat.Type.INITIAL if vide and i == 0 else Certificat.Type.PROLONGATION,
            debut=c.debut,
            fin=c.fin,
            quotite_travail=c.quotite_travail,
            recu_le=recu_le,
            saisi_par_id=perimetre_courant().utilisateur,
        )
        for i, c in enumerate(sorted(certificats, key=lambda c: c.debut))
    ]
    return Certificat.objects.bulk_create(lignes)


@transaction.atomic
def certificat_ajouter(
    *, sinistre: Sinistre, debut: date, fin: date, le: date, quotite_travail: Decimal | None = None
) -> Certificat:
    """Prolongation, ou rechute si un jour au moins sépare ce certificat du précédent.

    Lève une ErreurMetier : dossier fermé, dates inversées, chevauchement, quotité manquante.
    """
    sinistre = verrouiller(sinistre)
    if sinistre.etat not in OUVERTS:
        raise ErreurMetier(
            "dossier-ferme", f"Le dossier est « {sinistre.get_etat_display()} » : rouvrez-le d'abord."
        )
    saisi = CertificatSaisi(debut, fin, quotite_travail)
    verifier_certificats([saisi], survenance=sinistre.survenance)
    if sinistre.risque == "TPT" and quotite_travail is None:
        raise ErreurMetier("champ-manquant", "Indiquez la quotité travaillée.", champ="quotite_travail")
    with contraintes_du_dossier():
        arret = _arret_de(sinistre, saisi)
        (certificat,) = certificats_ajouter(
            arret=arret, agent=sinistre.agent, certificats=[saisi], recu_le=le
        )
    consigner(
        objet=sinistre,
        action="certificat",
        libelle=(
            f"{certificat.get_type_display()} du {debut:%d/%m/%Y} au {fin:%d/%m/%Y} "
            f"({arret.get_type_display().lower()})"
        ),
        le=le,
    )
    return certificat


def _arret_de(sinistre: Sinistre, saisi: CertificatSaisi) -> Arret:
    """L'arrêt que prolonge ce certificat (jour contigu), sinon un nouvel arrêt : une rechute."""
    voisin = (
        Certificat.objects.filter(arret__sinistre=sinistre, annule_le__isnull=True)
        .filter(fin=saisi.debut - timedelta(days=1))
        .select_related("arret")
        .first()
        or Certificat.objects.filter(arret__sinistre=sinistre, annule_le__isnull=True)
        .filter(debut=saisi.fin + timedelta(days=1))
        .select_related("arret")
        .first()
    )
    if voisin:
        if Reprise.objects.filter(arret=voisin.arret, effective_le__lte=saisi.debut).exists():
            raise ErreurMetier(
                "reprise-saisie",
                "Une reprise est déjà saisie avant ce certificat : annulez-la ou corrigez les dates.",
                champ="debut",
            )
        return voisin.arret
    rang = sinistre.arrets.count() + 1
    return Arret.objects.create(
        collectivite_id=sinistre.collectivite_id,
        sinistre=sinistre,
        rang=rang,
        type=Arret.Type.INITIAL if rang == 1 else Arret.Type.RECHUTE,
    )


@transaction.atomic
def certificat_annuler(*, certificat: Certificat, motif: str, le: date) -> Certificat:
    """Annule un certificat saisi à tort ; il reste visible, ses jours ne comptent plus."""
    sinistre = verrouiller(certificat.arret.sinistre)
    certificat = Certificat.objects.select_for_update(of=("self",)).get(pk=certificat.pk)
    if certificat.annule_le:
        raise ErreurMetier("deja-annule", "Ce certificat est déjà annulé.")
    if not motif.strip():
        raise ErreurMetier("champ-manquant", "Indiquez pourquoi ce certificat est annulé.", champ="motif")
    certificat.annule_le, certificat.annule_motif = le, motif
    certificat.save(update_fields=["annule_le", "annule_motif"])
    consigner(
        objet=sinistre,
        action="certificat-annule",
        libelle=f"Certificat du {certificat.debut:%d/%m/%Y} au {certificat.fin:%d/%m/%Y} annulé",
        motif=motif,
        le=le,
    )
    return certificat


@transaction.atomic
def reprise_enregistrer(*, sinistre: Sinistre, effective_le: date, le: date) -> Reprise:
    """Reprise effective du dernier arrêt ; jamais dans le futur, jamais avant la fin du dernier certificat."""
    sinistre = verrouiller(sinistre)
    dernier = (
        Certificat.objects.filter(arret__sinistre=sinistre, annule_le__isnull=True)
        .select_related("arret")
        .order_by("-fin")
        .first()
    )
    if dernier is None:
        raise ErreurMetier("sans-arret", "Ce dossier n'a pas d'arrêt en cours.")
    if effective_le > le:
        raise ErreurMetier("date-future", "Une reprise ne se saisit pas à l'avance.", champ="effective_le")
    if effective_le <= dernier.fin:
        raise ErreurMetier(
            "incoherent",
            f"Le dernier certificat court jusqu'au {dernier.fin:%d/%m/%Y} : la reprise vient après.",
            champ="effective_le",
        )
    if Reprise.objects.filter(arret=dernier.arret).exists():
        raise ErreurMetier("deja-saisie", "La reprise de cet arrêt est déjà saisie.", champ="effective_le")
    reprise = Reprise.objects.create(
        collectivite_id=sinistre.collectivite_id,
        arret=dernier.arret,
        effective_le=effective_le,
        saisi_par_id=perimetre_courant().utilisateur,
    )
    consigner(
        objet=sinistre, action="reprise", libelle=f"Reprise effective le {effective_le:%d/%m/%Y}", le=le
    )
    return reprise
