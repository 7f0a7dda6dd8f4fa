"""Les éditions qui ont échoué : à relancer par qui les a demandées."""

from django.urls import reverse

from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.permissions import roles_de
from cdg_portal.travaux.selectors import echecs_de


def _en_echec(regard: Regard, combien: int) -> Lecture:
    return lire_lignes(
        echecs_de(compte_id=regard.compte_id),
        combien,
        lambda t: Action(
            titre="Relancer l'édition",
            objet=t.libelle,
            url=reverse("travaux:detail", args=[t.uid]),
            precision=t.message,
        ),
    )


EN_ECHEC = File(
    cle="editions-en-echec",
    titre="Éditions en échec",
    source="éditions que vous avez demandées et qui n'ont pas abouti",
    pour=roles_de("travaux.relancer"),
    lire=_en_echec,
    toutes=lambda: f"{reverse('accueil:actions')}?file=editions-en-echec",
)
