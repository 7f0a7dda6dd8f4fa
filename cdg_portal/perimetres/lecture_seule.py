"""Ce qu'une méthode HTTP laisse écrire : GET ne fait que lire (PostgreSQL refuse tout autre ordre), sauf exceptions."""

# Le retour de ProConnect est un GET par protocole : il ouvre la session. `state`, à usage unique, l'autorise.
ECRIVENT_EN_GET = frozenset({"/connexion/proconnect/retour/"})
# La recherche s'envoie par POST pour que rien de tapé n'entre dans une adresse ; elle ne fait que lire.
LISENT_EN_POST = frozenset({"/recherche/", "/recherche/propositions/"})
