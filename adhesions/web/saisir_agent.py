"""Enregistrer un agent, suivre sa paie et sa fin de carrière : actes du CDG et du valideur de l'employeur."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from adhesions.models import Agent
from adhesions.selectors import agent_de_matricule, agent_par_uid, agents_homonymes, remuneration_au
from adhesions.services.agents import agent_enregistrer, remuneration_revaloriser
from adhesions.services.carriere import agent_prolonger, agent_retraiter, agent_sortir
from adhesions.web import formulaires_agent as f
from adhesions.web.saisie import Page, deja_fait, montrer, refusee
from cdg_portal.formulaires import Avertissement, recu, tenter, une_seule_fois
from cdg_portal.horloge import aujourdhui
from cdg_portal.perimetres.acces import exiger, ou_404, requiert
from cdg_portal.perimetres.selectors import collectivite_de_uid
from cdg_portal.perimetres.web.gardes import collectivite_gardee

IDENTITE = ("matricule", "nom", "prenom", "naissance", "sexe", "regime", "entree")
EMPLOI = ("statut", "grade", "metier", "quotite")


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("agents.ecrire", sur=collectivite_de_uid)
@une_seule_fois
def enregistrer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Un agent de plus ; un second envoi ouvre celui qui vient d'être enregistré."""
    collectivite = collectivite_gardee(request, uid, "agents.ecrire")
    form: Any = f.SaisieAgent(recu(request))
    if request.method == "POST":
        if form.is_valid():
            form.avertir(_homonymes(collectivite, form.cleaned_data))
        agent = tenter(
            request,
            form,
            lambda d: agent_enregistrer(
                collectivite=collectivite,
                remuneration=form.montants(),
                le=aujourdhui(),
                **{c: d[c] for c in (*IDENTITE, *EMPLOI)},
            ),
            "L'agent est enregistré.",
        )
        if agent is None and refusee(form, "agent-en-double"):
            agent = _le_meme(collectivite, form.saisie)
            if agent is not None:
                deja_fait(request, "Cet agent est déjà enregistré : le voici.")
        if agent is not None:
            return redirect("adhesions:agent", uid=agent.uid)
    fiche = reverse("adhesions:collectivite", args=[uid])
    page = Page(
        titre="Enregistrer un agent",
        bouton="Enregistrer l'agent",
        retour=f"{reverse('adhesions:agents')}?collectivite={uid}",
        fil=((reverse("adhesions:agents"), "Agents"), (fiche, collectivite.denomination)),
        sous_titre=collectivite.denomination,
        collectivite=collectivite,
        action="agents.ecrire",
    )
    return montrer(request, page, form)


def _homonymes(collectivite: Any, saisie: dict[str, Any]) -> list[Avertissement]:
    """Le même nom et la même naissance sous un autre matricule : sans doute la même personne."""
    return [
        Avertissement(
            f"homonyme-{agent.uid}",
            f"{agent}, matricule {agent.matricule}, porte déjà ce nom et cette date de naissance.",
            reverse("adhesions:agent", args=[agent.uid]),
            "Voir sa fiche",
        )
        for agent in agents_homonymes(
            collectivite_id=collectivite.pk,
            nom=saisie["nom"],
            prenom=saisie["prenom"],
            naissance=saisie["naissance"],
            sauf_matricule=saisie["matricule"],
        )
    ]


def _le_meme(collectivite: Any, saisie: dict[str, Any]) -> Agent | None:
    agent = agent_de_matricule(collectivite_id=collectivite.pk, matricule=saisie["matricule"])
    memes = ("nom", "prenom", "naissance")
    return agent if agent and all(getattr(agent, c) == saisie[c] for c in memes) else None


def _gardee(request: HttpRequest, uid: UUID) -> Agent:
    agent = ou_404(agent_par_uid(uid))
    exiger(request, "agents.ecrire", agent)
    return agent


def _page(agent: Agent, titre: str, bouton: str, explication: str) -> Page:
    retour = reverse("adhesions:agent", args=[agent.uid])
    return Page(
        titre=titre,
        bouton=bouton,
        retour=retour,
        fil=((reverse("adhesions:agents"), "Agents"), (retour, str(agent))),
        sous_titre=f"{agent}, {agent.collectivite.denomination}, matricule {agent.matricule}",
        explication=explication,
        collectivite=agent.collectivite,
        action="agents.ecrire",
    )


def _acte(
    request: HttpRequest, page: Page, form: Any, acte: Callable[[dict[str, Any]], Any], fait: str
) -> HttpResponse:
    if request.method == "POST" and tenter(request, form, acte, fait) is not None:
        return redirect(page.retour)
    return montrer(request, page, form)


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("agents.ecrire", sur=agent_par_uid)
@une_seule_fois
def revaloriser(request: HttpRequest, uid: UUID) -> HttpResponse:
    """De nouveaux montants annuels à compter d'une date ; les anciens restent."""
    agent = _gardee(request, uid)
    form = f.SaisieRevalorisation(recu(request), actuelle=remuneration_au(agent=agent, au=aujourdhui()))
    page = _page(
        agent,
        "Revaloriser la rémunération",
        "Enregistrer les nouveaux montants",
        "Seules les rubriques remplies changent, à compter de cette date. Les montants d'avant restent : "
        "les jours passés gardent leur paie.",
    )
    reponse = _acte(
        request,
        page,
        form,
        lambda d: remuneration_revaloriser(
            agent=agent, depuis=d["depuis"], montants=form.montants(), le=aujourdhui()
        ),
        "Les nouveaux montants sont enregistrés.",
    )
    if refusee(form, "montant-en-double") and _memes_montants(agent, form):
        deja_fait(request, "Ces montants sont déjà enregistrés.")
        return redirect(page.retour)
    return reponse


def _memes_montants(agent: Agent, form: Any) -> bool:
    depuis = form.saisie["depuis"]
    connus = {r.rubrique: r.annuel for r in agent.remunerations.all() if r.depuis == depuis}
    return all(connus.get(rubrique) == montant for rubrique, montant in form.montants().items())


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("agents.ecrire", sur=agent_par_uid)
@une_seule_fois
def sortir(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le dernier jour de l'agent."""
    agent = _gardee(request, uid)
    page = _page(
        agent,
        "Noter le départ",
        "Enregistrer le départ",
        "Aucun jour n'est indemnisé après le dernier jour dans la collectivité.",
    )
    return _acte(
        request,
        page,
        f.SaisieDepart(recu(request), initial={"sortie": agent.sortie}),
        lambda d: agent_sortir(agent=agent, **d, le=aujourdhui()),
        "Le départ est noté.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("agents.ecrire", sur=agent_par_uid)
@une_seule_fois
def retraiter(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Le premier jour de la pension."""
    agent = _gardee(request, uid)
    page = _page(
        agent,
        "Noter la retraite liquidée",
        "Enregistrer la retraite",
        "Plus aucun jour n'est indemnisé à compter du premier jour de la pension. L'agent quitte les "
        "effectifs la veille au plus tard.",
    )
    return _acte(
        request,
        page,
        f.SaisieRetraite(recu(request), initial={"retraite_le": agent.retraite_le}),
        lambda d: agent_retraiter(agent=agent, **d, le=aujourdhui()),
        "La retraite est notée.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@requiert("agents.ecrire", sur=agent_par_uid)
@une_seule_fois
def prolonger(request: HttpRequest, uid: UUID) -> HttpResponse:
    """La prolongation légale d'activité, accordée ou retirée."""
    agent = _gardee(request, uid)
    page = _page(
        agent,
        "Noter une prolongation d'activité",
        "Enregistrer",
        "Avec une prolongation légale d'activité, la limite d'âge du contrat ne met plus fin à la garantie.",
    )
    actuelle = "oui" if agent.prolongation_activite else "non"
    return _acte(
        request,
        page,
        f.SaisieProlongation(recu(request), initial={"prolongation": actuelle}),
        lambda d: agent_prolonger(agent=agent, **d, le=aujourdhui()),
        "La situation de l'agent est à jour.",
    )
