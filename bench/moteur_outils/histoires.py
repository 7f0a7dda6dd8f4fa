"""Histoires d'agents tirées au sort : des entrées valides du calcul `indemnisation`.

`realiste` ressemble à un département (six agents sur sept n'ont que des arrêts courts) et sert à mesurer ;
`tordu` accumule les cas limites et sert à comparer deux calculs. La même graine rend les mêmes histoires.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

NATURES = ("CMO", "CLM", "CLD", "CITIS", "MAT", "TPT")
QUOTITES = ("50", "60", "70", "80", "90")
ELEMENTS = ("TIB", "NBI", "IR", "SFT", "RI")
PART_ORDINAIRE = 0.85
FORMULES = 40
DERNIERE_ANNEE = 2029  # plus aucun arrêt tordu n'y commence
# Dates où une règle bascule : carence, certificats à 90 %, 29 février, fin d'année, reprise d'un an.
BASCULES = ((2018, 1, 1), (2020, 2, 29), (2024, 2, 29), (2025, 3, 1), (2023, 12, 31), (2019, 2, 28))
Entree = dict[str, Any]


def histoires(n: int, graine: int, profil: str = "realiste") -> Iterator[Entree]:
    """Les `n` premières histoires de cette graine, chacune prête à être calculée."""
    tirer = {"realiste": _realiste, "tordu": _tordu}[profil]
    hasard = Random(graine)
    for _ in range(n):
        yield tirer(hasard)


class Fil:
    """Le calendrier d'un agent : les arrêts s'y posent l'un après l'autre, sans jamais se chevaucher."""

    def __init__(self, hasard: Random, debut: date) -> None:
        self.hasard = hasard
        self.debut = self.jour = debut
        self.sinistres: list[Entree] = []

    def ouvrir(self, risque: str) -> Entree:
        """Un sinistre encore sans arrêt."""
        sinistre: Entree = {"reference": f"S{len(self.sinistres) + 1}", "risque": risque, "certificats": []}
        self.sinistres.append(sinistre)
        return sinistre

    def arret(self, sinistre: Entree, jours: int, pas: int) -> date:
        """Un arrêt de `jours`, en certificats contigus de `pas` jours au plus ; rend son premier jour."""
        premier = self.jour
        while jours > 0:
            duree = min(jours, self.hasard.randint((pas + 1) // 2, pas))
            fin = self.jour + timedelta(days=duree - 1)
            sinistre["certificats"].append({"debut": self.jour.isoformat(), "fin": fin.isoformat()})
            self.jour = fin + timedelta(days=1)
            jours -= duree
        return premier

    def reprise(self, jours: int) -> None:
        """Des jours travaillés."""
        self.jour += timedelta(days=jours)

    def au_hasard(self, avant: int = 0, apres: int = 0) -> date:
        """Un jour de la période couverte par l'histoire, élargie de quelques jours."""
        etendue = (self.jour - self.debut).days + avant + apres
        return self.debut - timedelta(days=avant) + timedelta(days=self.hasard.randint(0, max(etendue, 0)))


def _une_fois_sur(hasard: Random, n: float) -> bool:
    return hasard.random() * n < 1


def _premier_jour(sinistre: Entree) -> date:
    return date.fromisoformat(min(c["debut"] for c in sinistre["certificats"]))


def _requalifier(sinistre: Entree, vers: str, effet: date, decision: date | None = None) -> None:
    requalification = {"vers": vers, "effet": effet.isoformat()}
    if decision:
        requalification["decision"] = decision.isoformat()
    sinistre.setdefault("requalifications", []).append(requalification)


def _finir(hasard: Random, fil: Fil, effet: date, avance: int) -> None:
    """Survenance, événement antérieur et quotités : ce qui dépend de tout le reste."""
    for sinistre in fil.sinistres:
        survenance = _premier_jour(sinistre) - timedelta(days=avance if _une_fois_sur(hasard, 4) else 0)
        sinistre["survenance"] = survenance.isoformat()
        if survenance < effet and _une_fois_sur(hasard, 1.5):
            sinistre["evenement_anterieur"] = {"refus_assureur_precedent": not _une_fois_sur(hasard, 4)}
        natures = {sinistre["risque"], *(r["vers"] for r in sinistre.get("requalifications", []))}
        if "TPT" in natures:
            quotite = hasard.choice(QUOTITES)
            for certificat in sinistre["certificats"]:
                quotite = hasard.choice(QUOTITES) if _une_fois_sur(hasard, 4) else quotite
                certificat["quotite_travail"] = quotite


def _montant(hasard: Random, bas: int, haut: int) -> str:
    return f"{hasard.randint(bas, haut)}.{hasard.randint(0, 99):02d}"


def _remunerations(hasard: Random, depuis: list[date]) -> list[Entree]:
    """Une ligne par date ; certaines répètent la précédente."""
    lignes: list[Entree] = []
    for jour in sorted(set(depuis)):
        if lignes and _une_fois_sur(hasard, 6):
            lignes.append({**lignes[-1], "depuis": jour.isoformat()})
            continue
        ligne = {"depuis": jour.isoformat(), "TIB": _montant(hasard, 19_000, 48_000)}
        for element, bas, haut in (
            ("NBI", 300, 1_500),
            ("IR", 200, 900),
            ("SFT", 27, 3_000),
            ("RI", 0, 9_000),
        ):
            if _une_fois_sur(hasard, 2):
                ligne[element] = _montant(hasard, bas, haut)
        lignes.append(ligne)
    return lignes


# ------------------------------------------------------------------------------------------ un département


def _realiste(hasard: Random) -> Entree:
    fil = Fil(hasard, date(2017, 1, 2) + timedelta(days=hasard.randrange(3_000)))
    if hasard.random() < PART_ORDINAIRE:
        for _ in range(hasard.choices((1, 2, 3, 4), (50, 25, 15, 10))[0]):
            _sinistre_court(hasard, fil)
    else:
        _vie_longue(hasard, fil)
    effet = date(hasard.randint(max(2017, fil.debut.year - 2), fil.debut.year), 1, 1)
    _finir(hasard, fil, effet, hasard.choice((1, 2, 30, 400)))
    contrat = _contrat_courant(hasard, effet)
    naissance = date(fil.debut.year - hasard.randint(22, 63), hasard.randint(1, 12), hasard.randint(1, 28))
    depuis = [
        date(fil.debut.year - 1, 1, 1),
        *(date(a, 7, 1) for a in (2017, 2022, 2023) if a >= fil.debut.year),
    ]
    agent: Entree = {"naissance": naissance.isoformat(), "regime": "CNRACL"}
    agent["remuneration"] = _remunerations(hasard, [*depuis, fil.au_hasard()])
    if _une_fois_sur(hasard, 25):
        agent["sortie"] = fil.au_hasard(apres=400).isoformat()
    if _une_fois_sur(hasard, 40):
        agent["retraite"] = fil.au_hasard(apres=400).isoformat()
    if _une_fois_sur(hasard, 20):
        agent["prolongation_activite"] = True
    au = fil.au_hasard() if _une_fois_sur(hasard, 8) else fil.jour + timedelta(days=hasard.randint(0, 60))
    return {"contrat": contrat, "agent": agent, "sinistres": fil.sinistres, "au": au.isoformat()}


def _sinistre_court(hasard: Random, fil: Fil) -> None:
    """Surtout de la maladie ordinaire de 3 à 20 jours, parfois prolongée, parfois suivie d'une rechute."""
    risque = hasard.choices(("CMO", "CITIS", "MAT", "TPT"), (88, 7, 3, 2))[0]
    sinistre = fil.ouvrir(risque)
    if risque == "MAT":
        fil.arret(sinistre, hasard.choice((112, 112, 182)), 182)
    elif risque == "TPT":
        fil.arret(sinistre, hasard.choice((90, 180, 270)), 90)
    else:
        jours = hasard.randint(3, 20) if hasard.random() < 0.9 else hasard.randint(21, 80)
        premier = fil.arret(sinistre, jours, hasard.choice((7, 15, 30, 30, 30)))
        if _une_fois_sur(hasard, 8):
            fil.reprise(hasard.randint(1, 60))
            fil.arret(sinistre, hasard.randint(3, 15), 15)
        if risque == "CITIS" and _une_fois_sur(hasard, 8):
            _requalifier(sinistre, "CMO", premier, fil.jour)
        elif risque == "CMO" and _une_fois_sur(hasard, 25):
            _requalifier(sinistre, "CITIS", premier, fil.jour)
    if _une_fois_sur(hasard, 12):
        sinistre["carence"] = "EXEMPT"
    if _une_fois_sur(hasard, 15):
        sinistre["deja_verse"] = _montant(hasard, 0, 900)
    fil.reprise(hasard.randint(10, 300))


def _vie_longue(hasard: Random, fil: Fil) -> None:
    """Un congé long, ses requalifications, et de la maladie ordinaire avant ou après."""
    for _ in range(hasard.choice((0, 0, 1))):
        _sinistre_court(hasard, fil)
    forme = hasard.choice(("CMO", "CMO", "CLM", "CLD", "CITIS", "EPUISE", "FRACTIONNE"))
    risque = {"EPUISE": "CMO", "FRACTIONNE": "CLM"}.get(forme, forme)
    sinistre = fil.ouvrir(risque)
    jours = hasard.randint(200, 600) if risque in ("CMO", "CITIS") else hasard.randint(365, 1_460)
    if forme == "FRACTIONNE":
        premier = fil.jour
        for _ in range(hasard.randint(3, 6)):
            fil.arret(sinistre, hasard.randint(60, 220), 90)
            fil.reprise(hasard.randint(7, 150))
    else:
        premier = fil.arret(sinistre, jours, hasard.choice((30, 60, 90, 180)))
    un_an_apres = premier + timedelta(days=365)
    if forme == "CMO":
        partiel = hasard.choice((0, 0, 90, 180))
        _requalifier(sinistre, "CLM", premier + timedelta(days=partiel), fil.jour)
    if (forme == "CLM" or _une_fois_sur(hasard, 3)) and risque in ("CMO", "CLM"):
        _requalifier(sinistre, "CLD", un_an_apres)
    if forme == "CITIS" and _une_fois_sur(hasard, 2):
        _requalifier(sinistre, "CMO", premier + timedelta(days=hasard.choice((0, 90))))
    sinistre["attente_decision"] = forme == "EPUISE" or _une_fois_sur(hasard, 3)
    if _une_fois_sur(hasard, 4):
        sinistre["deja_verse"] = _montant(hasard, 0, 20_000)
    if _une_fois_sur(hasard, 3):
        fil.arret(fil.ouvrir("TPT"), hasard.choice((90, 180, 360)), 90)
    if _une_fois_sur(hasard, 2):
        fil.reprise(hasard.randint(20, 200))
        _sinistre_court(hasard, fil)


def _contrat_courant(hasard: Random, effet: date) -> Entree:
    """Une formule du contrat groupe : un CDG en propose quelques dizaines, que ses collectivités se partagent."""
    formule = Random(f"{effet.year}-{hasard.randrange(FORMULES)}")
    risques = ("CMO", "CLM", "CLD", "CITIS", "MAT", "TPT", "MDT")
    natures = [n for n in risques if not _une_fois_sur(formule, 6)]
    options = formule.choices(((), ("NBI",), ("NBI", "IR", "SFT"), ELEMENTS[1:]), (25, 45, 20, 10))[0]
    contrat: Entree = {
        "effet": effet.isoformat(),
        "fin": date(effet.year + formule.choice((3, 4, 5, 9)), 12, 31).isoformat(),
        "gestion": formule.choice(("CAPITALISATION", "CAPITALISATION", "REPARTITION")),
        "diviseur": formule.choices(("J365", "J360", "J30"), (70, 15, 15))[0],
        "elements": ["TIB", *options],
        "charges_pct": formule.choices(("0", "38.5", "42"), (70, 15, 15))[0],
        "taux_remboursement": formule.choice(("100", "100", "90", "80")),
        "ri": formule.choice(("SUIT", "SUIT", "MAINTENU", "SUPPRIME")),
        "franchise_par": formule.choice(("SINISTRE", "ARRET")),
        "age_cessation": formule.choice((62, 65, 67)),
        "garanties": [
            {"risque": r, "franchise": _franchise_courante(formule, r)} for r in natures or ("CITIS",)
        ],
    }
    if _une_fois_sur(formule, 10):
        contrat["resiliation"] = date(effet.year + formule.randint(0, 3), 12, 31).isoformat()
    return contrat


def _franchise_courante(hasard: Random, risque: str) -> Entree:
    if risque not in ("CMO", "CITIS", "CLM") or _une_fois_sur(hasard, 5):
        return {"type": "AUCUNE"}
    genre = hasard.choices(("ABSOLUE", "RELATIVE", "CUMULEE"), (70, 15, 15))[0]
    return {"type": genre, "jours": hasard.choice((10, 15, 20, 30))}


# -------------------------------------------------------------------------------------------- les cas limites


def _tordu(hasard: Random) -> Entree:
    fil = Fil(hasard, _depart_tordu(hasard))
    _arrets_tordus(hasard, fil)
    effet = fil.debut - timedelta(days=hasard.choice((0, 1, 30, 365, 800, 1_600)))
    if _une_fois_sur(hasard, 4):
        effet = fil.au_hasard(avant=300)
    _finir(hasard, fil, effet, hasard.choice((1, 30, 365, 1_500)))
    for sinistre in fil.sinistres:
        _orner(hasard, fil, sinistre)
    au = fil.jour + timedelta(days=hasard.randint(-3, 40))
    if _une_fois_sur(hasard, 3):
        au = fil.au_hasard(avant=3)
    hasard.shuffle(fil.sinistres)
    contrat = _contrat_tordu(hasard, fil, effet)
    agent = _agent_tordu(hasard, fil, contrat.get("age_cessation"))
    return {"contrat": contrat, "agent": agent, "sinistres": fil.sinistres, "au": au.isoformat()}


def _depart_tordu(hasard: Random) -> date:
    if _une_fois_sur(hasard, 2):
        return date(2017, 1, 1) + timedelta(days=hasard.randrange(3_600))
    recul = hasard.choice((0, 0, 1, 3, 15, 89, 90, 365, 366, 731))
    return date(*hasard.choice(BASCULES)) - timedelta(days=recul + hasard.randint(-1, 3))


def _arrets_tordus(hasard: Random, fil: Fil) -> None:
    """Des arrêts de toutes longueurs, les sinistres s'entremêlant."""
    long_cours = _une_fois_sur(hasard, 3)
    natures = ("CLM", "CLM", "CLM", "CLD", "CMO") if long_cours else ("CMO", "CMO", "CMO", *NATURES)
    prevus = [fil.ouvrir(hasard.choice(natures)) for _ in range(hasard.choice((1, 1, 2, 2, 3, 4)))]
    suite = prevus + [s for s in prevus for _ in range(hasard.choice((0, 0, 1, 2, 3)))]
    hasard.shuffle(suite)
    for sinistre in suite:
        if fil.jour.year >= DERNIERE_ANNEE:
            break
        jours = _duree_tordue(hasard, long_cours)
        fil.arret(sinistre, jours, hasard.choice((5, 30, 90, 400, 3_660)))
        ecarts = (0, 0, 1, 2, 3, 4, hasard.randint(5, 60), hasard.randint(60, 400), 364, 365, 366)
        fil.reprise(hasard.choice((*ecarts, 0, 1_460)) if long_cours else hasard.choice(ecarts))
    fil.sinistres = [s for s in prevus if s["certificats"]]


def _duree_tordue(hasard: Random, long_cours: bool) -> int:
    if long_cours and not _une_fois_sur(hasard, 3):
        bas, haut = hasard.choice(((40, 200), (360, 370), (300, 800), (1_090, 1_100), (1_000, 2_500)))
    else:
        bas, haut = hasard.choice(
            ((1, 1), (1, 5), (3, 20), (3, 20), (25, 70), (85, 95), (60, 200), (350, 480))
        )
    return hasard.randint(bas, haut)


def _orner(hasard: Random, fil: Fil, sinistre: Entree) -> None:
    """Requalifications (avant, pendant et après l'arrêt), options et ordre des certificats."""
    premier = _premier_jour(sinistre)
    for _ in range(hasard.choice((0, 0, 0, 1, 1, 1, 2, 3))):
        vers = hasard.choice(("CMO", "CLM", "CLM", "CLD", "CLD", "CITIS", "MAT"))
        if sinistre["certificats"][0].get("quotite_travail") and _une_fois_sur(hasard, 3):
            vers = "TPT"
        effet = premier if _une_fois_sur(hasard, 3) else fil.au_hasard(avant=10, apres=10)
        if _une_fois_sur(hasard, 4):
            effet = premier + timedelta(days=hasard.choice((1, 30, 90, 365, 366)))
        _requalifier(sinistre, vers, effet, fil.jour if _une_fois_sur(hasard, 2) else None)
    if sinistre["risque"] == "CLM" and _une_fois_sur(hasard, 2):  # l'année pleine réputée CLD
        _requalifier(sinistre, "CLD", premier + timedelta(days=hasard.choice((180, 364, 365, 366, 500))))
    if _une_fois_sur(hasard, 2):
        sinistre["carence"] = hasard.choice(("AUTO", "EXEMPT"))
    if _une_fois_sur(hasard, 2):
        sinistre["attente_decision"] = not _une_fois_sur(hasard, 5)
    if _une_fois_sur(hasard, 4):
        sinistre["deja_verse"] = hasard.choice(("0", _montant(hasard, 0, 30_000)))
    if _une_fois_sur(hasard, 15):  # ignorée hors temps partiel thérapeutique
        hasard.choice(sinistre["certificats"]).setdefault("quotite_travail", "62.5")
    if _une_fois_sur(hasard, 8):
        for facultatif in ("evenement_anterieur", "deja_verse"):
            sinistre.setdefault(facultatif, None)
    if _une_fois_sur(hasard, 3):
        hasard.shuffle(sinistre["certificats"])


def _contrat_tordu(hasard: Random, fil: Fil, effet: date) -> Entree:
    risques = [*NATURES, "MDT"]
    hasard.shuffle(risques)
    if _une_fois_sur(hasard, 4):
        risques = risques[: hasard.randint(1, 6)]
    duree = hasard.choice((0, 700, *(1_500, 5_000) * 4))
    contrat: Entree = {
        "effet": effet.isoformat(),
        "fin": (effet + timedelta(days=duree)).isoformat(),
        "gestion": hasard.choice(("CAPITALISATION", "REPARTITION")),
        "diviseur": hasard.choice(("J365", "J360", "J30")),
        "elements": ["TIB", *(e for e in ELEMENTS[1:] if _une_fois_sur(hasard, 2))],
        "charges_pct": hasard.choice(("0", "0", "42", "38.75", "100", "7.125")),
        "taux_remboursement": hasard.choice(("100", "100", "90", "80", "33.33")),
        "ri": hasard.choice(("SUIT", "MAINTENU", "SUPPRIME")),
        "franchise_par": hasard.choice(("SINISTRE", "ARRET")),
        "garanties": [{"risque": r, "franchise": _franchise_tordue(hasard)} for r in risques],
    }
    hasard.shuffle(contrat["elements"])
    if _une_fois_sur(hasard, 8):
        contrat["resiliation"] = max(effet, fil.au_hasard(apres=100)).isoformat()
    if _une_fois_sur(hasard, 4):
        contrat["age_cessation"] = hasard.randint(50, 75)
    return contrat


def _franchise_tordue(hasard: Random) -> Entree:
    genre = hasard.choice(("AUCUNE", "ABSOLUE", "RELATIVE", "CUMULEE"))
    jours = hasard.choice((0, 1, 3, 10, 15, 20, 30, 45, 90, 180, 365, 500))
    return {"type": genre} if genre == "AUCUNE" else {"type": genre, "jours": jours}


def _agent_tordu(hasard: Random, fil: Fil, age: int | None) -> Entree:
    repere = fil.au_hasard(avant=100, apres=100)
    naissance = repere - timedelta(days=(age or hasard.randint(28, 66)) * 365 + hasard.randint(0, 100))
    depuis = [fil.debut - timedelta(days=hasard.choice((0, 1, 400)))]
    depuis += [fil.au_hasard(avant=20, apres=20) for _ in range(hasard.choice((0, 0, 1, 2, 4)))]
    depuis += [fil.au_hasard().replace(day=1) for _ in range(hasard.choice((0, 1)))]
    lignes = _remunerations(hasard, depuis)
    hasard.shuffle(lignes)
    agent: Entree = {"naissance": naissance.isoformat(), "regime": "CNRACL", "remuneration": lignes}
    if _une_fois_sur(hasard, 10):
        agent["sortie"] = fil.au_hasard(apres=50).isoformat()
    if _une_fois_sur(hasard, 10):
        agent["retraite"] = fil.au_hasard(apres=50).isoformat()
    if _une_fois_sur(hasard, 4):
        agent["prolongation_activite"] = hasard.choice((True, False))
    return agent
