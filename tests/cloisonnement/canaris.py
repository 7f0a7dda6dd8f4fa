"""Les canaris : toutes les valeurs de la base qui ne sont qu'à une collectivité, cherchées dans une réponse."""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from pypdf import PdfReader

from cdg_portal.cloisonnement.controles import modeles_cloisonnes
from cdg_portal.cloisonnement.perimetre import perimetre
from cdg_portal.perimetres.visibilite import CHAMPS
from tests.cloisonnement.monde import CDG, Locataire, Monde, Profil

LONGUEUR_MINIMALE = 6
NIR = "2710355123456"
# Ce qui nomme un agent : caché à qui ne peut lire ni agent ni dossier.
CHAMPS_NOMINATIFS = ("nom", "prenom", "naissance")


def aplatir(texte: str) -> str:
    """Casse, entités et blancs effacés : « 24 131,37 » et « 24131,37 » se ressemblent."""
    return re.sub(r"\s+", "", html.unescape(texte)).casefold()


def ecritures(valeur: Any) -> Iterator[str]:
    """Les manières d'écrire une valeur dans une page, un fichier ou une adresse."""
    if isinstance(valeur, UUID):
        yield str(valeur)
    elif isinstance(valeur, Decimal):
        if valeur >= 1000:
            brut = f"{valeur:.2f}"
            yield from (brut, brut.replace(".", ","))
    elif isinstance(valeur, date):
        yield from (f"{valeur:%d/%m/%Y}", f"{valeur:%Y-%m-%d}")
    elif isinstance(valeur, str):
        yield valeur
    elif isinstance(valeur, dict):
        for element in valeur.values():
            yield from ecritures(element)
    elif isinstance(valeur, list | tuple):
        for element in valeur:
            yield from ecritures(element)


def voient_les_noms() -> frozenset[str]:
    """Les rôles qui voient l'identité d'un agent, selon la table champ × rôle."""
    return frozenset(CHAMPS["identite_agent"].visible)


@dataclass(frozen=True)
class Canaris:
    """Par lettre de collectivité : les textes qui la trahissent, et ceux qui nomment ses agents."""

    tous: dict[str, tuple[str, ...]]
    nominatifs: dict[str, tuple[str, ...]]
    secrets: tuple[str, ...] = field(default=())

    def etrangers(self, profil: Profil) -> tuple[str, ...]:
        """Ce que ce profil ne doit lire nulle part : tout des autres, et les noms si son rôle les cache."""
        interdits = [c for lettre, c in self.tous.items() if lettre not in profil.siens]
        if profil.siens and not profil.roles & voient_les_noms():
            interdits += [c for lettre, c in self.nominatifs.items() if lettre in profil.siens]
        return tuple(c for groupe in interdits for c in groupe) + self.secrets

    def journaux(self) -> tuple[str, ...]:
        """Ce qu'aucun journal technique n'écrit : ni valeur d'une collectivité (sauf identifiants opaques), ni NIR."""
        # Un montant ressemble aux fractions de seconde d'un horodatage : il se cherche dans les réponses seulement.
        # Une adresse gardée avec un brouillon n'est faite que d'identifiants opaques, qui s'y journalisent.
        opaques = re.compile(
            r"^[0-9a-f]{8}-[0-9a-f-]{27}$|^[0-9.,]+$|^/[a-z/-]*[0-9a-f]{8}-[0-9a-f-]{27}/[a-z/-]*$"
        )
        return (
            NIR,
            *(c for groupe in self.tous.values() for c in groupe if not opaques.match(c)),
            *self.secrets,
        )


def relever(monde: Monde) -> Canaris:
    """Lit toutes les tables cloisonnées et garde ce qui n'est qu'à une collectivité."""
    with perimetre(CDG):
        valeurs = {lettre: _valeurs(loc) for lettre, loc in monde.locataires.items()}
        nommes = {lettre: _noms(loc) for lettre, loc in monde.locataires.items()}
    tous = {}
    for lettre, siennes in valeurs.items():
        ailleurs = set().union(*(v for autre, v in valeurs.items() if autre != lettre))
        # La racine suffit à reconnaître tous les textes qui la contiennent : on ne cherche que les autres.
        racine = monde.locataires[lettre].racine.casefold()
        seules = {v for v in siennes - ailleurs if len(v) >= LONGUEUR_MINIMALE and racine not in v}
        tous[lettre] = (racine, *sorted(seules))
    nominatifs = {lettre: tuple(sorted(noms)) for lettre, noms in nommes.items()}
    comptes = [p.compte for p in monde.profils.values() if p.compte]
    secrets = tuple(sorted({aplatir(c.password) for c in comptes if len(c.password) > LONGUEUR_MINIMALE}))
    empreintes = tuple(f"{rang:064x}" for rang in range(1, len(monde.locataires) + 1))
    return Canaris(tous, nominatifs, (*secrets, *empreintes))


def _valeurs(locataire: Locataire) -> set[str]:
    trouvees: set[str] = set()
    for modele in modeles_cloisonnes():
        if hasattr(modele, "pgh_tracked_model"):
            continue
        champs = [f for f in modele._meta.concrete_fields if _parlant(f)]
        lignes = modele.objects.filter(**{modele.CLE_PERIMETRE: locataire.collectivite.pk})
        for ligne in lignes.values_list(*(f.attname for f in champs)):
            trouvees.update(aplatir(e) for valeur in ligne for e in ecritures(valeur))
    for etat in (locataire.rh.email, str(locataire.rh.uid)):
        trouvees.add(aplatir(etat))
    trouvees.update(str(uid) for _, uid in locataire.objets["travaux.Travail"])
    return trouvees


def _parlant(champ: Any) -> bool:
    """Un champ dont la valeur peut désigner quelqu'un : ni choix, ni clé, ni date."""
    types = (models.CharField, models.TextField, models.UUIDField, models.DecimalField, models.JSONField)
    return isinstance(champ, types) and not champ.choices and champ.name != "pgh_context"


def _noms(locataire: Locataire) -> set[str]:
    from adhesions.models import Agent

    lignes = Agent.objects.filter(collectivite=locataire.collectivite).values_list(*CHAMPS_NOMINATIFS)
    return {aplatir(e) for ligne in lignes for valeur in ligne for e in ecritures(valeur)}


@dataclass(slots=True)
class Lecture:
    """Tout ce qu'une réponse donne à lire, aplati, et le nombre d'octets lus."""

    texte: str
    octets: int

    def trouves(self, canaris: Iterable[str], sauf: str = "") -> list[str]:
        """Les canaris présents, hors ceux que la demande contenait déjà."""
        return [c for c in canaris if c in self.texte and c not in sauf]


def lire(reponse: Any, plus: str = "") -> Lecture:
    """Corps décodé selon son type (PDF, archive, texte), en-têtes et cookies ; `plus` : courriels et journaux."""
    corps = b"".join(reponse.streaming_content) if reponse.streaming else reponse.content
    entetes = "\n".join(f"{k}: {v}" for k, v in reponse.headers.items())
    temoins = "\n".join(c.OutputString() for c in reponse.cookies.values())
    texte = "\n".join((decoder(corps), entetes, temoins, plus))
    return Lecture(aplatir(texte), len(corps) + len(entetes) + len(temoins) + len(plus))


def decoder(corps: bytes) -> str:
    """Le texte d'un corps ou d'une pièce jointe, selon ses premiers octets."""
    if corps.startswith(b"%PDF"):
        lu = PdfReader(io.BytesIO(corps))
        return "\n".join([*(p.extract_text() for p in lu.pages), str(lu.metadata)])
    if corps.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(corps)) as archive:
            return "\n".join(archive.read(n).decode(errors="replace") for n in archive.namelist())
    texte = corps.decode(errors="replace")
    if texte[:1] in "{[":
        try:
            texte += "\n" + json.dumps(json.loads(texte), ensure_ascii=False)  # échappements \\u compris
        except ValueError:
            return texte
    return texte
