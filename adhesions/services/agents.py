"""Écriture des agents, de leurs rémunérations et des rapprochements entre employeurs."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.db.models import TextChoices

from adhesions.models import Agent, RapprochementPersonne, Remuneration, Situation
from adhesions.models.codes import Regime, Rubrique
from adhesions.services.acte import sujet_collectivite
from cdg_portal.cloisonnement.contraintes import traduire_contraintes
from cdg_portal.cloisonnement.identifiants import nouvel_uid
from cdg_portal.cloisonnement.perimetre import perimetre_courant
from cdg_portal.journal.services import consigner
from cdg_portal.perimetres.selectors import organisme_gestionnaire
from cdg_portal.socle.erreurs import ErreurMetier
from cdg_portal.socle.saisie import lire_montant
from cdg_portal.socle.texte import cle_tri

_EN_DOUBLE = ("agent-en-double", "Ce matricule est déjà celui d'un agent de la collectivité.", "matricule")
_AGENT = {"agent_matricule": _EN_DOUBLE}
_REMUNERATION = {
    "remuneration_unique": ("montant-en-double", "Cette rubrique a déjà un montant à cette date.", "depuis")
}


class LotRefuse(ErreurMetier):
    """Le lot d'agents comporte des lignes fautives : rien n'est écrit. `erreurs` les donne toutes."""

    def __init__(self, erreurs: list[dict[str, str]]) -> None:
        nombre = len(erreurs)
        message = f"{nombre} erreur{'s' if nombre > 1 else ''} dans la liste : aucun agent n'est enregistré."
        super().__init__("lot-refuse", message, champ=erreurs[0]["champ"])
        self.erreurs = erreurs


@transaction.atomic
def agent_enregistrer(
    *,
    collectivite: Any,
    matricule: str,
    nom: str,
    prenom: str,
    naissance: date,
    sexe: str,
    regime: str,
    entree: date,
    remuneration: Mapping[str, Decimal],
    le: date,
    sortie: date | None = None,
    statut: str = "TITULAIRE",
    metier: str = "",
    grade: str = "",
    quotite: Decimal | int = 100,
    depuis: date | None = None,
) -> Agent:
    """Enregistre un agent, sa situation et sa rémunération annuelle par rubrique (à compter de `depuis`,
    son entrée par défaut) ; le traitement (TIB) est exigé. `le` : date de l'acte au journal.

    Lève `champ-manquant`, `valeur-interdite`, `dates-inversees`, `montant-invalide`, `agent-en-double`.
    """
    donnees = {
        "matricule": matricule,
        "nom": nom,
        "prenom": prenom,
        "naissance": naissance,
        "sexe": sexe,
        "regime": regime,
        "entree": entree,
        "sortie": sortie,
        "statut": statut,
        "metier": metier,
        "grade": grade,
        "quotite": quotite,
        "remuneration": remuneration,
        "depuis": depuis,
    }
    agent, situation, remunerations = _preparer(collectivite, donnees)
    with traduire_contraintes(_AGENT):
        agent.save(force_insert=True)
    situation.save(force_insert=True)
    Remuneration.objects.bulk_create(remunerations)
    consigner(
        objet=agent,
        action="agent_enregistrer",
        libelle=f"Agent {agent.matricule} enregistré, entré le {entree:%d/%m/%Y}.",
        le=le,
    )
    return agent


@transaction.atomic
def agents_enregistrer_lot(
    *, collectivite: Any, agents: Sequence[Mapping[str, Any]], le: date
) -> list[Agent]:
    """Enregistre une liste d'agents d'un coup (mêmes clés et mêmes contrôles que `agent_enregistrer`).

    Tout ou rien. Lève `LotRefuse` avec toutes les erreurs, chacune située par `agents[rang].champ`.
    """
    prepares, erreurs = _preparer_lot(collectivite, agents)
    if erreurs:
        raise LotRefuse(erreurs)
    if not prepares:
        return []
    with traduire_contraintes(_AGENT):
        crees = Agent.objects.bulk_create([a for a, _, _ in prepares])
    Situation.objects.bulk_create([s for _, s, _ in prepares])
    Remuneration.objects.bulk_create([r for _, _, lignes in prepares for r in lignes])
    consigner(
        objet=sujet_collectivite(collectivite),
        action="agents_enregistrer_lot",
        libelle=f"{len(crees)} agents enregistrés.",
        le=le,
    )
    return crees


@transaction.atomic
def remuneration_revaloriser(
    *, agent: Agent, depuis: date, montants: Mapping[str, Decimal], le: date
) -> list[Remuneration]:
    """Ajoute les montants annuels de ces rubriques à compter de `depuis` ; les anciens restent.

    `le` : date de l'acte au journal.

    Lève `champ-manquant`, `dates-inversees`, `valeur-interdite`, `montant-invalide` ou `montant-en-double`.
    """
    if not montants:
        raise ErreurMetier("champ-manquant", "Aucun montant à enregistrer.", champ="montants")
    if depuis < agent.entree:
        message = f"L'agent est entré le {agent.entree:%d/%m/%Y} : la revalorisation ne peut pas la précéder."
        raise ErreurMetier("dates-inversees", message, champ="depuis")
    lignes = _remunerations(agent, montants, depuis)
    with traduire_contraintes(_REMUNERATION):
        lignes = Remuneration.objects.bulk_create(lignes)
    consigner(
        objet=agent,
        action="remuneration_revaloriser",
        libelle=f"Rémunération revalorisée à compter du {depuis:%d/%m/%Y} : {', '.join(montants)}.",
        le=le,
    )
    return lignes


@transaction.atomic
def personnes_rapprocher(*, agents: Sequence[Agent], le: date) -> list[RapprochementPersonne]:
    """Note que ces agents, chez des employeurs différents, sont la même personne. Connu du seul CDG.

    Lève `reserve-au-cdg`, `rapprochement-invalide` (un seul agent, même employeur, naissances
    différentes, déjà rapprochés d'une autre personne).
    """
    if not perimetre_courant().cdg:
        raise ErreurMetier("reserve-au-cdg", "Seul le Centre de gestion rapproche deux employeurs.")
    _verifier_meme_personne(agents)
    deja = {r.agent_id: r for r in RapprochementPersonne.objects.filter(agent__in=agents)}
    personnes = {r.personne for r in deja.values()}
    if len(personnes) > 1:
        raise _rapprochement_invalide("Ces agents sont déjà rapprochés de personnes différentes.")
    personne = personnes.pop() if personnes else nouvel_uid()
    cdg = organisme_gestionnaire()
    rapprochements = [
        deja.get(a.pk) or RapprochementPersonne.objects.create(collectivite=cdg, personne=personne, agent=a)
        for a in agents
    ]
    if len(deja) < len(agents):
        consigner(
            objet=rapprochements[0],
            action="personnes_rapprocher",
            libelle=f"{len(agents)} agents de {len(agents)} employeurs rapprochés en une même personne.",
            le=le,
        )
    return rapprochements


def _verifier_meme_personne(agents: Sequence[Agent]) -> None:
    if len(agents) < 2 or len({a.collectivite_id for a in agents}) < len(agents):
        raise _rapprochement_invalide("Un rapprochement relie des agents d'employeurs différents.")
    if len({a.naissance for a in agents}) > 1:
        raise _rapprochement_invalide("Ces agents n'ont pas la même date de naissance.")


def _rapprochement_invalide(message: str) -> ErreurMetier:
    return ErreurMetier("rapprochement-invalide", message, champ="agents")


def _preparer_lot(
    collectivite: Any, agents: Sequence[Mapping[str, Any]]
) -> tuple[list[tuple[Agent, Situation, list[Remuneration]]], list[dict[str, str]]]:
    prepares, erreurs = [], []
    matricules = [str(d.get("matricule", "")).strip() for d in agents]
    nombres = Counter(matricules)
    pris = set(
        Agent.objects.filter(collectivite=collectivite, matricule__in=matricules).values_list(
            "matricule", flat=True
        )
    )
    for rang, (donnees, matricule) in enumerate(zip(agents, matricules, strict=True)):
        try:
            if matricule in pris or (nombres[matricule] > 1 and matricule in matricules[:rang]):
                code, message, champ = _EN_DOUBLE
                raise ErreurMetier(code, message, champ=champ)
            prepares.append(_preparer(collectivite, donnees))
        except ErreurMetier as refus:
            champ = f"agents[{rang}].{refus.champ}".rstrip(".")
            erreurs.append({"champ": champ, "code": refus.code, "message": refus.message})
    return prepares, erreurs


def _preparer(collectivite: Any, donnees: Mapping[str, Any]) -> tuple[Agent, Situation, list[Remuneration]]:
    """Objets validés, pas encore enregistrés."""
    textes = {c: str(donnees.get(c) or "").strip() for c in ("matricule", "nom", "prenom")}
    for champ, libelle in (("matricule", "Le matricule"), ("nom", "Le nom"), ("prenom", "Le prénom")):
        if not textes[champ]:
            raise ErreurMetier("champ-manquant", f"{libelle} est obligatoire.", champ=champ)
    for champ, libelle in (("naissance", "La date de naissance"), ("entree", "La date d'entrée")):
        if not isinstance(donnees.get(champ), date):
            raise ErreurMetier("champ-manquant", f"{libelle} est obligatoire.", champ=champ)
    _choix(donnees, "sexe", "Sexe", Agent.Sexe)
    _choix(donnees, "regime", "Régime", Regime)
    statut = donnees.get("statut") or Situation.Statut.TITULAIRE
    _choix({"statut": statut}, "statut", "Statut", Situation.Statut)
    naissance, entree, sortie = donnees["naissance"], donnees["entree"], donnees.get("sortie")
    _verifier_dates(naissance, entree, sortie)
    agent = Agent(
        collectivite=collectivite,
        **textes,
        cle_tri=cle_tri(textes["nom"], textes["prenom"])[:170],
        naissance=naissance,
        sexe=donnees["sexe"],
        regime=donnees["regime"],
        entree=entree,
        sortie=sortie,
    )
    situation = Situation(
        collectivite=collectivite,
        agent=agent,
        statut=statut,
        metier=donnees.get("metier") or "",
        grade=donnees.get("grade") or "",
        quotite=_quotite(donnees.get("quotite", 100)),
        du=entree,
    )
    remuneration = donnees.get("remuneration") or {}
    _exiger_traitement(remuneration)
    return agent, situation, _remunerations(agent, remuneration, donnees.get("depuis") or entree)


def _verifier_dates(naissance: date, entree: date, sortie: date | None) -> None:
    if entree <= naissance:
        raise ErreurMetier("dates-inversees", "L'entrée précède la naissance.", champ="entree")
    if sortie is not None and sortie < entree:
        raise ErreurMetier("dates-inversees", "La sortie précède l'entrée.", champ="sortie")


def _choix(donnees: Mapping[str, Any], champ: str, libelle: str, admis: type[TextChoices]) -> None:
    if donnees.get(champ) not in admis.values:
        *premiers, dernier = (f"« {valeur} »" for valeur in admis.labels)
        message = f"{libelle} : choisir entre {', '.join(premiers)} et {dernier}."
        raise ErreurMetier("valeur-interdite", message, champ=champ)


def _exiger_traitement(montants: Mapping[str, Any]) -> None:
    """Un traitement absent serait indemnisé comme un traitement nul ; zéro, écrit, reste admis."""
    traitement = montants.get(Rubrique.TIB)
    if traitement is None or not str(traitement).strip():
        message = "Le traitement indiciaire brut (TIB) annuel est obligatoire."
        raise ErreurMetier("champ-manquant", message, champ=f"remuneration.{Rubrique.TIB}")


def _quotite(valeur: Any) -> Decimal:
    try:
        quotite = Decimal(valeur)
    except (InvalidOperation, TypeError, ValueError):
        quotite = Decimal(0)
    if not 0 < quotite <= 100:
        raise ErreurMetier("hors-bornes", "La quotité est comprise entre 1 et 100 %.", champ="quotite")
    return quotite


def _remunerations(agent: Agent, montants: Mapping[str, Any], depuis: date) -> list[Remuneration]:
    if inconnues := [r for r in montants if r not in Rubrique.values]:
        connues = ", ".join(f"{code} ({libelle})" for code, libelle in Rubrique.choices)
        message = f"Rubrique inconnue : {inconnues[0]}. Rubriques connues : {connues}."
        raise ErreurMetier("valeur-interdite", message, champ="remuneration")
    return [
        Remuneration(
            collectivite_id=agent.collectivite_id,
            agent=agent,
            rubrique=rubrique,
            annuel=lire_montant(annuel, champ=f"remuneration.{rubrique}"),
            depuis=depuis,
        )
        for rubrique, annuel in montants.items()
    ]
