"""Une requête GET ne fait que lire : c'est PostgreSQL qui refuse tout autre ordre, écrit n'importe comment."""

from django.db import connection

# Le retour de ProConnect est un GET par protocole : il ouvre la session. `state`, à usage unique, l'autorise.
ECRIVENT_EN_GET = frozenset({"/connexion/proconnect/retour/"})
# La recherche s'envoie par POST pour que rien de tapé n'entre dans une adresse ; elle ne fait que lire.
LISENT_EN_POST = frozenset({"/recherche/", "/recherche/propositions/"})


def imposer() -> None:
    """Rend la transaction ouverte (ou le point de sauvegarde) incapable d'écrire, jusqu'à sa fin.

    Un filtre sur le texte des ordres ne suffirait pas : l'historique préfixe chaque écriture d'un SELECT.
    """
    with connection.cursor() as curseur:
        curseur.execute("SET TRANSACTION READ ONLY")
