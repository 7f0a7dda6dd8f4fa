"""Les bordereaux : à émettre par le gestionnaire, à rembourser par l'assureur."""

from decimal import Decimal

from django.urls import reverse

from cdg_portal.accueil.files.forme import Action, File, Lecture, Regard, lire_lignes
from cdg_portal.perimetres.roles import Role
from sinistres.selectors.bordereaux import bordereaux_liste, envois_en_attente, somme_des_bordereaux

_ASSUREUR = frozenset({Role.ASSUREUR})


def _a_transmettre(regard: Regard, combien: int) -> Lecture:
    envois = envois_en_attente()
    actions = [
        Action(
            titre="Préparer le bordereau",
            objet=f"{e.adhesion}, {e.nombre} décompte{'s' if e.nombre > 1 else ''} depuis le {e.depuis:%d/%m/%Y}",
            url=reverse("sinistres:bordereau_emettre", args=[e.adhesion_uid]),
            collectivite=e.collectivite,
            numero=e.adhesion,
            montant=e.total,
        )
        for e in envois[:combien]
    ]
    return Lecture(len(envois), actions, sum((e.total for e in envois), Decimal("0.00")))


def _a_rembourser(regard: Regard, combien: int) -> Lecture:
    transmis = bordereaux_liste(collectivites=regard.ou(_ASSUREUR))
    dus = regard.dans_ses_jours(transmis.filter(reste__gt=0), "echeance").order_by("echeance", "id")  # type: ignore[misc]
    return lire_lignes(
        dus,
        combien,
        lambda b: Action(
            titre="Rembourser le bordereau",
            objet=f"{b.numero}, transmis le {b.transmis_le:%d/%m/%Y}",
            url=reverse("sinistres:bordereau", args=[b.uid]),
            collectivite=str(b.collectivite),
            numero=b.numero,
            echeance=b.echeance,
            montant=b.reste,
        ),
        somme=somme_des_bordereaux,
    )


A_TRANSMETTRE = File(
    cle="a-transmettre",
    titre="Décomptes à transmettre",
    source="adhésions dont un décompte n'est sur aucun bordereau ; montant : leurs soldes",
    pour=frozenset({Role.GESTIONNAIRE_CDG}),
    lire=_a_transmettre,
    toutes=lambda: f"{reverse('sinistres:bordereaux')}#a-transmettre",
    surveillee=True,
)
A_REMBOURSER = File(
    cle="a-rembourser",
    titre="Bordereaux à rembourser",
    source="bordereaux transmis et pas entièrement remboursés ; montant : leurs restes",
    pour=_ASSUREUR,
    lire=_a_rembourser,
    toutes=lambda: f"{reverse('sinistres:bordereaux')}?tri=echeance",
)
