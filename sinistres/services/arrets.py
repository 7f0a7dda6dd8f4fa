"""Certificats, rechutes et reprises."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, Min, Q, QuerySet

from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.services import consigner
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Arret, Certificat, Reprise, Sinistre
from sinistres.regles.etats import OUVERTS
from sinistres.services.erreurs import contraintes_du_dossier
from sinistres.services.regularisation import agent_regulariser
from sinistres.services.saisie import CertificatSaisi, texte_exige, verifier_certificats
from sinistres.services.verrous import verrouiller

UN_JOUR = timedelta(days=1)
MOTIF_ANNULATION = 200


def arrets_ouvrir(*, sinistre: Sinistre, certificats: Sequence[CertificatSaisi], recu_le: date) -> None:
    """Crée les arrêts d'un dossier neuf : un par suite de certificats contigus, le premier est l'initial."""
    suites: list[list[CertificatSaisi]] = []
    for c in sorted(certificats, key=lambda c: c.debut):
        if suites and suites[-1][-1].fin + UN_JOUR == c.debut:
            suites[-1].append(c)
        else:
            suites.append([c])
    for suite in suites:
        _inscrire(_nouvel_arret(sinistre), suite, recu_le)


def _nouvel_arret(sinistre: Sinistre) -> Arret:
    dernier = sinistre.arrets.aggregate(rang=Max("rang"))["rang"] or 0
    premier = Arret.Type.TPT if sinistre.risque == "TPT" else Arret.Type.INITIAL
    return Arret.objects.create(
        collectivite_id=sinistre.collectivite_id,
        sinistre=sinistre,
        rang=dernier + 1,
        type=Arret.Type.RECHUTE if dernier else premier,
    )


def _inscrire(arret: Arret, certificats: Sequence[CertificatSaisi], recu_le: date) -> list[Certificat]:
    """Inscrit des certificats sur un arrêt ; le premier d'un arrêt vide est l'initial."""
    vide = not arret.certificats.filter(annule_le__isnull=True).exists()
    return Certificat.objects.bulk_create(
        Certificat(
            collectivite_id=arret.collectivite_id,
            arret=arret,
            agent_id=arret.sinistre.agent_id,
            type=Certificat.Type.INITIAL if vide and i == 0 else Certificat.Type.PROLONGATION,
            debut=c.debut,
            fin=c.fin,
            quotite_travail=c.quotite_travail,
            recu_le=recu_le,
            saisi_par_id=perimetre_courant().utilisateur,
        )
        for i, c in enumerate(certificats)
    )


def _ouvert(sinistre: Sinistre) -> Sinistre:
    """Le dossier verrouillé, s'il accepte encore des jours d'arrêt."""
    sinistre = verrouiller(sinistre)
    if sinistre.etat not in OUVERTS:
        raise ErreurMetier(
            "dossier-ferme", f"Le dossier est « {sinistre.get_etat_display()} » : rouvrez-le d'abord."
        )
    return sinistre


@transaction.atomic
def certificat_ajouter(
    *, sinistre: Sinistre, debut: date, fin: date, le: date, quotite_travail: Decimal | None = None
) -> Certificat:
    """Prolongation, ou rechute si un jour au moins sépare ce certificat du précédent.

    Lève une ErreurMetier : dossier fermé, dates inversées, chevauchement, quotité manquante.
    """
    sinistre = _ouvert(sinistre)
    saisi = CertificatSaisi(debut, fin, quotite_travail)
    verifier_certificats(
        [saisi], survenance=sinistre.survenance, quotite_due=en_temps_partiel(sinistre), le=le
    )
    with contraintes_du_dossier():
        arret = _arret_de(sinistre, saisi)
        (certificat,) = _inscrire(arret, [saisi], le)
    consigner(
        objet=sinistre,
        action="certificat",
        libelle=(
            f"{certificat.get_type_display()} du {debut:%d/%m/%Y} au {fin:%d/%m/%Y} "
            f"({arret.get_type_display().lower()})"
        ),
        le=le,
    )
    _repercuter(certificat, "l'ajout d'un certificat", le)
    return certificat


def _repercuter(certificat: Certificat, cause: str, le: date) -> None:
    """Les décomptes de l'agent arrêtés pendant ou après ce certificat ne comptaient pas les mêmes jours."""
    agent_regulariser(agent_id=certificat.agent_id, le=le, cause=cause, depuis=certificat.debut)


def en_temps_partiel(sinistre: Sinistre) -> bool:
    """Vrai si le dossier est, ou fut d'abord, un temps partiel thérapeutique : le calcul veut ses quotités (D-b)."""
    premiere = sinistre.requalifications.order_by("rang").first()
    return "TPT" in (sinistre.risque, premiere.de if premiere else "")


def _arret_de(sinistre: Sinistre, saisi: CertificatSaisi) -> Arret:
    """L'arrêt que prolonge ce certificat (jour contigu), sinon un nouvel arrêt : une rechute.

    Un certificat qui comble un trou réunit les deux arrêts qu'il relie ; celui qui remplace un certificat
    annulé reprend l'arrêt resté vide.
    """
    avant, apres = _voisin(sinistre, fin=saisi.debut - UN_JOUR), _voisin(sinistre, debut=saisi.fin + UN_JOUR)
    if avant and Reprise.objects.filter(arret=avant, effective_le__lte=saisi.fin).exists():
        raise ErreurMetier(
            "reprise-saisie",
            "Une reprise est déjà saisie avant la fin de ce certificat : annulez-la ou corrigez les dates.",
            champ="debut",
        )
    if avant and apres and avant != apres:
        _refuser_deux_reprises(avant, apres)
        _reunir(avant, apres)
    return avant or apres or _arret_vide(sinistre, saisi) or _nouvel_arret(sinistre)


def _refuser_deux_reprises(avant: Arret, apres: Arret) -> None:
    """Deux arrêts réunis n'ont qu'une reprise, celle du second : celle du premier serait pendant l'arrêt."""
    reprise = Reprise.objects.filter(arret=avant).first()
    if reprise:
        raise ErreurMetier(
            "reprise-saisie",
            f"Ce certificat réunit deux arrêts, et une reprise est saisie le {reprise.effective_le:%d/%m/%Y} "
            "pour le premier : annulez-la ou corrigez les dates.",
            champ="debut",
        )


def _voisin(sinistre: Sinistre, **jour: date) -> Arret | None:
    return sinistre.arrets.filter(
        pk__in=_certificats_valides(sinistre).filter(**jour).values("arret_id")
    ).first()


def _reunir(arret: Arret, suivant: Arret) -> None:
    """Le suivant n'était pas une rechute : ses certificats et sa reprise sont ceux de l'arrêt qu'il continue."""
    Certificat.objects.filter(arret=suivant, type=Certificat.Type.INITIAL).update(
        type=Certificat.Type.PROLONGATION
    )
    Certificat.objects.filter(arret=suivant).update(arret=arret)
    Reprise.objects.filter(arret=suivant).update(arret=arret)
    suivant.delete()


def _arret_vide(sinistre: Sinistre, saisi: CertificatSaisi) -> Arret | None:
    """Le premier arrêt dont tous les certificats sont annulés et que la reprise saisie ne contredit pas."""
    return (
        sinistre.arrets.exclude(pk__in=_certificats_valides(sinistre).values("arret_id"))
        .filter(Q(reprise__isnull=True) | Q(reprise__effective_le__gt=saisi.fin))
        .order_by("rang")
        .first()
    )


def _certificats_valides(sinistre: Sinistre) -> QuerySet[Certificat]:
    return Certificat.objects.filter(arret__sinistre=sinistre, annule_le__isnull=True)


@transaction.atomic
def certificat_annuler(*, certificat: Certificat, motif: str, le: date) -> Certificat:
    """Annule un certificat saisi à tort ; il reste visible, ses jours ne comptent plus."""
    sinistre = _ouvert(certificat.arret.sinistre)
    certificat = Certificat.objects.select_for_update(of=("self",)).get(pk=certificat.pk)
    if certificat.annule_le:
        raise ErreurMetier("deja-annule", "Ce certificat est déjà annulé.")
    motif = texte_exige(
        motif, champ="motif", vide="Indiquez pourquoi ce certificat est annulé.", maximum=MOTIF_ANNULATION
    )
    certificat.annule_le, certificat.annule_motif = le, motif
    certificat.save(update_fields=["annule_le", "annule_motif"])
    consigner(
        objet=sinistre,
        action="certificat-annule",
        libelle=f"Certificat du {certificat.debut:%d/%m/%Y} au {certificat.fin:%d/%m/%Y} annulé",
        motif=motif,
        le=le,
    )
    _repercuter(certificat, "l'annulation d'un certificat", le)
    return certificat


@transaction.atomic
def reprise_enregistrer(*, sinistre: Sinistre, effective_le: date, le: date) -> Reprise:
    """Reprise effective de l'arrêt qui s'achève avant elle ; jamais dans le futur, jamais pendant un certificat."""
    sinistre = _ouvert(sinistre)
    if effective_le > le:
        raise ErreurMetier("date-future", "Une reprise ne se saisit pas à l'avance.", champ="effective_le")
    arret = _arret_acheve(sinistre, effective_le)
    if Reprise.objects.filter(arret=arret).exists():
        raise ErreurMetier("deja-saisie", "La reprise de cet arrêt est déjà saisie.", champ="effective_le")
    reprise = Reprise.objects.create(
        collectivite_id=sinistre.collectivite_id,
        arret=arret,
        effective_le=effective_le,
        saisi_par_id=perimetre_courant().utilisateur,
    )
    consigner(
        objet=sinistre, action="reprise", libelle=f"Reprise effective le {effective_le:%d/%m/%Y}", le=le
    )
    return reprise


def _arret_acheve(sinistre: Sinistre, effective_le: date) -> Arret:
    """Le dernier arrêt fini avant ce jour : après une rechute, la reprise du premier arrêt se saisit encore."""
    valides = Q(certificats__annule_le__isnull=True)
    arrets = list(
        sinistre.arrets.annotate(
            premier=Min("certificats__debut", filter=valides), fin=Max("certificats__fin", filter=valides)
        ).filter(fin__isnull=False)
    )
    if not arrets:
        raise ErreurMetier("sans-arret", "Ce dossier n'a pas d'arrêt en cours.")
    commences = [a for a in arrets if a.premier <= effective_le]
    en_cours = [a for a in commences if a.fin >= effective_le] or ([] if commences else arrets)
    if en_cours:
        fin = max(a.fin for a in en_cours)
        raise ErreurMetier(
            "incoherent",
            f"Le certificat en cours court jusqu'au {fin:%d/%m/%Y} : la reprise vient après.",
            champ="effective_le",
        )
    return max(commences, key=lambda a: a.fin)


@transaction.atomic
def reprise_annuler(*, reprise: Reprise, motif: str, le: date) -> None:
    """Efface une reprise saisie à tort ; l'historique et le journal en gardent la trace."""
    sinistre = _ouvert(reprise.arret.sinistre)
    motif = texte_exige(motif, champ="motif", vide="Indiquez pourquoi cette reprise est annulée.")
    reprise = Reprise.objects.select_for_update(of=("self",)).get(pk=reprise.pk)
    effective_le = reprise.effective_le
    reprise.delete()
    consigner(
        objet=sinistre,
        action="reprise-annulee",
        libelle=f"Reprise du {effective_le:%d/%m/%Y} annulée",
        motif=motif,
        le=le,
    )


__all__ = [
    "CertificatSaisi",
    "arrets_ouvrir",
    "certificat_ajouter",
    "certificat_annuler",
    "en_temps_partiel",
    "reprise_annuler",
    "reprise_enregistrer",
    "verifier_certificats",
]
