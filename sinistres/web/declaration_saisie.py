"""Le brouillon relu comme des formulaires : chaque étape sait si elle est juste, la dernière sait tout."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from adhesions.selectors import agent_par_uid
from cdg_portal.socle.erreurs import ErreurMetier
from sinistres.models import Brouillon, Sinistre
from sinistres.regles.delais import limite_declaration
from sinistres.regles.motifs import MOTIFS
from sinistres.regles.pieces import PieceAttendue, pieces_attendues
from sinistres.services.arrets import CertificatSaisi, verifier_certificats
from sinistres.services.declaration import sinistre_declarer
from sinistres.web.declaration_formulaires import PROPOSES, LigneDeCertificat, SaisieEvenement

ETAPES = {
    "agent": "L'agent",
    "motif": "Le motif",
    "evenement": "L'évènement",
    "certificats": "Les certificats",
    "verification": "Vérifier et déclarer",
}
LIGNES_MAX = 40
# Champ refusé par le service → étape où le corriger.
ETAPE_DU_CHAMP = {
    "motif": "motif", "survenance": "evenement", "connu_employeur_le": "evenement", "debut": "certificats",
    "fin": "certificats", "quotite_travail": "certificats",
}  # fmt: skip


class Ensemble:
    """Plusieurs formulaires vus comme un seul par le récapitulatif des erreurs."""

    def __init__(self, formulaires: list[forms.Form], communes: list[str]) -> None:
        self.formulaires, self.communes = formulaires, communes

    @property
    def errors(self) -> bool:
        """Vrai s'il y a au moins une erreur."""
        return bool(self.communes) or any(f.errors for f in self.formulaires)

    def non_field_errors(self) -> list[str]:
        """Erreurs qui ne visent aucun champ."""
        return [*self.communes, *(str(e) for f in self.formulaires for e in f.non_field_errors())]

    def visible_fields(self) -> Iterator[Any]:
        """Tous les champs visibles, formulaire après formulaire."""
        return (champ for f in self.formulaires for champ in f.visible_fields())

    def hidden_fields(self) -> list[Any]:
        """Aucun champ caché."""
        return []


@dataclass(frozen=True, slots=True)
class Saisie:
    """Ce qui a été tapé jusqu'ici."""

    brouillon: Brouillon
    agent: Any
    aujourdhui: date
    # Jeton de la page et ce qui y revient (saisies.page.Gardee).
    gardee: Any = None

    @property
    def contenu(self) -> dict[str, Any]:
        """Le texte gardé, tel quel."""
        return dict(self.brouillon.contenu)

    @property
    def motif(self) -> str:
        """Code du motif, ou chaîne vide s'il n'est pas (bien) choisi."""
        choisi = self.contenu.get("motif", "")
        return choisi if choisi in PROPOSES else ""

    @property
    def libelle_motif(self) -> str:
        """Le motif, en clair."""
        return MOTIFS[self.motif].libelle

    @property
    def risque(self) -> str:
        """Garantie dont relève le motif."""
        return MOTIFS[self.motif].risque

    def evenement(self, donnees: Mapping[str, Any] | None = None) -> SaisieEvenement:
        """Le formulaire de l'évènement, sur ce qui est envoyé ou sur le brouillon."""
        gardees = donnees if donnees is not None else self.contenu.get("evenement")
        return SaisieEvenement(gardees, agent=self.agent, motif=self.motif, aujourdhui=self.aujourdhui)

    def certificats(self, lignes: list[dict[str, str]] | None = None) -> list[LigneDeCertificat]:
        """Une ligne de formulaire par certificat tapé."""
        saisies = lignes if lignes is not None else self.contenu.get("certificats", [])
        donnees = {f"c{i}-{champ}": v for i, ligne in enumerate(saisies) for champ, v in ligne.items()}
        return [LigneDeCertificat(donnees, prefix=f"c{i}", risque=self.risque) for i in range(len(saisies))]

    def etape_a_reprendre(self) -> str:
        """La première étape manquante ou fausse ; la vérification si tout est juste."""
        if self.agent is None:
            return "agent"
        if not self.motif:
            return "motif"
        evenement = self.evenement()
        if not evenement.is_bound or not evenement.is_valid():
            return "evenement"
        certificats = self.certificats()
        if not certificats or erreurs_des_certificats(
            certificats, evenement.cleaned_data["survenance"], le=self.aujourdhui
        ):
            return "certificats"
        return "verification"


def lire_brouillon(brouillon: Brouillon, *, aujourdhui: date) -> Saisie:
    """Le brouillon et son agent, s'il est toujours de cette collectivité."""
    uid = brouillon.contenu.get("agent")
    agent = agent_par_uid(uid) if uid else None
    if agent is not None and agent.collectivite_id != brouillon.collectivite_id:
        agent = None
    return Saisie(brouillon, agent, aujourdhui)


def certificats_saisis(formulaires: list[LigneDeCertificat]) -> list[CertificatSaisi]:
    """Les lignes remplies et justes."""
    return [
        CertificatSaisi(d["debut"], d["fin"], d.get("quotite_travail"))
        for d in (f.cleaned_data for f in formulaires if f.is_valid())
        if d.get("debut") and d.get("fin")
    ]


def erreurs_des_certificats(
    formulaires: list[LigneDeCertificat], survenance: date | None, *, le: date
) -> Ensemble | None:
    """Ce qui ne va pas, ligne par ligne puis entre elles ; None si tout est juste."""
    communes: list[str] = []
    if all([f.is_valid() for f in formulaires]):
        saisis = certificats_saisis(formulaires)
        if not saisis:
            communes.append("Saisissez au moins un certificat.")
        elif survenance is not None:
            try:
                verifier_certificats(saisis, survenance=survenance, le=le)
            except ErreurMetier as refus:
                communes.append(refus.message)
    ensemble = Ensemble(list(formulaires), communes)
    return ensemble if ensemble.errors else None


@dataclass(frozen=True, slots=True)
class Recapitulatif:
    """Ce qui va être déclaré, pour être relu."""

    evenement: SaisieEvenement
    certificats: list[CertificatSaisi]
    pieces: list[PieceAttendue]
    limite: date
    tardive: bool

    @property
    def jours(self) -> int:
        """Jours d'arrêt, bornes incluses."""
        return sum((c.fin - c.debut).days + 1 for c in self.certificats)


def recapituler(saisie: Saisie) -> Recapitulatif:
    """Le récapitulatif d'une saisie complète et juste."""
    evenement = saisie.evenement()
    evenement.is_valid()
    contrat = evenement.adhesion.lot.contrat
    limite = limite_declaration(
        evenement.cleaned_data["connu_employeur_le"],
        contrat.delai_declaration,
        contrat.delai_declaration_unite,
    )
    return Recapitulatif(
        evenement=evenement,
        certificats=certificats_saisis(saisie.certificats()),
        pieces=pieces_attendues(saisie.risque, saisie.agent.regime, saisie.motif),
        limite=limite,
        tardive=saisie.aujourdhui > limite,
    )


def declarer(saisie: Saisie, *, le: date) -> Sinistre:
    """Crée le dossier ; le brouillon est sa clé de saisie : deux envois, un seul dossier."""
    recapitulatif = recapituler(saisie)
    d = recapitulatif.evenement.cleaned_data
    return sinistre_declarer(
        agent=saisie.agent,
        motif=saisie.motif,
        survenance=d["survenance"],
        connu_employeur_le=d["connu_employeur_le"],
        certificats=recapitulatif.certificats,
        cle_saisie=saisie.brouillon.uid,
        le=le,
        tiers_implique=d.get("tiers_implique", False),
        carence=d.get("carence", "AUTO"),
        origine=d.get("origine"),
        refus_precedent=d.get("refus_precedent"),
        conservatoire=d.get("conservatoire", False),
    )
