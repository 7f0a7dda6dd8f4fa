"""Contenu du PDF d'un appel de cotisation, avec la participation due au CDG pour le même exercice."""

from typing import Any

from adhesions.models.codes import Regime
from adhesions.selectors.editions import entete_imprimee
from cdg_portal.socle.erreurs import ErreurMetier
from cotisations.models import Appel, Participation

RUBRIQUES = ("tib", "nbi", "sft", "ir", "primes", "charges")


class AppelNonValide(ErreurMetier):
    """Un appel ne s'édite qu'une fois vérifié et validé : le document porte les deux signatures."""

    def __init__(self, appel: Appel) -> None:
        super().__init__(
            "appel-non-valide",
            f"L'appel {appel.numero} n'est pas encore validé : il s'édite après sa vérification et sa validation.",
        )


def contexte_appel(appel: Appel) -> dict[str, Any]:
    """Contexte de `pdf/cotisations/appel.html` : base, lignes, échéances, participation. Lève AppelNonValide."""
    if appel.etat != Appel.Etat.VALIDE:
        raise AppelNonValide(appel)
    base = appel.base_declaree
    retenus = {e.lower() for e in appel.elements.replace(",", " ").replace("+", " ").split()}
    participation = Participation.objects.filter(
        adhesion=appel.adhesion, collectivite_id=appel.collectivite_id, exercice=appel.exercice
    ).first()
    return {
        **entete_imprimee(adhesion=appel.adhesion, au=appel.emis_le),
        "document_type": "Appel de cotisation",
        "document_numero": appel.numero,
        "document_date": appel.emis_le,
        "appel": appel,
        "base": base,
        "regime": Regime(base.regime).label,
        "rubriques": [
            (base._meta.get_field(champ).verbose_name, getattr(base, champ), champ in retenus)
            for champ in RUBRIQUES
        ],
        "lignes": appel.lignes.order_by("rang"),
        "echeances": appel.echeances.order_by("rang"),
        "verifie_par": _nom(appel.verifie_par),
        "valide_par": _nom(appel.valide_par),
        "participation": participation,
        "effectif": participation.effectif if participation else None,
    }


def _nom(compte: Any) -> str:
    return f"{compte.prenom} {compte.nom}" if compte else "le Centre de gestion"
