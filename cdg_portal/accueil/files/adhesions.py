"""Les adhésions préparées, pas encore en vigueur."""

from django.urls import reverse

from adhesions.selectors import adhesions_liste
from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.roles import Role


def _a_activer(regard: Regard, combien: int) -> Lecture:
    return lire_lignes(
        regard.dans_ses_jours(adhesions_liste(etat="PROJET"), "effet").order_by("effet", "id"),
        combien,
        lambda a: Action(
            titre="Activer l'adhésion",
            objet=f"{a.numero}, {a.lot.contrat.intitule}",
            url=reverse("adhesions:adhesion", args=[a.uid]),
            collectivite=str(a.collectivite),
            numero=a.numero,
            echeance=a.effet,
            precision="Avant sa date d'effet.",
        ),
    )


A_ACTIVER = File(
    cle="adhesions-a-activer",
    titre="Adhésions à activer",
    source="adhésions à l'état « En projet »",
    pour=frozenset({Role.GESTIONNAIRE_CDG}),
    lire=_a_activer,
    toutes=lambda: f"{reverse('adhesions:adhesions')}?etat=PROJET",
    surveillee=True,
)
