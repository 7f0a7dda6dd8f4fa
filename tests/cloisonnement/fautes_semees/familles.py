"""Les fautes par manière de se tromper : la suite ordinaire en sème une de chaque, `make cloisonnement` toutes."""

FAMILLES: dict[str, tuple[str, ...]] = {
    "filtre retiré": (
        "liste des agents sans borne",
        "export des agents sans borne",
        "liste des dossiers sans borne",
        "export des dossiers sans borne",
        "adhésions sans borne",
        "collectivités sans borne",
        "appels sans borne",
        "export des appels sans borne",
        "participations sans borne",
        "travail d'autrui lisible",
    ),
    "SQL brut": ("agents en SQL brut", "dossiers en SQL brut", "appels en SQL brut"),
    "rôle d'une collectivité étendu aux autres": (
        "bornes ouvertes, cotisations",
        "bornes ouvertes, sinistres",
        "bornes ouvertes, statistiques",
        "exiger retiré, fiches d'adhésion",
        "exiger retiré, cotisations",
        "exiger retiré, PDF remis",
    ),
    "mauvais gestionnaire": (
        "appel par un QuerySet nu",
        "agent par un QuerySet nu",
        "collectivité par un QuerySet nu",
        "dossier par un QuerySet nu",
        "document par un QuerySet nu",
        "objet d'un acte par le gestionnaire de base",
    ),
    "identifiant d'autrui dans le corps ou l'adresse": (
        "agent d'autrui dans le corps",
        "objet d'un acte sans son dossier",
    ),
    "existence devinée": ("ou_404 contourné",),
    "permission oubliée": (
        "agents sans permission",
        "dossiers sans permission",
        "collectivité créée par un élu",
        "bordereau émis sans permission",
        "administration par le seul compte technique",
    ),
    "périmètre mal posé": (
        "rôle interne pris pour tous",
        "réglage de toutes les collectivités",
        "périmètre du CDG pour tous",
        "droits du précédent gardés",
    ),
    "habilitation mal lue": (
        "habilitation finie encore active",
        "habilitation future déjà active",
        "habilitations de tous",
    ),
    "champ caché montré": (
        "effectif nominatif montré à l'élu",
        "noms du bordereau montrés à l'élu",
        "PDF nominatif remis à l'élu",
        "empreinte de mot de passe affichée",
    ),
    "fuite hors de la page": (
        "courriel à toute la base",
        "en-tête bavard",
        "nom écrit au journal technique",
        "page 404 bavarde",
        "cache partagé entre comptes",
        "autocomplétion non bornée",
    ),
}


def echantillon() -> list[str]:
    """La première de chaque famille : toujours les mêmes, sous toutes les couches."""
    return [noms[0] for noms in FAMILLES.values()]
