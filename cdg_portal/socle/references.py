"""Ce que citent les règles : articles des documents sources, textes, règles métier, interprétations.

Les données sont dans `socle/sources/*.toml`, lues à la première demande et gardées. Un article a exactement un
état : une règle qui l'applique, un écran, rien à faire (avec sa raison), ou ce qui manque encore.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.texte import cle_tri

SOURCES = Path(__file__).parent / "sources"
# Dans l'ordre où les pages les montrent.
DOCUMENTS = ("cg-cdg-2022", "cctp-cnracl-2025", "cp-prev-2019")
REGLE, ECRAN, SANS_EFFET, A_VENIR = "regle", "ecran", "sans_effet", "a_venir"
STATUTS = {REGLE: "Règle", ECRAN: "Écran", SANS_EFFET: "Sans effet", A_VENIR: "À venir"}
# « CGFP L.822-3 (trois mois) » : la précision entre parenthèses n'est pas de la référence.
_PRECISION = re.compile(r"\s*\(.*\)\s*$")
# Une loi ou un décret cité par son article se reconnaît à défaut par le texte lui-même.
_ARTICLE_DE_TEXTE = re.compile(r"^((?:Loi|Décret|Ordonnance|LFSS) \S+) art\. .+$")


@dataclass(frozen=True, slots=True)
class Ecran:
    """Une page du portail : nom de son adresse, titre, adresse."""

    nom: str
    titre: str
    adresse: str


@dataclass(frozen=True, slots=True)
class Article:
    """Un article d'un document source et la façon dont le portail y répond."""

    reference: str
    titre: str
    document: str
    statut: str
    regles: tuple[str, ...] = ()
    calculs: tuple[str, ...] = ()
    ecrans: tuple[Ecran, ...] = ()
    raison: str = ""
    note: str = ""

    @property
    def numero(self) -> str:
        """La référence sans le code du document : « art. 2-2.a »."""
        return self.reference.removeprefix(f"{self.document} ")

    @property
    def libelle_statut(self) -> str:
        """« Règle », « Écran », « Sans effet » ou « À venir »."""
        return STATUTS[self.statut]

    @property
    def ancre(self) -> str:
        """Ancre de l'article dans une page."""
        return ancre(self.reference)


@dataclass(frozen=True, slots=True)
class Document:
    """Un document source et ses articles, dans son ordre."""

    code: str
    titre: str
    piece: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """La lecture retenue là où un texte laisse un choix.

    `ou` : fichiers où elle agit. `references` : celles dont la citation par une étape la rend utile à montrer.
    `a_venir` : la part du logiciel qui manque encore, vide sinon.
    """

    id: str
    sujet: str
    lecture: str
    ou: tuple[str, ...]
    references: tuple[str, ...]
    statut: str
    a_venir: str = ""


@dataclass(frozen=True, slots=True)
class Couverture:
    """Les articles retenus par une recherche, et le compte de tous par état."""

    articles: tuple[Article, ...]
    comptes: dict[str, int]
    total: int


def ancre(reference: str) -> str:
    """Identifiant d'une référence dans une page : « CGFP L.822-3 » donne « cgfp-l-822-3 »."""
    return cle_tri(reference).replace(" ", "-")


def lire_document(texte: str, ecrans_connus: dict[str, Ecran]) -> Document:
    """Lit un document source ; lève `source-invalide` si un article n'a pas exactement un état."""
    brut = tomllib.loads(texte)
    code = brut["code"]
    articles = tuple(_article(a, code, ecrans_connus) for a in brut["articles"])
    return Document(code, brut["titre"], brut["piece"], articles)


def _article(brut: dict[str, Any], code: str, ecrans_connus: dict[str, Ecran]) -> Article:
    reference = brut["reference"]
    presents = [
        statut
        for statut, cles in (
            (REGLE, ("regles", "calculs")),
            (ECRAN, ("ecrans",)),
            (SANS_EFFET, ("sans_effet",)),
            (A_VENIR, ("a_venir",)),
        )
        if any(brut.get(cle) for cle in cles)
    ]
    if len(presents) != 1:
        raise _invalide(f"« {reference} » doit avoir un état et un seul, il en a {len(presents)}.")
    inconnus = [nom for nom in brut.get("ecrans", ()) if nom not in ecrans_connus]
    if inconnus:
        raise _invalide(f"« {reference} » cite l'écran inconnu « {inconnus[0]} ».")
    return Article(
        reference=reference,
        titre=brut["titre"],
        document=code,
        statut=presents[0],
        regles=tuple(brut.get("regles", ())),
        calculs=tuple(brut.get("calculs", ())),
        ecrans=tuple(ecrans_connus[nom] for nom in brut.get("ecrans", ())),
        raison=brut.get("sans_effet") or brut.get("a_venir") or "",
        note=brut.get("note", ""),
    )


def _invalide(message: str) -> ErreurMetier:
    return ErreurMetier("source-invalide", message)


def _lire(nom: str) -> dict[str, Any]:
    return tomllib.loads((SOURCES / f"{nom}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def ecrans() -> dict[str, Ecran]:
    """Les écrans que citent les articles, par nom d'adresse."""
    return {e["nom"]: Ecran(e["nom"], e["titre"], e["adresse"]) for e in _lire("ecrans")["ecrans"]}


@lru_cache(maxsize=1)
def documents() -> tuple[Document, ...]:
    """Les documents sources, dans leur ordre."""
    return tuple(
        lire_document((SOURCES / f"{nom}.toml").read_text(encoding="utf-8"), ecrans()) for nom in DOCUMENTS
    )


@lru_cache(maxsize=1)
def articles() -> tuple[Article, ...]:
    """Tous les articles, document après document."""
    return tuple(article for document in documents() for article in document.articles)


def compter(liste: Iterable[Article]) -> dict[str, int]:
    """Nombre d'articles par état, zéro compris."""
    statuts = [article.statut for article in liste]
    return {statut: statuts.count(statut) for statut in STATUTS}


def couverture(*, recherche: str = "", document: str = "", statut: str = "", tri: str = "") -> Couverture:
    """Articles cherchés, par document ; les comptes portent sur le document choisi, sinon sur tous.

    `recherche` : le numéro d'un article (ses alinéas et ses tirets suivent), sinon des mots de la référence, du
    titre ou de la réponse, sans accents. `tri` : `statut` ou `-statut` range par état dans chaque document.
    """
    du_document = [a for a in articles() if document in ("", a.document)]
    retenus = [a for a in _chercher(du_document, recherche) if statut in ("", a.statut)]
    if tri.removeprefix("-") == "statut":
        codes = [d.code for d in documents()]
        rangs = list(STATUTS) if tri == "statut" else list(reversed(STATUTS))
        retenus.sort(key=lambda a: (codes.index(a.document), rangs.index(a.statut)))
    return Couverture(tuple(retenus), compter(du_document), len(du_document))


def _chercher(liste: Sequence[Article], recherche: str) -> list[Article]:
    numero = cle_tri(recherche)
    nommes = [cle_tri(a.reference) for a in liste if numero in (cle_tri(a.reference), cle_tri(a.numero))]
    if nommes:
        return [a for a in liste if any(f"{cle_tri(a.reference)} ".startswith(f"{n} ") for n in nommes)]
    return [a for a in liste if _contient(_texte_de_l_article(a), recherche)]


def _texte_de_l_article(a: Article) -> str:
    morceaux = (a.reference, a.titre, a.raison, a.note, *a.regles, *a.calculs, *(e.titre for e in a.ecrans))
    return " ".join(morceaux)


def _contient(texte: str, recherche: str) -> bool:
    """Vrai si chaque mot cherché est dans le texte, sans accents ni ponctuation."""
    cle = cle_tri(texte)
    return all(mot in cle for mot in cle_tri(recherche).split())


@lru_cache(maxsize=1)
def interpretations() -> tuple[Interpretation, ...]:
    """Les interprétations, dans l'ordre du fichier."""
    return tuple(
        Interpretation(
            id=i["id"],
            sujet=i["sujet"],
            lecture=i["lecture"],
            ou=tuple(i["ou"]),
            references=tuple(i["references"]),
            statut=i["statut"],
            a_venir=i.get("a_venir", ""),
        )
        for i in _lire("interpretations")["interpretations"]
    )


def chercher_interpretations(*, recherche: str = "") -> tuple[Interpretation, ...]:
    """Interprétations dont l'identifiant, le sujet, la lecture ou une référence contient les mots cherchés."""
    return tuple(
        i
        for i in interpretations()
        if _contient(" ".join((i.id, i.sujet, i.lecture, i.a_venir, *i.references, *i.ou)), recherche)
    )


def interpretations_citees(references: Sequence[str]) -> tuple[Interpretation, ...]:
    """Interprétations que ces références appellent : nommées par leur identifiant, ou liées à l'une d'elles."""
    citees = {sans_precision(r) for r in references}
    return tuple(i for i in interpretations() if i.id in citees or citees.intersection(i.references))


def sans_precision(reference: str) -> str:
    """La référence sans sa précision finale entre parenthèses."""
    return _PRECISION.sub("", reference).strip()


@lru_cache(maxsize=1)
def regles_metier() -> dict[str, str]:
    """Titre de chaque règle métier (R-…)."""
    return dict(_lire("regles")["regles"])


@lru_cache(maxsize=1)
def textes() -> dict[str, str]:
    """Titre de chaque texte cité, sous chacune de ses écritures."""
    return {
        ecriture: t["titre"]
        for t in _lire("textes")["textes"]
        for ecriture in (t["reference"], *t.get("autres", ()))
    }


@lru_cache(maxsize=1)
def _titres() -> dict[str, str]:
    titres = {a.reference: a.titre for a in articles()}
    titres |= {d.code: d.titre for d in documents()}
    titres |= {i.id: i.sujet for i in interpretations()}
    return titres | regles_metier() | textes()


def titre_de(reference: str) -> str | None:
    """Titre court d'une référence citée, ou None si personne ne la connaît.

    Une précision entre parenthèses est ignorée ; l'article d'une loi ou d'un décret prend à défaut le titre du
    texte.
    """
    citee = sans_precision(reference)
    titre = _titres().get(citee)
    if titre is None and (texte := _ARTICLE_DE_TEXTE.match(citee)):
        titre = _titres().get(texte[1])
    return titre
