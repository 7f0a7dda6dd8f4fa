"""Une requête GET ne fait que lire : c'est PostgreSQL qui refuse tout autre ordre, écrit n'importe comment."""

from django.db import connection


def imposer() -> None:
    """Rend la transaction ouverte (ou le point de sauvegarde) incapable d'écrire, jusqu'à sa fin.

    Un filtre sur le texte des ordres ne suffirait pas : l'historique préfixe chaque écriture d'un SELECT.
    """
    with connection.cursor() as curseur:
        curseur.execute("SET TRANSACTION READ ONLY")
