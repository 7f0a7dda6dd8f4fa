"""Ce qui entoure un arrêt : les certificats qui le prescrivent et les actes du dossier."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cdg_portal.accueil.demonstration.hasard import Tirage
from cdg_portal.accueil.demonstration.types import Certificat, Suivi

JOURS_D_ENVOI = (12, 26)
SUITES_OUVERTES = (("EN_CONTROLE", 60), ("INCOMPLET", 40))
SUITES_ECARTEES = (("ANNULE", 60), ("HORS_GARANTIE", 40))


def certificats(
    debut: date,
    fin: date,
    premier: int,
    suivants: int,
    tirage: Tirage,
    au: date,
    *,
    quotite: Decimal | None = None,
) -> tuple[Certificat, ...]:
    """Certificats contigus de `debut` à `fin`, sans ceux qui ne seraient prescrits qu'après `au`."""
    avis: list[Certificat] = []
    jour, duree = debut, premier
    while jour <= min(fin, au):
        dernier = min(fin, jour + timedelta(days=duree - 1))
        recu = min(jour + timedelta(days=tirage.entier(0, 4)), au)
        avis.append(Certificat(jour, dernier, recu, quotite))
        jour, duree = dernier + timedelta(days=1), suivants
    return tuple(avis)


def jour_d_envoi(jour: date) -> date:
    """Premier jour d'envoi des bordereaux à partir de ce jour : deux par mois."""
    for quantieme in JOURS_D_ENVOI:
        if jour.day <= quantieme:
            return jour.replace(day=quantieme)
    return (jour.replace(day=1) + timedelta(days=31)).replace(day=JOURS_D_ENVOI[0])


def suivi(
    survenance: date, avis: Sequence[Certificat], tirage: Tirage, au: date, *, ecarte: bool = False
) -> Suivi:
    """Dates des actes, de proche en proche, arrêtées au premier qui tomberait après `au`.

    La transmission suit la validation et la fin du premier certificat, au prochain jour d'envoi de la
    collectivité ; un remboursement sur huit n'est pas venu. Un dossier `ecarte` (annulé, hors garantie)
    s'arrête au contrôle.
    """
    connu = min(survenance + timedelta(days=tirage.entier(0, 2)), au)
    retard = tirage.entier(45, 150) if tirage.sur_cent(4) else tirage.entier(1, 12)
    dates: list[date] = [connu]
    dates.append(connu + timedelta(days=retard))
    dates.append(dates[-1] + timedelta(days=tirage.entier(2, 20)))
    dates.append(dates[-1] + timedelta(days=tirage.entier(2, 20)))
    dates.append(jour_d_envoi(max(dates[-1], avis[0].fin) + timedelta(days=1)))
    if not tirage.sur_cent(12):
        dates.append(dates[-1] + timedelta(days=tirage.entier(10, 38)))
    actes = ("connu_le", "declare_le", "controle_le", "valide_le", "transmis_le", "regle_le")
    possibles = zip(actes[:3] if ecarte else actes, dates, strict=False)
    return Suivi(**{acte: jour for acte, jour in possibles if jour <= au})


def etat(actes: Suivi, *, repris: bool, ecarte: bool, tirage: Tirage) -> str:
    """État du sinistre après ses actes ; un dossier écarté au contrôle est annulé ou hors garantie."""
    if actes.regle_le is not None and repris:
        return "CLOS"
    if actes.transmis_le is not None:
        return "TRANSMIS"
    if actes.valide_le is not None:
        return "VALIDE"
    if actes.controle_le is not None:
        return tirage.pese(SUITES_ECARTEES if ecarte else SUITES_OUVERTES)
    return "BROUILLON" if actes.declare_le is None else "DECLARE"
