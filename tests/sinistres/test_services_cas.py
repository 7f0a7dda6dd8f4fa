"""Les cas chiffrés, joués par les services : chaque montant attendu vient du fichier des cas."""

from dataclasses import asdict
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from adhesions.selectors import lot_de
from adhesions.services.adhesions import adhesion_activer, adhesion_preparer, adhesion_resilier
from adhesions.services.agents import agent_enregistrer, remuneration_revaloriser
from adhesions.services.contrats import contrat_enregistrer
from cdg_portal.accueil.demonstration import charger
from cdg_portal.accueil.demonstration.cas import charger_cas
from cdg_portal.accueil.demonstration.types import Cas, SinistreDeCas
from sinistres.models import Bordereau, LigneDecompte
from sinistres.regles.contrat_json import lire
from sinistres.regles.indemnisation import indemniser
from sinistres.selectors.calcul import decompte_en_vigueur
from sinistres.services.arrets import CertificatSaisi, certificat_ajouter, reprise_enregistrer
from sinistres.services.bordereaux import bordereau_emettre
from sinistres.services.declaration import sinistre_declarer
from sinistres.services.decomptes import demande_controler, demande_soumettre
from sinistres.services.delais import retards_constater
from tests.fabriques import CollectiviteFactory, ConditionsFactory
from tests.sinistres.dossiers import decomptes, regler, requalifier, saisir, valider

CAS = [cas.id for cas in charger_cas()[0]]
donnees = cache(charger)


def _adherer(cas: Cas) -> Any:
    """La collectivité du cas, son seul agent et son adhésion, par les services."""
    prevue = donnees().adhesion(cas.adhesion)
    modele = donnees().contrat(prevue.contrat)
    contrat = contrat_enregistrer(
        donnees={
            **asdict(modele),
            "intitule": modele.libelle,
            "organismes": [asdict(o) for o in donnees().organismes],
        }
    )
    collectivite = CollectiviteFactory()
    agent = _agent(cas, collectivite)
    adhesion = adhesion_preparer(
        collectivite=collectivite,
        lot=lot_de(reference=contrat.reference, regime=modele.regime),
        effet=prevue.effet,
        offres=prevue.offres,
        fractions=modele.fractions,
        elements=prevue.elements,
        ri=modele.ri,
        charges_pct=modele.charges_pct,
        participation_montant_unitaire=modele.participation_montant,
        le=prevue.effet,
    )
    adhesion = adhesion_activer(
        adhesion=adhesion, convention_signee_le=prevue.effet, conditions=ConditionsFactory(), le=prevue.effet
    )
    if prevue.resiliation:
        adhesion_resilier(
            adhesion=adhesion,
            resiliation=prevue.resiliation,
            motif="Fin du contrat groupe",
            le=prevue.resiliation,
        )
    return agent, adhesion


def _agent(cas: Cas, collectivite: Any) -> Any:
    decrit = next(a for a in donnees().agents if a.cle == (cas.collectivite, cas.matricule))
    paies: dict[Any, dict[str, Decimal]] = {}
    for r in decrit.remunerations:
        paies.setdefault(r.depuis, {})[r.rubrique] = r.annuel
    premier, *suivants = sorted(paies)
    champs = ("matricule", "nom", "prenom", "naissance", "sexe", "regime", "entree", "metier", "grade")
    agent = agent_enregistrer(
        collectivite=collectivite,
        remuneration=paies[premier],
        depuis=premier,
        le=premier,
        **{c: getattr(decrit, c) for c in champs},
    )
    for depuis in suivants:
        remuneration_revaloriser(agent=agent, depuis=depuis, montants=paies[depuis], le=depuis)
    return agent


def _jouer(attendu: SinistreDeCas, agent: Any, adhesion: Any) -> Any:
    """Déclarer, contrôler, valider, décompter, transmettre, régler, puis requalifier comme le cas le dit."""
    s, suivi = attendu.sinistre, attendu.sinistre.suivi
    certificats = [CertificatSaisi(c.debut, c.fin) for c in s.certificats]
    dossier = sinistre_declarer(
        **saisir(agent, motif=s.motif, le=suivi.declare_le)
        | {
            "survenance": s.survenance,
            "connu_employeur_le": suivi.connu_le,
            "certificats": certificats[:1],
            "carence": s.carence,
            "conservatoire": True,
        }
    )
    for c in certificats[1:]:
        certificat_ajouter(sinistre=dossier, debut=c.debut, fin=c.fin, le=suivi.declare_le)
    valider(dossier, le=suivi.valide_le)
    demande = demande_soumettre(sinistre=dossier, au=s.certificats[-1].fin, le=suivi.transmis_le)
    premier = demande_controler(demande=demande, le=suivi.transmis_le)
    assert premier.total == premier.solde == attendu.avant
    _envoyer(dossier, adhesion, suivi)
    for r in s.requalifications:
        requalifier(
            dossier,
            r.vers,
            effet=r.effet,
            decision_le=r.decision_le,
            reference_arrete=r.reference_arrete,
            le=r.decision_le,
        )
        assert decompte_en_vigueur(dossier).solde == attendu.solde
        _envoyer(dossier, adhesion, r)
    if s.reprise_le:
        reprise_enregistrer(sinistre=dossier, effective_le=s.reprise_le, le=donnees().date_de_reference)
    return dossier


def _envoyer(dossier: Any, adhesion: Any, etape: Any) -> None:
    dernier = decompte_en_vigueur(dossier)
    bordereau_emettre(adhesion=adhesion, le=etape.transmis_le)
    if etape.regle_le and dernier.solde:
        regler(dernier, dernier.solde, recu_le=etape.regle_le, le=etape.regle_le)


@pytest.mark.parametrize("identifiant", CAS)
def test_cas_joue_par_les_services(gestionnaire, identifiant):
    cas = next(c for c in donnees().cas if c.id == identifiant)
    agent, adhesion = _adherer(cas)
    total = Decimal("0.00")
    en_retard = {}
    for attendu in cas.sinistres:
        dossier = _jouer(attendu, agent, adhesion)
        en_vigueur = decompte_en_vigueur(dossier)
        assert en_vigueur.total == attendu.total
        assert sum(d.solde for d in decomptes(dossier)) == attendu.total
        _comparer_les_lignes(en_vigueur, attendu)
        _rejouer(en_vigueur)
        dossier.refresh_from_db()
        assert dossier.etat == "TRANSMIS"
        en_retard[dossier.pk] = attendu.en_retard
        total += en_vigueur.total
    assert total == cas.total
    assert sum(b.total for b in Bordereau.objects.filter(adhesion=adhesion)) == cas.total
    alertes = retards_constater(au=donnees().date_de_reference)
    assert {a.decompte.sinistre_id for a in alertes} == {pk for pk, retard in en_retard.items() if retard}


def _comparer_les_lignes(decompte: Any, attendu: SinistreDeCas) -> None:
    """Les lignes payées sont celles du cas, dans l'ordre ; leur somme est le total."""
    toutes = list(LigneDecompte.objects.filter(decompte=decompte))
    payees = [ligne for ligne in toutes if ligne.montant]
    assert sum((ligne.montant for ligne in toutes), Decimal("0.00")) == decompte.total
    if not attendu.lignes:
        return
    assert len(payees) == len(attendu.lignes)
    for obtenue, ligne in zip(payees, attendu.lignes, strict=True):
        for champ, valeur in asdict(ligne).items():
            if valeur is not None:
                assert getattr(obtenue, champ) == valeur, champ


def _rejouer(decompte: Any) -> None:
    """Les entrées gardées redonnent le même total, et chaque ligne s'explique par un article."""
    resultat = indemniser(lire(decompte.entrees))
    (rejoue,) = [s for s in resultat.sinistres if s.reference == decompte.sinistre.numero]
    assert rejoue.total == decompte.total
    lignes = list(LigneDecompte.objects.filter(decompte=decompte))
    assert all(ligne.explication and ligne.articles for ligne in lignes)
    des_lignes = [etape for ligne in lignes for etape in ligne.explication]
    somme, *solde = decompte.etapes[len(des_lignes) :]
    assert decompte.etapes[: len(des_lignes)] == des_lignes
    assert somme["valeur"] == f"{decompte.total}"
    assert [etape["valeur"] for etape in solde] == ([f"{decompte.solde}"] if decompte.remplace_id else [])
