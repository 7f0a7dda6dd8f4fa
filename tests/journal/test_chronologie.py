"""La chronologie : des phrases françaises, un acte jamais raconté deux fois, rien de ce que le rôle ne lit pas."""

from datetime import date
from decimal import Decimal

import pghistory
import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from adhesions.services.carriere import agent_sortir
from cdg_portal.cloisonnement.perimetre import Perimetre, perimetre
from cdg_portal.journal.models import Maillon
from cdg_portal.journal.selectors import chronologie_de
from cdg_portal.journal.selectors.ecriture import FEMININS, PLURIELS, VOYELLES, avec_article
from tests.aides import client_de
from tests.fabriques import AgentFactory, CompteFactory, centre_de_gestion

CDG = Perimetre(cdg=True)


def _agent(**champs):
    with perimetre(CDG):
        return AgentFactory(sortie=date(2026, 3, 12), **champs)


@pytest.mark.django_db(transaction=True)
def test_une_ecriture_hors_des_actes_se_lit_en_phrase():
    compte, agent = CompteFactory(prenom="Aude", nom="Corvelin"), _agent()
    with perimetre(CDG), pghistory.context(utilisateur=compte.pk, motif="Erreur de saisie"):
        agent.sortie = date(2026, 3, 15)
        agent.prolongation_activite = True
        agent.save()
    with perimetre(CDG):
        fait = chronologie_de(agent)[0]
    assert fait.phrase.startswith("Aude Corvelin a changé « ")
    assert "12/03/2026 → 15/03/2026" in fait.phrase
    assert "non → oui" in fait.phrase
    assert fait.phrase.endswith("(l'agent).")
    assert (fait.motif, fait.signature) == ("Erreur de saisie", "")


@pytest.mark.django_db(transaction=True)
def test_un_acte_porte_ses_changements_et_ne_se_repete_pas():
    agent = _agent()
    with perimetre(CDG):
        agent_sortir(agent=agent, sortie=date(2026, 4, 30), le=date(2026, 4, 1))
        faits = chronologie_de(agent)
    assert [f.action for f in faits] == ["agent_sortir", ""]
    (detail,) = faits[0].details
    assert (detail.avant, detail.apres) == ("12/03/2026", "30/04/2026")
    assert (faits[1].phrase, faits[1].signature) == ("Un acte hors du portail a enregistré l'agent.", "")


@pytest.mark.django_db(transaction=True)
def test_ce_que_le_role_ne_lit_pas_n_y_est_pas():
    agent = _agent(nom="Ancien-Nom")
    with perimetre(CDG):
        agent.nom = "Nouveau-Nom"
        agent.save()
        ouverte = str(chronologie_de(agent))
        for caches in ({"nom"}, {"agent.nom"}):
            fermee = str(chronologie_de(agent, champs_caches=caches))
            assert "Ancien-Nom" not in fermee
            assert "Nouveau-Nom" not in fermee
            assert "a modifié l'agent" in fermee
        assert "Nouveau-Nom" in str(chronologie_de(agent, champs_caches={"certificat.nom"}))
    assert "Ancien-Nom" in ouverte


@pytest.mark.django_db(transaction=True)
def test_une_ecriture_en_sql_brut_est_tracee_sans_acteur():
    agent = _agent()
    with perimetre(CDG), connection.cursor() as c:
        c.execute("UPDATE adhesions_agent SET sortie = %s WHERE id = %s", ["2026-05-01", agent.pk])
    with perimetre(CDG):
        fait = chronologie_de(agent)[0]
        trace = agent.evenements.order_by("-pgh_id").first()
        maillon = Maillon.objects.get(source="adhesions_agentevenement", source_id=trace.pgh_id)
    assert (fait.auteur, trace.pgh_context) == ("Hors du portail", None)
    assert "12/03/2026 → 01/05/2026" in fait.phrase
    assert maillon.role == "cdg_app"


def test_le_contexte_d_un_ecran_dit_qui_ou_et_dans_quel_perimetre(db):
    with perimetre(CDG):
        agent = AgentFactory(collectivite=centre_de_gestion())
        navigateur = client_de("GESTIONNAIRE_CDG")
    adresse = reverse("adhesions:retraiter", args=[agent.uid])
    rendu = navigateur.post(adresse, {"retraite_le": "01/01/2026"})
    assert rendu.status_code == 302, rendu.content.decode()[3000:]
    with perimetre(CDG):
        trace = agent.evenements.order_by("-pgh_id").first()
    assert trace.pgh_context == {
        "utilisateur": navigateur.compte.pk,
        "adresse": adresse,
        "perimetre": "cdg",
    }


def test_chaque_objet_suivi_a_son_article():
    """Un nom nouveau sans genre connu se verrait ici : « le » par défaut doit être voulu."""
    masculins = set("agent appel arrêt avenant ayant bordereau certificat compte contrat décompte lot mandat organisme"
                    " plan rapprochement recours règlement rôle second SIRET sinistre suivi tarif".split())  # fmt: skip
    suivis = {m.pgh_tracked_model for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}
    noms = {str(m._meta.verbose_name) for m in suivis}
    inconnus = {
        n
        for n in noms
        if n.split()[0] not in FEMININS | PLURIELS | masculins and n[0].lower() not in VOYELLES
    }
    assert inconnus == set()
    assert [avec_article(n) for n in ("agent", "demande de remboursement", "décompte", "frais")] == [
        "l'agent",
        "la demande de remboursement",
        "le décompte",
        "les frais",
    ]


@pytest.mark.parametrize(("montant", "attendu"), [(Decimal("2450"), "2 450,00 €")])
def test_les_montants_sont_francais(montant, attendu):
    from adhesions.models import Remuneration
    from cdg_portal.journal.selectors.ecriture import valeur

    ecrit = valeur(Remuneration._meta.get_field("annuel"), montant)
    assert ecrit.replace("\u00a0", " ").replace("\u202f", " ") == attendu
