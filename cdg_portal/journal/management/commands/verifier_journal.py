"""Relit toute la chaîne du journal et nomme le premier maillon rompu."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cdg_portal.cloisonnement.perimetre import hors_perimetre
from cdg_portal.journal.selectors.verification import Bilan, verifier

CHIFFRES = 18


class Command(BaseCommand):
    """Code 0 : intacte. Code 1 : rompue, la première rupture d'abord."""

    help = "Vérifie la chaîne du journal, contre des racines gardées hors de la base si on les donne."

    def add_arguments(self, parser: CommandParser) -> None:
        """Les racines gardées au-dehors."""
        parser.add_argument("--racine", action="append", default=[], metavar="N:HEX", help="racine gardée")
        parser.add_argument("--fichier", type=Path, help="fichier de racines, une « n:hex » par ligne")

    def handle(self, *args: Any, racine: list[str], fichier: Path | None, **options: Any) -> None:
        """Vérifie, imprime le bilan ; lève CommandError (code 1) si la chaîne est rompue."""
        textes = list(racine)
        if fichier:
            try:
                textes += fichier.read_text(encoding="utf-8-sig").splitlines()
            except OSError as faute:
                raise CommandError(f"Le fichier de racines ne se lit pas : {faute.strerror}.") from faute
            except UnicodeDecodeError as faute:
                raise CommandError(
                    f"Le fichier de racines n'est pas un texte en UTF-8 (octet {faute.start + 1}) : donnez celui où "
                    "racine_du_journal écrit, une « numéro:racine » par ligne."
                ) from faute
        gardees = dict(lire_racine(t) for t in textes if t.strip() and not t.startswith("#"))
        with hors_perimetre("vérifier le journal"):
            bilan = verifier(gardees=gardees, maintenant=timezone.now())
        self.stdout.write(_resume(bilan, len(gardees)))
        for ligne in (*bilan.effacements, *bilan.avertissements):
            self.stdout.write(f"  {ligne}")
        if bilan.ruptures:
            suite = "\n".join(f"  - {r.phrase}" for r in bilan.ruptures)
            raise CommandError(f"Chaîne rompue. Première rupture : {bilan.ruptures[0].phrase}\n{suite}")
        reserve = f", sauf {bilan.inverifiables} effacement(s) invérifiable(s)" if bilan.inverifiables else ""
        self.stdout.write(f"Chaîne intacte{reserve}.")


def lire_racine(texte: str) -> tuple[int, str]:
    """« 12:ab… » → (12, "ab…"). Lève CommandError."""
    n, _, hexa = texte.strip().split(" ")[0].partition(":")
    # `isdigit` admettrait « ² », que `int` ne lit pas.
    if (
        not (n.isascii() and n.isdecimal() and len(n) <= CHIFFRES)
        or len(hexa) != 64
        or set(hexa.lower()) - set("0123456789abcdef")
    ):
        raise CommandError(
            f"Racine illisible : « {texte.strip()} ». Attendu : numéro:64 chiffres hexadécimaux."
        )
    return int(n), hexa.lower()


def _resume(bilan: Bilan, gardees: int) -> str:
    return (
        f"{bilan.scellements} scellement(s), {bilan.maillons} maillon(s) scellé(s), {bilan.lignes} ligne(s) relue(s),"
        f" {len(bilan.effacements)} effacement(s) inscrit(s), {gardees} racine(s) gardée(s) comparée(s)."
        + (f"\nDernière racine : {bilan.dernier}:{bilan.racine}" if bilan.racine else "")
    )
