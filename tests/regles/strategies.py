"""Histoires d'agents tirées au hasard : contrats, sinistres, requalifications, rémunérations."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from sinistres.regles import entree as e

DEBUT = date(2019, 1, 1)
FRANCHISES = st.one_of(
    st.just(e.Franchise("AUCUNE")),
    st.builds(
        e.Franchise, st.sampled_from(["ABSOLUE", "RELATIVE", "CUMULEE"]), st.sampled_from([0, 1, 10, 30, 90])
    ),
)
VERSES = st.integers(0, 90_000_000).map(lambda n: Decimal(n).scaleb(-3))
MONTANTS = st.integers(0, 9_000_000).map(lambda centimes: Decimal(centimes).scaleb(-2))


def jours(mini: int, maxi: int) -> st.SearchStrategy[date]:
    return st.integers(mini, maxi).map(lambda n: DEBUT + timedelta(days=n))


@st.composite
def contrats(tirer: st.DrawFn, **imposes: object) -> e.Contrat:
    risques = tirer(st.sets(st.sampled_from(list(e.RISQUES_GARANTIS)), min_size=1))
    autres = tirer(st.sets(st.sampled_from(list(e.ELEMENTS)[1:])))
    champs: dict[str, object] = {
        "effet": tirer(jours(-400, 400)),
        "fin": tirer(jours(600, 3000)),
        "resiliation": tirer(st.none() | jours(500, 2500)),
        "gestion": tirer(st.sampled_from(list(e.GESTIONS))),
        "diviseur": tirer(st.sampled_from(list(e.DIVISEURS))),
        "elements": ("TIB", *sorted(autres)),
        "charges_pct": tirer(st.sampled_from([Decimal(0), Decimal("42"), Decimal("33.333")])),
        "taux_remboursement": tirer(st.sampled_from([Decimal(100), Decimal(90), Decimal("33.3")])),
        "ri": tirer(st.sampled_from(list(e.REGIMES_INDEMNITAIRES))),
        "franchise_par": tirer(st.sampled_from(list(e.FRANCHISES_PAR))),
        "age_cessation": tirer(st.none() | st.integers(60, 66)),
        "garanties": tuple(e.Garantie(r, tirer(FRANCHISES)) for r in sorted(risques)),
    }
    return e.Contrat(**{**champs, **imposes})  # type: ignore[arg-type]


@st.composite
def agents(tirer: st.DrawFn) -> e.Agent:
    dates = [date(2000, 1, 1), *sorted(tirer(st.sets(jours(0, 2500), max_size=2)))]
    lignes = tuple(
        e.LigneRemuneration(d, {element: tirer(MONTANTS) for element in e.ELEMENTS}) for d in dates
    )
    return e.Agent(
        naissance=date(1958, 2, 28),
        regime="CNRACL",
        remuneration=lignes,
        sortie=tirer(st.none() | jours(300, 3000)),
        retraite=tirer(st.none() | jours(300, 3000)),
        prolongation_activite=tirer(st.booleans()),
    )


@st.composite
def calendriers(tirer: st.DrawFn) -> list[tuple[int, date, date]]:
    """Certificats successifs sans chevauchement : (rang du sinistre, début, fin)."""
    jour = tirer(jours(-500, 2300))
    ecarts = st.sampled_from([0, 0, 0, 1, 2, 3, 20, 200, 400])
    durees = st.one_of(st.integers(1, 40), st.integers(60, 120), st.integers(300, 800))
    suite = []
    for _ in range(tirer(st.integers(1, 6))):
        jour += timedelta(days=tirer(ecarts))
        fin = jour + timedelta(days=tirer(durees) - 1)
        suite.append((tirer(st.integers(0, 2)), jour, fin))
        jour = fin + timedelta(days=1)
    return suite


@st.composite
def sinistres(
    tirer: st.DrawFn, natures: Iterable[str] = e.NATURES, verse: bool = False
) -> tuple[e.Sinistre, ...]:
    par_rang: dict[int, list[e.Certificat]] = {}
    quotites = st.sampled_from([Decimal(50), Decimal(80)])
    for rang, debut, fin in tirer(calendriers()):
        par_rang.setdefault(rang, []).append(e.Certificat(debut, fin, tirer(quotites)))
    liste = []
    for rang, certificats in par_rang.items():
        debut, fin = certificats[0].debut, certificats[-1].fin
        effets = st.integers(-5, (fin - debut).days + 5).map(lambda n, d=debut: d + timedelta(days=n))
        requalifications = st.builds(e.Requalification, st.sampled_from(list(natures)), effets)
        liste.append(
            e.Sinistre(
                reference=f"S{rang}",
                risque=tirer(st.sampled_from(list(natures))),
                survenance=debut,
                certificats=tuple(tirer(st.permutations(certificats))),
                carence=tirer(st.sampled_from(list(e.CARENCES))),
                attente_decision=tirer(st.booleans()),
                refus_precedent=tirer(st.sampled_from([None, None, None, True, False])),
                requalifications=tuple(tirer(st.lists(requalifications, max_size=2))),
                deja_verse=tirer(st.none() | VERSES) if verse else None,
            )
        )
    return tuple(liste)


@st.composite
def entrees(
    tirer: st.DrawFn, natures: Iterable[str] = e.NATURES, verse: bool = False, **contrat: object
) -> e.EntreeIndemnisation:
    """Entrée cohérente ; `verse` : certains sinistres ont déjà été payés."""
    return e.EntreeIndemnisation(
        contrat=tirer(contrats(**contrat)),
        agent=tirer(agents()),
        sinistres=tirer(sinistres(natures, verse)),
        au=tirer(st.just(date(2035, 1, 1)) | jours(0, 3000)),
    )
