"""Écrit les pages de documentation tirées des données des règles (articles, barèmes, interprétations).

    .venv/bin/python -m outils.documentation

Ces pages ne se modifient pas à la main : un essai vérifie qu'elles disent ce que disent les données.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from cdg_portal.calculs.baremes import LigneBareme, tous_les_baremes
from cdg_portal.calculs.regles_citees import module_de
from cdg_portal.socle.references import (
    STATUTS,
    Article,
    articles,
    compter,
    documents,
    interpretations,
)

DOCS = Path(__file__).resolve().parents[1] / "docs"
ENTETES_DES_BAREMES = (
    *("Domaine", "Barème", "Clé", "Valeur", "Unité", "En vigueur", "Source"),
    *("Vérifié le", "À revérifier après le"),
)
AVERTISSEMENT = "<!-- Page écrite par `make documentation` : la modifier à la main ne sert à rien. -->"


def tableau(entetes: Sequence[str], lignes: Iterable[Sequence[str]]) -> str:
    """Un tableau Markdown ; les barres verticales des cellules sont protégées."""
    rangees = [entetes, ["---"] * len(entetes), *lignes]
    return "\n".join("| " + " | ".join(c.replace("|", "\\|") for c in rangee) + " |" for rangee in rangees)


def page(titre: str, introduction: str, *corps: str) -> str:
    """Une page entière."""
    return "\n\n".join((f"# {titre}", AVERTISSEMENT, introduction, *corps)) + "\n"


def page_des_articles() -> str:
    """Chaque article des documents sources et la réponse du portail."""
    comptes = [(d.code, d.articles, compter(d.articles)) for d in documents()]
    comptes.append(("Ensemble", articles(), compter(articles())))
    bilan = tableau(
        ("Document", *STATUTS.values(), "Total"),
        (
            (code, *(str(nombre) for nombre in compte.values()), str(len(liste)))
            for code, liste, compte in comptes
        ),
    )
    sections = (
        f"## {d.code}\n\n{d.titre} (document {d.piece}).\n\n"
        + tableau(
            ("Article", "Sujet", "État", "Réponse du portail"),
            ((a.numero, a.titre, a.libelle_statut, _reponse(a)) for a in d.articles),
        )
        for d in documents()
    )
    return page(
        "Articles des documents sources",
        "Chaque article a un état et un seul : une **règle** qui l'applique, un **écran** qui y répond,"
        " **sans effet** et sa raison, ou **à venir** et ce qui manque. La même page est dans le portail,"
        " à *Aide → Articles*.\n\n"
        "« al. 2 » est le deuxième alinéa ; les lettres et chiffres ajoutés à un numéro repèrent, dans l'ordre,"
        " les tirets ou les obligations d'un même alinéa.",
        bilan,
        *sections,
    )


def _reponse(article: Article) -> str:
    morceaux = [
        *(_lien_de_module(m) for m in dict.fromkeys(map(module_de, article.regles))),
        *(f"calcul `{nom}`" for nom in article.calculs),
        *(f"{e.titre} (`{e.adresse}`)" for e in article.ecrans),
    ]
    phrases = [", ".join(morceaux), article.raison, article.note]
    return ". ".join(phrase.rstrip(".") for phrase in phrases if phrase) + "."


def _lien_de_module(module: str) -> str:
    return f"[`{module}`](../{module.replace('.', '/')}.py)"


def page_des_baremes() -> str:
    """Toutes les constantes légales et les clauses types."""
    return page(
        "Barèmes",
        "Les constantes légales et les clauses types des calculs, une ligne par période où elles valent. Passée"
        " la date de la dernière colonne, la vérification a plus d'un an : *Aide → Barèmes* signale alors la ligne"
        " « à revérifier ».",
        tableau(ENTETES_DES_BAREMES, map(_bareme, tous_les_baremes())),
    )


def _bareme(li: LigneBareme) -> tuple[str, ...]:
    if li.toujours:
        periode = f"jusqu'au {li.jusqu_au:%d/%m/%Y}" if li.jusqu_au else "depuis toujours"
    elif li.jusqu_au:
        periode = f"du {li.depuis:%d/%m/%Y} au {li.jusqu_au:%d/%m/%Y}"
    else:
        periode = f"depuis le {li.depuis:%d/%m/%Y}"
    return (
        li.libelle_app,
        f"{li.titre}. {li.precision}".strip() if li.precision else li.titre,
        f"`{li.cle}`",
        li.valeur_ecrite,
        li.unite,
        periode,
        f"{li.reference}, **à confirmer**" if li.a_confirmer else li.reference,
        f"{li.verifie_le:%d/%m/%Y}",
        f"{li.a_reverifier_apres:%d/%m/%Y}",
    )


def page_des_interpretations() -> str:
    """Les lectures retenues."""
    return page(
        "Interprétations à confirmer avec le CDG et l'assureur",
        "Là où un texte laisse un choix, voici la lecture retenue et où elle agit : changer ce fichier la change."
        " Les étapes d'un calcul qui citent l'identifiant, ou une référence de la dernière colonne, y renvoient.",
        tableau(
            ("Identifiant", "Sujet", "Lecture retenue", "Où", "Citée avec"),
            (
                (
                    f'<a id="{i.id}"></a>{i.id}',
                    i.sujet,
                    f"{i.lecture} *Reste à venir : {i.a_venir[0].lower()}{i.a_venir[1:]}*"
                    if i.a_venir
                    else i.lecture,
                    ", ".join(f"`{fichier}`" for fichier in i.ou) or "pas encore dans le logiciel",
                    ", ".join(i.references),
                )
                for i in interpretations()
            ),
        ),
    )


PAGES: dict[str, Callable[[], str]] = {
    "articles.md": page_des_articles,
    "baremes.md": page_des_baremes,
    "interpretations.md": page_des_interpretations,
}


def principal() -> None:
    """Réécrit les pages."""
    for nom, ecrire in PAGES.items():
        (DOCS / nom).write_text(ecrire(), encoding="utf-8")
        print(f"docs/{nom}", flush=True)


if __name__ == "__main__":
    principal()
