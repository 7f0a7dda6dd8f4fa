"""Fait produire les PDF des cas par le worker, et relit leur texte."""

import io
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from adhesions.tasks import element_certificat
from cdg_portal.accueil.demonstration.types import DonneesDemonstration
from cdg_portal.accueil.jeu.acteurs import Acteurs
from cdg_portal.accueil.jeu.retrouver import appel_des_cas, bordereaux_des_cas, decomptes_des_cas
from cdg_portal.documents.archive import lire
from cdg_portal.documents.selectors import document_de
from cdg_portal.travaux.selectors import avancement, travail_par_uid
from cdg_portal.travaux.services import planifier_lot
from cotisations.tasks import element_appel
from sinistres.tasks import element_bordereau, element_decompte

ATTENTE_SECONDES = 180
# Un montant ne commence pas au milieu d'un nombre : « 30/04/2025 986,25 € » vaut 986,25, pas 25 986,25.
MONTANT = re.compile(r"(?<![\d/])([+\-−]?)(\d{1,3}(?: \d{3})*,\d{2}) €")


@dataclass(slots=True)
class Pdf:
    """Textes des PDF, par objet ; un document absent n'a pas de texte."""

    textes: dict[Any, str] = field(default_factory=dict)

    def texte(self, objet: Any) -> str:
        """Texte du PDF de cet objet, espaces simples."""
        return self.textes.get(objet.uid, "")

    def montant(self, objet: Any, libelle: str) -> Decimal | None:
        """Premier montant imprimé après ce libellé, ou None s'il n'est pas dans le document."""
        _, trouve, suite = self.texte(objet).partition(libelle)
        montants = MONTANT.search(suite) if trouve else None
        if montants is None:
            return None
        valeur = Decimal(montants[2].replace(" ", "").replace(",", "."))
        return -valeur if montants[1] in ("-", "−") else valeur

    def montants(self, objet: Any) -> list[Decimal]:
        """Tous les montants imprimés, dans l'ordre."""
        trouves = MONTANT.findall(self.texte(objet))
        return [
            Decimal(n.replace(" ", "").replace(",", ".")) * (-1 if s in ("-", "−") else 1) for s, n in trouves
        ]


def produire_les_pdf(
    donnees: DonneesDemonstration,
    collectivites: dict[str, Any],
    acteurs: Acteurs,
    dire: Callable[[str], None],
) -> Pdf:
    """Planifie un lot, attend que le worker l'ait fini, relit chaque PDF."""
    with acteurs.en_cdg():
        decomptes = decomptes_des_cas(donnees, collectivites)
        bordereaux = bordereaux_des_cas(decomptes)
        appel = appel_des_cas(donnees, collectivites)
        objets = [*decomptes, *bordereaux, appel, appel.adhesion]
        lot = planifier_lot(
            cle="demonstration",
            libelle="PDF de la démonstration",
            elements=[
                *(element_decompte(d) for d in decomptes),
                *(element_bordereau(b) for b in bordereaux),
                element_appel(appel),
                element_certificat(appel.adhesion),
            ],
        )
    _attendre(lot.uid, acteurs, dire)
    with acteurs.en_cdg():
        return Pdf({objet.uid: _texte(document_de(source=objet)) for objet in objets})


def _attendre(uid: Any, acteurs: Acteurs, dire: Callable[[str], None]) -> None:
    """Suit le lot ; le worker le fait, et le balayage rattrape une sonnette perdue."""
    limite, dernier = time.monotonic() + ATTENTE_SECONDES, -1
    while time.monotonic() < limite:
        with acteurs.en_cdg():
            lot: Any = travail_par_uid(uid)
            fait = avancement(lot)
        if fait.faits != dernier:
            dernier = fait.faits
            dire(f"PDF produits par le worker : {fait.faits} sur {fait.total}")
        if fait.termine:
            return
        time.sleep(0.5)
    raise SystemExit(
        f"Les PDF ne sont pas finis après {ATTENTE_SECONDES} s : le worker Celery tourne-t-il ? (voir `make demo`)"
    )


def _texte(document: Any) -> str:
    if document is None:
        return ""
    from pypdf import PdfReader  # extra `embarque` : seule la démonstration relit des PDF

    lecteur = PdfReader(io.BytesIO(lire(document)))
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in lecteur.pages))
