"""Les remboursements que l'assureur aurait déjà dû faire."""

from django.urls import reverse

from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.roles import Role
from sinistres.selectors.bordereaux import remboursements_attendus, somme


def _retards(regard: Regard, combien: int) -> Lecture:
    return lire_lignes(
        remboursements_attendus(au=regard.jour, en_retard=True),
        combien,
        lambda d: Action(
            titre="Relancer l'assureur",
            objet=f"Décompte {d.numero}, bordereau {d.ligne_bordereau.bordereau.numero}",
            url=reverse("sinistres:bordereau", args=[d.ligne_bordereau.bordereau.uid]),
            collectivite=str(d.collectivite),
            numero=d.numero,
            echeance=d.ligne_bordereau.bordereau.echeance,
            montant=d.reste,
        ),
        somme=lambda lignes: somme(lignes, "reste"),
    )


RETARDS = File(
    cle="retards",
    titre="Remboursements en retard",
    source="décomptes transmis dont l'échéance est passée ; montant : ce qui reste dû",
    pour=frozenset({Role.GESTIONNAIRE_CDG, Role.FINANCES}),
    lire=_retards,
    toutes=lambda: f"{reverse('sinistres:echeances')}?retard=on",
    surveillee=True,
)
