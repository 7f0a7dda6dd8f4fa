"""Le robot : chaque adresse, chaque profil, l'objet propre, celui d'autrui et l'absent ; chaque octet rendu est lu."""

import io
import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.core import mail
from django.db import connection, transaction
from django.test import Client

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.perimetres.permissions import roles_de
from tests.cloisonnement.adresses import Adresses
from tests.cloisonnement.bilan import COMPLET
from tests.cloisonnement.canaris import NIR, Canaris, Lecture, aplatir, lire
from tests.cloisonnement.courriels import lire_courriel
from tests.cloisonnement.matrice import ADMINISTRATION, CONNECTE, MATRICE, PUBLIC, SANS_NOM, Ligne
from tests.cloisonnement.monde import CDG, Monde, Profil

# Ce que l'on taperait : chaque formulaire y trouve ses champs.
CORPS = {
    "motif": "Saisi à tort", "debut": "01/06/2026", "fin": "10/06/2026", "effective_le": "01/06/2026",
    "au": "31/05/2026", "montant": "100,00", "recu_le": "10/06/2026", "reference": "VIR-4521",
    "codes": "ARRETE", "vers": "CLM", "effet": "02/03/2026", "decision_le": "01/06/2026",
    "reference_arrete": "ARR-2026-118", "exercice": "2026", "nb_agents": "1", "tib": "24000",
    "survenance": "02/03/2026", "connu_employeur_le": "03/03/2026", "carence": "OUI", "sens": "suivant",
}  # fmt: skip
# Ces profils essaient aussi les méthodes que l'adresse n'admet pas.
TEMOINS = ("RH_VALIDEUR", "LECTEUR") if COMPLET else ("RH_VALIDEUR",)
# Un envoi y ferme la session, ou la reprend.
FERMENT = ("comptes:", "account_", "mfa_")
# Chacun y lit où il tient un rôle, même un rôle qui n'ouvre rien.
SES_DROITS = ("comptes:compte", "perimetres:mes_acces")
AUTRES_METHODES = ("HEAD", "OPTIONS", "POST")
_VARIABLE = re.compile(r"[A-Za-z0-9]{64}|[A-Za-z0-9]{32}|[0-9a-f]{8}-[0-9a-f-]{27}|\b999999999\b")
_ECRITURE = re.compile(r'(INSERT INTO|UPDATE|DELETE FROM) "(?!django_session)')
LIGNE_SANS_NOM = Ligne(ADMINISTRATION)


@dataclass(frozen=True, slots=True)
class Constat:
    """Un manquement : `genre` (canari, statut, droit, differe, ecrit, journal), qui, comment, où, et quoi."""

    genre: str
    profil: str
    methode: str
    nom: str
    detail: str


@dataclass(slots=True)
class Rendu:
    """Ce qu'une demande a donné."""

    statut: int
    lecture: Lecture
    brut: bytes
    ordres: int
    ecrit: bool


@dataclass
class Robot:
    """Parcourt un monde et retient chaque manquement."""

    monde: Monde
    canaris: Canaris
    adresses: Adresses
    constats: list[Constat] = field(default_factory=list)
    requetes: int = 0
    octets: int = 0
    _clients: dict[str, Client] = field(default_factory=dict)

    def parcourir(self, noms: Iterable[str], profils: Iterable[Profil]) -> list[Constat]:
        """Visite tout ; rend les manquements trouvés par ce parcours."""
        self.oublier()  # une session ouverte par un essai précédent a été annulée avec lui
        avant = len(self.constats)
        choisis = list(noms)
        with journaux() as self._journal:
            for profil in profils:
                self._empreinte = self._etat(profil)
                for nom in choisis:
                    self._visiter(profil, nom)
                if self._etat(profil) != self._empreinte:
                    self._noter(
                        "ecrit", profil, "POST", ", ".join(choisis[:3]), "des lignes d'autrui ont changé"
                    )
        return self.constats[avant:]

    def oublier(self) -> None:
        """Repart de clients neufs : aucun message ni témoin d'un parcours précédent."""
        self._clients.clear()

    # ------------------------------------------------------------ une adresse
    def _visiter(self, profil: Profil, nom: str) -> None:
        ligne = MATRICE.get(nom, LIGNE_SANS_NOM)
        if not (ligne.objets or SANS_NOM.get(nom)):
            self._sans_objet(profil, nom, ligne)
            return
        if not profil.du_cdg and not ligne.commune:
            autres = [lettre for lettre in self.monde.locataires if lettre not in profil.siens]
            for autrui in autres[: 2 if profil.entrevus else 1]:
                self._etranger(profil, nom, ligne, autrui)
        elif not ligne.commune:
            for url in self.adresses.de(nom, None):
                self._verifier(
                    profil, ligne, nom, "GET", self._demander(profil, "GET", url, nom), absent=True
                )
        propre = profil.siens[:1] or "A"
        if profil.siens or profil.compte is None:
            for url in self.adresses.de(nom, propre):
                self._chez_soi(profil, nom, ligne, url)

    def _sans_objet(self, profil: Profil, nom: str, ligne: Ligne) -> None:
        for url in self.adresses.de(nom, None):
            statut = self._chez_soi(profil, nom, ligne, url)
            if statut != 200 or not ligne.filtres or profil.compte is None:
                continue
            for autrui in [lettre for lettre in self.monde.locataires if lettre not in profil.siens][:1] or [
                "B"
            ]:
                locataire = self.monde.locataires[autrui]
                # Sans sa dernière lettre : un nom rendu serait vu, et non tenu pour l'écho de la demande.
                texte = locataire.racine[:-1]
                recherches = [{c: texte for c, m in ligne.filtres.items() if not m}]
                recherches += [{c: str(locataire.objets[m][0][1])} for c, m in ligne.filtres.items() if m]
                for recherche in filter(None, recherches):
                    self._demander(profil, "GET", f"{url}?{urlencode(recherche)}", nom)
            entetes = {"HTTP_HX_REQUEST": "true"}
            self._demander(profil, "GET", f"{url}?tri=-numero&page=2&q={NIR}", nom, **entetes)

    def _etranger(self, profil: Profil, nom: str, ligne: Ligne, autrui: str) -> None:
        """L'objet d'autrui et l'objet absent : même statut, même corps, même nombre d'ordres SQL."""
        for methode in dict.fromkeys((*ligne.methodes, *(AUTRES_METHODES if profil.nom in TEMOINS else ()))):
            corps = CORPS if methode == "POST" else None
            etrangers = [
                self._demander(profil, methode, u, nom, corps) for u in self.adresses.de(nom, autrui)
            ]
            absents = [self._demander(profil, methode, u, nom, corps) for u in self.adresses.de(nom, None)]
            for rendu in etrangers:
                self._verifier(profil, ligne, nom, methode, rendu, absent=True, autrui=autrui)
            if autrui in profil.entrevus:
                continue
            pareils = {(r.statut, _corps_constant(r.brut), r.ordres) for r in (*etrangers, *absents)}
            if len(pareils) > 1:
                vus = sorted({(s, len(c), n) for s, c, n in pareils})
                self._noter("differe", profil, methode, nom, f"étranger et absent se distinguent : {vus}")
        if nom == "sinistres:acte_sur" and profil.siens:
            for url in self.adresses.croisees(profil.siens[0], autrui):
                for methode in ("GET", "POST"):
                    rendu = self._demander(profil, methode, url, nom, CORPS if methode == "POST" else None)
                    if rendu.statut not in (403, 404):
                        self._noter(
                            "statut", profil, methode, nom, f"objet d'autrui sur son dossier : {rendu.statut}"
                        )

    def _chez_soi(self, profil: Profil, nom: str, ligne: Ligne, url: str) -> int:
        """Lire, puis envoyer : une saisie ordinaire, et deux trafiquées avec les identifiants d'autrui.

        Une saisie que la garde refuse avant de lire son corps n'est pas trafiquée. Rend le statut de la lecture.
        """
        lu = self._demander(profil, "GET", url, nom)
        self._verifier(profil, ligne, nom, "GET", lu)
        if "POST" not in ligne.methodes or (
            nom.startswith("api:") and profil.nom not in ("anonyme", *TEMOINS)
        ):
            return lu.statut
        autrui = next((x for x in "BCA" if x not in profil.siens), "B")
        trafiques = [self.adresses.identifiants(autrui, par_uid) for par_uid in (True, False)]
        for corps in (CORPS, *({**CORPS, **t, "motif": f"Motif {NIR}"} for t in trafiques)):
            with transaction.atomic():
                rendu = self._demander(profil, "POST", url, nom, corps)
                self._verifier(profil, ligne, nom, "POST", rendu)
                if rendu.statut == 302:
                    suite = rendu.lecture.texte.partition("location:")[2].partition("x-")[0]
                    self._suivre(profil, nom, suite)
                if rendu.ecrit and self._etat(profil) != self._empreinte:
                    self._noter("ecrit", profil, "POST", nom, "une ligne d'autrui a changé")
                transaction.set_rollback(True)
            self._reconnecter(profil, nom)
            if profil.compte is None or rendu.statut in (403, 404, 405):
                break
        return lu.statut

    def _suivre(self, profil: Profil, nom: str, suite: str) -> None:
        """La page où mène l'envoi, avec les messages qu'elle montre."""
        if suite.startswith("/") and profil.compte is not None:
            self._demander(profil, "GET", suite.split("#")[0], nom)

    def _reconnecter(self, profil: Profil, nom: str) -> None:
        if nom.startswith(FERMENT) or nom.endswith(("logout", "password_change")):
            self._clients.pop(profil.nom, None)

    # ------------------------------------------------------------ une demande
    def demander(
        self, profil: Profil, methode: str, url: str, nom: str, corps: dict[str, Any] | None = None
    ) -> Rendu:
        """Une demande hors parcours, lue comme les autres ; ce qu'elle trahit s'ajoute aux constats."""
        with journaux() as self._journal:
            return self._demander(profil, methode, url, nom, corps)

    def client(self, profil: Profil) -> Client:
        """Le navigateur de ce profil, connecté."""
        if profil.nom not in self._clients:
            client = Client(raise_request_exception=False)
            if profil.compte is not None:
                client.force_login(profil.compte)
            self._clients[profil.nom] = client
        return self._clients[profil.nom]

    def _demander(
        self,
        profil: Profil,
        methode: str,
        url: str,
        nom: str,
        corps: dict[str, Any] | None = None,
        **entetes: Any,
    ) -> Rendu:
        """Joue la demande, lit tout ce qui en sort, et retient chaque canari qui n'y était pas déjà."""
        mail.outbox.clear()
        self._journal.truncate(self._journal.seek(0))
        client = self.client(profil)
        with transaction.atomic(), _compter() as ordres:
            if methode == "POST" and nom.startswith("api:"):
                reponse = client.post(url, json.dumps(corps), content_type="application/json")
            else:
                reponse = getattr(client, methode.lower())(url, corps, **entetes)
        courriels = "\n".join(map(lire_courriel, mail.outbox))
        lecture = lire(reponse, courriels)
        journal = self._journal.getvalue()
        self.requetes += 1
        self.octets += lecture.octets + len(journal)
        demande = aplatir(url + " " + " ".join(map(str, (corps or {}).values())))
        siens = replace(profil, siens=profil.siens + profil.entrevus) if nom in SES_DROITS else profil
        for canari in lecture.trouves(self.canaris.etrangers(siens), sauf=demande):
            self._noter("canari", profil, methode, nom, canari)
        for canari in Lecture(aplatir(journal), 0).trouves(self.canaris.journaux()):
            self._noter("journal", profil, methode, nom, canari)
        if reponse.status_code >= 500 and nom != "pret":
            self._noter("statut", profil, methode, nom, f"erreur {reponse.status_code} sur {url}")
        return Rendu(
            reponse.status_code,
            lecture,
            b"" if reponse.streaming else reponse.content,
            len(ordres),
            any(map(_ECRITURE.search, ordres)),
        )

    def _verifier(
        self, profil: Profil, ligne: Ligne, nom: str, methode: str, rendu: Rendu, *, absent: bool = False,
        autrui: str = "",
    ) -> None:  # fmt: skip
        """Le statut est celui que la table des permissions annonce."""
        admis = self._admis(profil, ligne, methode, absent=absent, autrui=autrui)
        refuse = self._refuses(profil, ligne, methode, absent=absent)
        if (admis and rendu.statut not in admis) or rendu.statut in refuse:
            genre = "statut" if absent else "droit"
            self._noter(genre, profil, methode, nom, f"{rendu.statut}, attendu {admis or 'autre chose'}")

    @staticmethod
    def _admis(profil: Profil, ligne: Ligne, methode: str, *, absent: bool, autrui: str) -> tuple[int, ...]:
        """Les seuls statuts possibles ; vide : pas d'exigence."""
        if ligne.action == PUBLIC:
            return ()
        if profil.compte is None:
            return (302,)
        if methode not in ligne.methodes:
            return (403, 404, 405) if ligne.action != ADMINISTRATION else (302, 403, 404, 405)
        if ligne.action == ADMINISTRATION:
            return () if "ADMINISTRATEUR" in profil.roles else (302, 403, 404)
        if ligne.sans_habilitation and not profil.roles:
            return (200,)
        if ligne.action != CONNECTE and not profil.roles & roles_de(ligne.action):
            # Ailleurs que chez soi, rien n'est refusé : rien n'existe. Chez soi, l'objet d'une autre personne non plus.
            return (404,) if absent and autrui not in profil.entrevus else (403, 404)
        if absent:
            return (403, 404) if autrui and autrui in profil.entrevus else (404,)
        return ()

    @staticmethod
    def _refuses(profil: Profil, ligne: Ligne, methode: str, *, absent: bool) -> tuple[int, ...]:
        """Les statuts impossibles chez soi, quand la table donne le droit."""
        if absent or profil.compte is None or ligne.action in (PUBLIC, CONNECTE, ADMINISTRATION):
            return ()
        tenue = bool(profil.roles & roles_de(ligne.action)) and methode in ligne.methodes
        return (403, 404) if tenue and not ligne.selon_objet else ()

    def _noter(self, genre: str, profil: Profil, methode: str, nom: str, detail: str) -> None:
        self.constats.append(Constat(genre, profil.nom, methode, nom, detail))

    def _etat(self, profil: Profil) -> str:
        """Empreinte de toutes les lignes des collectivités qui ne sont pas les siennes."""
        autres = [
            str(loc.collectivite.pk) for x, loc in self.monde.locataires.items() if x not in profil.siens
        ]
        if not autres:
            return ""
        unions = " UNION ALL ".join(
            f"SELECT '{m._meta.db_table}', md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"  # noqa: S608
            f' FROM "{m._meta.db_table}" t WHERE "{_colonne(m)}" IN ({", ".join(autres)})'
            for m in modeles_cloisonnes()
        )
        with perimetre(CDG), connection.cursor() as c:
            c.execute(f"SELECT md5(string_agg(u::text, '|')) FROM ({unions}) u")  # noqa: S608
            return str(c.fetchone()[0])


def _colonne(modele: Any) -> str:
    return str(modele.CLE_PERIMETRE)


def _corps_constant(corps: bytes) -> str:
    """Le corps sans ce qui change à chaque demande : jeton CSRF, identifiants."""
    return _VARIABLE.sub("…", corps.decode(errors="replace"))


@contextmanager
def _compter() -> Iterator[list[str]]:
    """Les ordres SQL de la demande."""
    ordres: list[str] = []

    def enveloppe(executer: Any, sql: str, params: Any, many: bool, contexte: Any) -> Any:
        ordres.append(sql)
        return executer(sql, params, many, contexte)

    with connection.execute_wrapper(enveloppe):
        yield ordres


@contextmanager
def journaux() -> Iterator[io.StringIO]:
    """Ce que les journaux techniques écrivent, avec le formateur de production."""
    from django.conf import settings

    tampon = io.StringIO()
    sortie = logging.StreamHandler(tampon)
    reglage = dict(settings.LOGGING["formatters"]["json"])
    fabrique = __import__("structlog").stdlib.ProcessorFormatter
    sortie.setFormatter(fabrique(**{k: v for k, v in reglage.items() if k != "()"}))
    racine = logging.getLogger()
    autres, niveau = racine.handlers[:], racine.level
    racine.handlers = [sortie]
    racine.setLevel(logging.INFO)
    try:
        yield tampon
    finally:
        racine.handlers = autres
        racine.setLevel(niveau)
