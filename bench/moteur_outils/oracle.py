"""Calcul témoin de `indemnisation` : un objet par jour d'arrêt, dans l'ordre du calendrier.

Écrit d'après la seule page « Les calculs » (règles 1 à 7 et précisions A à H, citées en marge), sans rien
prendre au moteur : c'est à la fois l'étalon de vitesse et le second avis. L'entrée doit être valide.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from itertools import groupby
from operator import attrgetter
from typing import Any

from bench.moteur_outils.temoin_droits import (
    CARENCE,
    DEMI,
    EPUISE,
    MAINTENU,
    PLEIN,
    UN_JOUR,
    DroitsCmo,
    DroitsLongs,
    plus_ans,
    plus_mois,
)
from bench.moteur_outils.temoin_montants import Tarif, euros

DEBUT_CARENCE = date(2018, 1, 1)
DEBUT_90_POUR_CENT = date(2025, 3, 1)
PROPORTIONS = {PLEIN: Decimal("1.00"), DEMI: Decimal("0.50"), MAINTENU: Decimal("0.50")}
PROPORTIONS |= {CARENCE: Decimal("0.00"), EPUISE: Decimal("0.00")}
NEUF_DIXIEMES = Decimal("0.90")
PART_ENTIERE = Decimal(1)


def calculer(entree: dict[str, Any]) -> dict[str, Any]:
    """Résultat publié de `indemnisation`, sans motifs ni étapes."""
    with localcontext(Context(prec=60, rounding=ROUND_HALF_UP)):
        return Dossier(entree).resultat()


@dataclass(slots=True)
class Jour:
    """Un jour d'arrêt ; les quatre derniers champs dépendent des requalifications retenues."""

    date: date
    sinistre: Sinistre
    arret: int
    porte_carence: bool
    neuf_dixiemes: bool
    quotite: Decimal | None
    remuneration: int
    nature: str = ""
    droit: str = ""
    franchise: bool = False
    couvert: bool = False

    def proportion(self) -> Decimal:
        """Proportion du traitement (C-08 pour les 90 %)."""
        if self.neuf_dixiemes and self.droit == PLEIN and self.nature == "CMO":
            return NEUF_DIXIEMES
        return PROPORTIONS[self.droit]

    def part(self) -> Decimal:
        """Part remboursée : ce que l'agent en temps partiel thérapeutique ne travaille pas."""
        if self.nature == "TPT" and self.quotite is not None:
            return PART_ENTIERE - self.quotite / 100
        return PART_ENTIERE

    def cle(self) -> tuple[object, ...]:
        """Deux jours consécutifs de même clé sont dans le même segment (G-03)."""
        return (
            self.nature,
            self.droit,
            self.franchise,
            self.couvert,
            self.proportion(),
            self.remuneration,
            self.part(),
        )


@dataclass(slots=True, eq=False)
class Sinistre:
    """Un sinistre, ses jours d'arrêt jusqu'à `au` et les requalifications qu'on lui applique."""

    reference: str
    risque: str
    survenance: date
    attente: bool
    refus_precedent: bool | None
    requalifications: list[tuple[date, str]]
    deja_verse: Decimal | None
    jours: list[Jour] = field(default_factory=list)


def lire_date(texte: str | None) -> date | None:
    """Date d'un champ facultatif."""
    return date.fromisoformat(texte) if texte else None


class Dossier:
    """L'entrée lue une fois, et les passages successifs sur ses jours."""

    def __init__(self, entree: dict[str, Any]) -> None:
        self.contrat = entree["contrat"]
        self.agent = entree["agent"]
        self.au = date.fromisoformat(entree["au"])
        self.effet = date.fromisoformat(self.contrat["effet"])
        fins = (lire_date(self.contrat["fin"]), lire_date(self.contrat.get("resiliation")))
        self.terme = min(fin for fin in fins if fin)
        self.garanties = {g["risque"]: g["franchise"] for g in self.contrat["garanties"]}
        lignes = sorted(self.agent["remuneration"], key=lambda ligne: ligne["depuis"])
        self.depuis = [date.fromisoformat(ligne["depuis"]) for ligne in lignes]
        self.tarif = Tarif(self.contrat, lignes)
        self.cessation = self._dernier_jour_garanti()
        self.sinistres = [self._lire_sinistre(s) for s in entree["sinistres"]]
        self.jours = sorted((j for s in self.sinistres for j in s.jours), key=attrgetter("date"))

    def _lire_sinistre(self, brut: dict[str, Any]) -> Sinistre:
        anterieur = brut.get("evenement_anterieur")
        verse = brut.get("deja_verse")
        sinistre = Sinistre(
            reference=brut["reference"],
            risque=brut["risque"],
            survenance=date.fromisoformat(brut["survenance"]),
            attente=bool(brut.get("attente_decision")),
            refus_precedent=anterieur["refus_assureur_precedent"] if anterieur else None,
            requalifications=[
                (date.fromisoformat(r["effet"]), r["vers"]) for r in brut.get("requalifications") or []
            ],
            deja_verse=None if verse is None else Decimal(verse),
        )
        sinistre.jours = list(self._jours_d_arret(sinistre, brut))
        return sinistre

    def _jours_d_arret(self, sinistre: Sinistre, brut: dict[str, Any]) -> Iterator[Jour]:
        """Jours des certificats triés ; deux certificats contigus font un seul arrêt (A-01, A-03)."""
        auto = brut.get("carence") != "EXEMPT"
        fin_precedente: date | None = None
        arret = 0
        for certificat in sorted(brut["certificats"], key=lambda c: c["debut"]):
            debut, fin = date.fromisoformat(certificat["debut"]), date.fromisoformat(certificat["fin"])
            quotite = certificat.get("quotite_travail")
            part = None if quotite is None else Decimal(quotite)
            ecart = None if fin_precedente is None else (debut - fin_precedente).days
            arret += ecart != 1
            # C-01, C-02 : premier jour d'un arrêt, à plus de trois jours de date du certificat précédent.
            carence = auto and debut >= DEBUT_CARENCE and (ecart is None or ecart > 3)
            jour, dernier = debut, min(fin, self.au)
            while jour <= dernier:
                ligne = bisect_right(self.depuis, jour) - 1
                yield Jour(jour, sinistre, arret, carence, debut >= DEBUT_90_POUR_CENT, part, ligne)
                carence = False
                jour += UN_JOUR
            fin_precedente = fin

    def _dernier_jour_garanti(self) -> date:
        """Sortie, veille de la retraite ou fin du trimestre de l'âge limite : la première (E-02)."""
        termes = [date.max]
        if sortie := lire_date(self.agent.get("sortie")):
            termes.append(sortie)
        if retraite := lire_date(self.agent.get("retraite")):
            termes.append(retraite - UN_JOUR)
        age = self.contrat.get("age_cessation")
        if age is not None and not self.agent.get("prolongation_activite"):
            anniversaire = plus_ans(date.fromisoformat(self.agent["naissance"]), age)
            premier_mois = date(anniversaire.year, (anniversaire.month - 1) // 3 * 3 + 1, 1)
            termes.append(plus_mois(premier_mois, 3) - UN_JOUR)
        return min(termes)

    def resultat(self) -> dict[str, Any]:
        """Un passage avec toutes les requalifications, un de plus par sinistre requalifié (H-01)."""
        avant = {
            s.reference: self._total_sans_requalification(s) for s in self.sinistres if s.requalifications
        }
        self._classer_les_jours()
        sinistres, somme = [], Decimal("0.00")
        for sinistre in self.sinistres:
            lignes, total = self._lignes(sinistre)
            precedent = avant.get(sinistre.reference, total)
            verse = precedent if sinistre.deja_verse is None else sinistre.deja_verse
            somme += total
            sinistres.append(
                {
                    "reference": sinistre.reference,
                    "lignes": lignes,
                    "avant_requalification": euros(precedent),
                    "total": euros(total),
                    "solde": euros(total - verse),
                }
            )
        return {"sinistres": sinistres, "total": euros(somme)}

    def _total_sans_requalification(self, sinistre: Sinistre) -> Decimal:
        retirees, sinistre.requalifications = sinistre.requalifications, []
        self._classer_les_jours()
        sinistre.requalifications = retirees
        return self._lignes(sinistre)[1]

    def _classer_les_jours(self) -> None:
        """Règles 1, 2 et 5 : elles se tiennent, d'un sinistre de l'agent à l'autre."""
        for sinistre in self.sinistres:
            donner_les_natures(sinistre)
        donner_les_droits(self.sinistres, self.jours)
        donner_les_franchises(self.sinistres, self.jours, self.garanties, self.contrat["franchise_par"])

    def _couvrir(self, sinistre: Sinistre) -> None:
        """Règle 4 : événement, terme, cessation et garantie de la nature du jour (E-01, C-15, C-16)."""
        repris = sinistre.refus_precedent
        evenement = sinistre.jours[0].date if repris else sinistre.survenance
        ouvert = repris is not False and self.effet <= evenement <= self.terme
        limite = self.cessation
        if repris or self.contrat["gestion"] == "REPARTITION":
            limite = min(limite, self.terme)
        maintien = next((j.date for j in sinistre.jours if j.droit == MAINTENU), None)
        fin_maintien = plus_mois(maintien, 3) if maintien else date.max
        for jour in sinistre.jours:
            if jour.droit == MAINTENU:
                garanti = "MDT" in self.garanties and jour.date < fin_maintien
            else:
                garanti = jour.nature in self.garanties
            jour.couvert = ouvert and garanti and jour.date <= limite

    def _lignes(self, sinistre: Sinistre) -> tuple[list[dict[str, Any]], Decimal]:
        """Segments du sinistre et leur somme."""
        lignes: list[dict[str, Any]] = []
        total = Decimal("0.00")
        if sinistre.jours:
            self._couvrir(sinistre)
        for segment in segments(sinistre.jours):
            ligne, montant = self.tarif.ligne(segment)
            lignes.append(ligne)
            total += montant
        return lignes, total


def donner_les_natures(sinistre: Sinistre) -> None:
    """Règle 1 : la dernière décision du tableau qui a déjà pris effet (B-01)."""
    decisions = sinistre.requalifications[::-1]
    for jour in sinistre.jours:
        jour.nature = sinistre.risque
        for effet, vers in decisions:
            if effet <= jour.date:
                jour.nature = vers
                break


def donner_les_droits(sinistres: list[Sinistre], jours: list[Jour]) -> None:
    """Règle 2, tous sinistres de l'agent, dans l'ordre des jours."""
    cmo = DroitsCmo()
    clm = DroitsLongs(ans_pleins=1, ans_total=3, fenetre=4)
    cld = DroitsLongs(ans_pleins=3, ans_total=5, fenetre=None)
    premier_cld = {s.reference: next((j.date for j in s.jours if j.nature == "CLD"), None) for s in sinistres}
    for jour in jours:
        droit = PLEIN
        if jour.nature == "CMO":
            droit = cmo.classer(jour.date)
            if jour.porte_carence and droit != EPUISE:  # C-03, C-04
                droit = CARENCE
        elif jour.nature == "CLM":
            droit = clm.classer(jour.date)
            passage = premier_cld[jour.sinistre.reference]
            if droit == PLEIN and passage and jour.date < passage:
                cld.reputer_plein(jour.date)
        elif jour.nature == "CLD":
            droit = cld.classer(jour.date)
        if droit == EPUISE and jour.sinistre.attente:
            droit = MAINTENU
        jour.droit = droit


def donner_les_franchises(
    sinistres: list[Sinistre], jours: list[Jour], garanties: dict[str, Any], par: str
) -> None:
    """Règle 5 : la franchise de la dernière nature garantie du sinistre (F-01, F-02)."""
    cumulees: dict[str, str] = {}
    for sinistre in sinistres:
        risque = next((j.nature for j in reversed(sinistre.jours) if j.nature in garanties), None)
        franchise = garanties[risque] if risque else {"type": "AUCUNE"}
        if risque and franchise["type"] == "CUMULEE":
            cumulees[sinistre.reference] = risque
        elif par == "ARRET":
            for _, arret in groupby(sinistre.jours, key=attrgetter("arret")):
                franchir(list(arret), franchise)
        else:
            franchir(sinistre.jours, franchise)
    compteurs: dict[tuple[str, int], int] = {}
    for jour in jours if cumulees else ():  # F-06
        if cumul := cumulees.get(jour.sinistre.reference):
            rang = compteurs[cumul, jour.date.year] = compteurs.get((cumul, jour.date.year), 0) + 1
            jour.franchise = rang <= garanties[cumul]["jours"]


def franchir(jours: list[Jour], franchise: dict[str, Any]) -> None:
    """Franchise absolue ou relative d'une suite de jours (F-03 à F-05)."""
    en_franchise = 0
    if franchise["type"] == "ABSOLUE":
        en_franchise = franchise["jours"]
    elif franchise["type"] == "RELATIVE" and len(jours) <= franchise["jours"]:
        en_franchise = len(jours)
    for rang, jour in enumerate(jours):
        jour.franchise = rang < en_franchise


def segments(jours: Iterable[Jour]) -> Iterator[list[Jour]]:
    """Suites maximales de jours consécutifs et de même clé."""
    segment: list[Jour] = []
    cle: tuple[object, ...] = ()
    for jour in jours:
        nouvelle = jour.cle()
        if segment and (nouvelle != cle or jour.date - segment[-1].date != UN_JOUR):
            yield segment
            segment = []
        segment.append(jour)
        cle = nouvelle
    if segment:
        yield segment
