"""Affectation de masse : une saisie jouée seule, puis avec tous les champs de modèle injectés, écrit pareil."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client

from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.comptes.models import Compte
from tests.cloisonnement.formulaires import Champ, champs_de, remplir
from tests.cloisonnement.monde import CDG, Monde

PROJET = ("adhesions", "sinistres", "cotisations", "prevoyance", "prevention", "perimetres", "comptes", "documents",
          "travaux", "journal", "echanges", "saisies", "accueil", "account", "mfa", "usersessions")  # fmt: skip
# Ce que la connexion écrit d'elle-même, et la chaîne du journal : un sel tiré au hasard par ligne écrite.
HORS_COMPARAISON = ("django_session", "django_admin_log", "journal_maillon")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
_EMPREINTE = re.compile(r"[0-9a-f]{64}")
# Tirés au hasard à chaque essai : condensat de mot de passe, clé de session, clé d'envoi unique.
_CONDENSAT = re.compile(r"(?:md5|argon2)\$.+|!\w{40}")
_CLE_DE_SESSION = re.compile(r"[a-z0-9]{32}")
_CLE_D_ENVOI = re.compile(r"[0-9a-f]{32}:[0-9a-f]{32}")
# L'historique garde en JSON le numéro du compte qui agit, peut-être créé par l'envoi lui-même.
_UTILISATEUR = re.compile(r'"utilisateur": (\d+)')
# Chiffré avec un sel neuf : la frappe gardée, que l'on ne relit qu'au travers du formulaire.
CHIFFRES = (("saisies_saisiegardee", "contenu"), ("saisies_saisiegardeeevent", "contenu"))
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
        if (table, colonne) in CHIFFRES:
            return colonne, "chiffré"
        if valeur not in self.connus and (
            _CONDENSAT.fullmatch(valeur)
            or _CLE_D_ENVOI.fullmatch(valeur)
            or (colonne == "session_key" and _CLE_DE_SESSION.fullmatch(valeur))
        ):
            return colonne, "neuf"
        if colonne == "pgh_context":
            valeur = _UTILISATEUR.sub(self._utilisateur, valeur)
        return colonne, _UUID.sub(lambda m: m[0] if m[0] in self.connus else "neuf", valeur)

    def _utilisateur(self, trouve: re.Match[str]) -> str:
        connus = self.cles["comptes_compte", "id"]
        return trouve[0] if trouve[1] in connus else "utilisateur neuf"


# Ce qu'écrit aussi une demande refusée : sa trace, et la page vue.
SANS_EFFET = frozenset({"journal_acces", "journal_maillon", "accueil_consultation"})


@dataclass(frozen=True)
class Envoi:
    """Une écriture à jouer.

    `saisies` : ce que l'on tape, là où la page le demande ; `en_plus` : ce que la vue lit sans page à remplir ;
    `preparer` : ce qui doit être arrivé avant, et l'envoi qui en résulte ; `suivre` : la page où mène l'adresse reçoit
    l'envoi ; `injectables` : les seuls champs à injecter, si la vue prend tout ce qu'on lui envoie.
    """

    url: str
    saisies: tuple[Mapping[str, Any], ...] = ()
    en_plus: Mapping[str, Any] = field(default_factory=dict)
    preparer: "Callable[[Envoi], Envoi] | None" = None
    suivre: bool = False
    injectables: frozenset[str] | None = None


@dataclass(frozen=True)
class Joue:
    """Ce qu'un envoi a changé, s'il a vraiment écrit, et sinon ce qui lui a été répondu."""

    changements: Counter[tuple[Any, ...]]
    ecrit: bool
    refus: str
    intrus: int


class Essayeur:
    """Joue une saisie deux fois, chacune dans une transaction annulée, et compare ce qu'elle écrit."""

    def __init__(self, monde: Monde, compte: Any) -> None:
        self.compte, self.reference = compte, Reference()
        self.injectes = injections(monde)
        self.champs_injectes = 0

    def essayer(self, envois: Iterable[Envoi]) -> tuple[Joue, list[str]]:
        """Le premier objet où la saisie ordinaire aboutit (à défaut, le premier), et les écarts de l'injection."""
        joues = []
        for envoi in envois:
            joues.append((envoi, self._jouer(envoi, {})))
            if joues[-1][1].ecrit:
                break
        envoi, seul = joues[-1] if joues[-1][1].ecrit else joues[0]
        avec = self._jouer(envoi, self.injectes)
        self.champs_injectes += avec.intrus
        ecarts = (avec.changements - seul.changements) + (seul.changements - avec.changements)
        return seul, [f"{envoi.url} : {e}" for e in ecarts]

    def _jouer(self, envoi: Envoi, injectes: Mapping[str, str]) -> Joue:
        """Lit la page, la remplit, y ajoute les champs qu'elle ne déclare pas, et l'envoie."""
        with transaction.atomic():
            if envoi.preparer:
                with perimetre(CDG):
                    envoi = envoi.preparer(envoi)
            client = Client(raise_request_exception=False)
            if self.compte is not None:
                # Relu : la préparation l'a peut-être changé.
                client.force_login(Compte.objects.get(pk=self.compte.pk))
            page = client.get(envoi.url, follow=envoi.suivre)
            chemin = page.request["PATH_INFO"] if envoi.suivre else envoi.url
            champs = _champs(page, urlsplit(chemin).path)
            corps = {**remplir(champs, *envoi.saisies), **envoi.en_plus}
            intrus = {
                c: v
                for c, v in injectes.items()
                if c not in champs
                and c not in corps
                and (envoi.injectables is None or c in envoi.injectables)
            }
            avant = self.reference.changements()
            reponse = client.post(chemin, {**intrus, **corps})
            apres = self.reference.changements()
            transaction.set_rollback(True)
        ecrit = any(c[1] not in SANS_EFFET for c in (apres - avant) + (avant - apres))
        return Joue(apres, ecrit, "" if ecrit else _refus(reponse), len(intrus))


def _champs(page: Any, chemin: str) -> dict[str, Champ]:
    return {} if page.streaming else champs_de(page.content.decode(errors="replace"), chemin)


def _refus(reponse: Any) -> str:
    """Le statut, et ce que la page reproche à la saisie."""
    reproches = [str(m) for m in getattr(reponse.wsgi_request, "_messages", ())]
    for contexte in reponse.context or ():
        for nom in ("form", "adminform"):
            if nom in contexte and getattr(contexte[nom], "errors", None):
                reproches += [f"{c} : {' '.join(map(str, e))}" for c, e in contexte[nom].errors.items()]
    return " ; ".join(dict.fromkeys([str(reponse.status_code), *reproches]))
