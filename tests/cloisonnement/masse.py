"""Affectation de masse : une saisie jouée seule, puis avec tous les champs de modèle injectés, écrit pareil."""

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client

from cdg_portal.cloisonnement.perimetre import perimetre
from tests.cloisonnement.monde import CDG, Monde

PROJET = ("adhesions", "sinistres", "cotisations", "prevoyance", "prevention", "perimetres", "comptes", "documents",
          "travaux", "journal", "echanges")  # fmt: skip
# Ce que la connexion écrit d'elle-même, et la chaîne du journal : un sel tiré au hasard par ligne écrite.
HORS_COMPARAISON = ("django_session", "django_admin_log", "journal_maillon")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_EMPREINTE = re.compile(r"[0-9a-f]{64}")
_CHAMP = re.compile(r'name="([\w-]+)"')
Etat = dict[str, Counter[tuple[Any, ...]]]


def modeles() -> list[Any]:
    """Les modèles du projet, historiques compris."""
    return [m for m in apps.get_models() if m._meta.app_label in PROJET and m._meta.managed]


def injections(monde: Monde) -> dict[str, str]:
    """Chaque champ de chaque modèle, sous ses deux noms, avec une valeur qu'un attaquant choisirait."""
    b = monde.locataires["B"]
    champs: dict[str, str] = {}
    for modele in modeles():
        for champ in modele._meta.concrete_fields:
            valeur = _hostile(champ, b)
            champs |= {champ.name: valeur, champ.attname: valeur}
    return champs


def _hostile(champ: Any, b: Any) -> str:
    if champ.related_model is not None:
        lignes = b.objets.get(champ.related_model._meta.label) or [(b.collectivite.pk, None)]
        return str(lignes[-1][0])
    if champ.choices:
        return str(list(champ.flatchoices)[-1][0])
    exemples: list[tuple[Any, str]] = [
        (models.BooleanField, "on"), (models.DateTimeField, "2001-01-01 00:00:00"), (models.DateField, "2001-01-01"),
        (models.UUIDField, str(b.collectivite.uid)), (models.DecimalField, "999999.99"),
        (models.IntegerField, "7"), (models.JSONField, '{"injecte": true}'),
    ]  # fmt: skip
    return next((v for type_, v in exemples if isinstance(champ, type_)), "Injecté")


def _tables() -> list[str]:
    return sorted({m._meta.db_table for m in modeles()} - set(HORS_COMPARAISON))


def empreintes() -> dict[str, str]:
    """L'empreinte de chaque table du projet, en une demande."""
    unions = " UNION ALL ".join(
        f"SELECT '{t}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM \"{t}\" t"  # noqa: S608
        for t in _tables()
    )
    with perimetre(CDG), connection.cursor() as c:
        c.execute(unions)
        return dict(c.fetchall())


def lignes(tables: Iterable[str]) -> Etat:
    """Toutes les lignes de ces tables, colonne par colonne."""
    lues: Etat = {}
    with perimetre(CDG), connection.cursor() as c:
        for table in tables:
            c.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            colonnes = [d.name for d in c.description]
            lues[table] = Counter(
                tuple((n, str(v)) for n, v in zip(colonnes, ligne, strict=True)) for ligne in c.fetchall()
            )
    return lues


class Reference:
    """L'état d'avant toute saisie, auquel chaque essai se compare."""

    def __init__(self) -> None:
        self.empreintes = empreintes()
        self.lignes = lignes(_tables())
        self.connus = {str(v) for table in self.lignes.values() for ligne in table for _, v in ligne}
        cles = {m: {dict(ligne)[m._meta.pk.column] for ligne in self._lignes_de(m)} for m in modeles()}
        # Colonne → identifiants qui existaient : un numéro de séquence change d'un essai à l'autre.
        self.cles = {
            (m._meta.db_table, f.column): cles[m if f.primary_key else f.related_model]
            for m in modeles()
            for f in m._meta.concrete_fields
            if f.primary_key or f.related_model in cles
        }
        # L'historique recopie le numéro de l'objet sans en faire une clé.
        self.cles |= {
            (m._meta.db_table, "id"): cles[m.pgh_tracked_model]
            for m in modeles()
            if hasattr(m, "pgh_tracked_model")
        }
        # Celui d'une collectivité recopie aussi son numéro, en clé calculée.
        self.cles |= {
            (m._meta.db_table, f.column): cles[m.pgh_tracked_model]
            for m in modeles()
            if hasattr(m, "pgh_tracked_model")
            for f in m._meta.concrete_fields
            if f.generated
        }

    def _lignes_de(self, modele: Any) -> Counter[tuple[Any, ...]]:
        return self.lignes.get(modele._meta.db_table, Counter())

    def changements(self) -> Counter[tuple[Any, ...]]:
        """Les lignes apparues ou disparues, sans ce qui est neuf à chaque essai (identifiants, instants)."""
        touchees = [t for t, e in empreintes().items() if e != self.empreintes[t]]
        ecarts: Counter[tuple[Any, ...]] = Counter()
        for table, apres in lignes(touchees).items():
            for signe, ecart in (("+", apres - self.lignes[table]), ("-", self.lignes[table] - apres)):
                for ligne, nombre in ecart.items():
                    ecarts[signe, table, *(self._stable(table, c, v) for c, v in ligne)] += nombre
        return ecarts

    def _stable(self, table: str, colonne: str, valeur: str) -> tuple[str, str]:
        """Un identifiant ou un instant qui n'existait pas avant se vaut d'un essai à l'autre."""
        if (connus := self.cles.get((table, colonne))) is not None and valeur != "None":
            return colonne, valeur if valeur in connus else "neuf"
        if valeur not in self.connus and re.match(r"\d{4}-\d\d-\d\d \d\d:", valeur):
            return colonne, "maintenant"
        if _EMPREINTE.fullmatch(valeur) and valeur not in self.connus:  # d'un jeton tiré au hasard
            return colonne, "neuve"
        return colonne, _UUID.sub(lambda m: m[0] if m[0] in self.connus else "neuf", valeur)


# Ce qu'écrit aussi une demande refusée : sa trace, et l'entrée du compte (dernière connexion).
SANS_EFFET = frozenset(
    {"journal_acces", "journal_maillon", "django_session", "usersessions_usersession", "comptes_compte"}
)


class Essayeur:
    """Joue une saisie deux fois, dans une transaction annulée, et compare ce qu'elle écrit."""

    def __init__(self, monde: Monde, compte: Any) -> None:
        self.compte, self.reference = compte, Reference()
        self.injectes = injections(monde)
        self.champs_injectes = 0

    def ecarts(self, url: str, corps: dict[str, Any]) -> tuple[bool, list[str]]:
        """(la saisie ordinaire écrit quelque chose, les écarts que les champs injectés ont produits)."""
        saisie = {**self._formulaire(url), **corps}
        intrus = {c: v for c, v in self.injectes.items() if c not in saisie}
        self.champs_injectes += len(intrus)
        seul, avec = self._jouer(url, saisie), self._jouer(url, {**intrus, **saisie})
        differences = [f"{url} : {e}" for e in ((avec - seul) + (seul - avec))]
        return any(c[1] not in SANS_EFFET for c in seul), differences

    def _client(self) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(self.compte)
        return client

    def _formulaire(self, url: str) -> dict[str, Any]:
        """Les champs que la page propose : les envoyer est légitime, on ne les injecte pas."""
        page = self._client().get(url).content.decode(errors="replace")
        return {nom: "" for nom in _CHAMP.findall(page) if nom not in ("csrfmiddlewaretoken", "q")}

    def _jouer(self, url: str, corps: dict[str, Any]) -> Counter[tuple[Any, ...]]:
        with transaction.atomic():
            self._client().post(url, corps)
            ecrit = self.reference.changements()
            transaction.set_rollback(True)
        return ecrit
