"""Contenu du certificat d'adhésion, conditions générales annexées."""

from typing import Any

from adhesions.models import Adhesion, Notification, Tarif
from adhesions.models.codes import Rubrique
from adhesions.selectors import assiette_en_vigueur, effectif_de, garanties_en_vigueur
from adhesions.selectors.editions import entete_imprimee
from cdg_portal.socle.erreurs import ErreurMetier

ASSURABLES = (Rubrique.TIB, Rubrique.NBI, Rubrique.SFT, Rubrique.IR, Rubrique.RI)


class AdhesionNonActive(ErreurMetier):
    """Un certificat atteste une adhésion active, son effectif figé et ses conditions notifiées."""

    def __init__(self, adhesion: Adhesion) -> None:
        super().__init__(
            "adhesion-non-active",
            f"L'adhésion {adhesion.numero} n'est pas active : son certificat s'édite après l'activation.",
        )


def contexte_certificat(adhesion: Adhesion) -> dict[str, Any]:
    """Contexte de `pdf/adhesions/certificat.html`, au premier jour de l'adhésion. Lève AdhesionNonActive."""
    effectif = effectif_de(adhesion)
    notification = (
        Notification.objects.filter(adhesion=adhesion, collectivite_id=adhesion.collectivite_id)
        .select_related("conditions")
        .order_by("id")
        .first()
    )
    if effectif is None or notification is None:
        raise AdhesionNonActive(adhesion)
    assiette = assiette_en_vigueur(adhesion=adhesion, au=adhesion.effet)
    return {
        **entete_imprimee(adhesion=adhesion, au=adhesion.effet),
        "document_type": "Certificat d'adhésion",
        "document_numero": adhesion.numero,
        "document_date": adhesion.convention_signee_le,
        "garanties": [
            _garantie(g, effectif.nb_cnracl)
            for g in garanties_en_vigueur(adhesion=adhesion, au=adhesion.effet)
        ],
        "assiette": assiette,
        "assures": [r.label for r in ASSURABLES if r in assiette.elements],
        "non_assures": [r.label for r in ASSURABLES if r not in assiette.elements],
        "effectif": effectif,
        "notification": notification,
        "conditions": notification.conditions,
    }


def _garantie(garantie: Any, effectif: int) -> dict[str, Any]:
    """La garantie et son taux du premier jour : taux propre, ou None si elle est comprise dans la formule."""
    tarif = (
        Tarif.objects.filter(
            offre=garantie.offre,
            risque=garantie.risque,
            du__lte=garantie.du,
            effectif_min__lte=effectif,
        )
        .exclude(au__lt=garantie.du)
        .exclude(effectif_max__lt=effectif)
        .order_by("-du", "-effectif_min")
        .first()
    )
    return {"garantie": garantie, "taux": tarif.taux if tarif and tarif.taux else None}
