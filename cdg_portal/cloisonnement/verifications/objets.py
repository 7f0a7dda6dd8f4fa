"""Vues et fonctions : aucune ne lit avec d'autres droits que ceux de qui l'appelle."""

from typing import Any

_SORTES = {
    "v": "la vue {} s'exécute avec les droits de son propriétaire",
    "m": "la vue matérialisée {} garde des lignes hors de toute politique",
    "f": "la table externe {} échappe à la sécurité de ligne",
}


def fautes_des_objets(c: Any) -> list[str]:
    """Vues sans `security_invoker`, vues matérialisées, tables externes, fonctions SECURITY DEFINER."""
    c.execute(
        "SELECT c.relkind::text, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND (c.relkind IN ('m', 'f') OR c.relkind = 'v'"
        " AND NOT coalesce('security_invoker=true' = ANY(c.reloptions), false)) ORDER BY 2"
    )
    trouvees = [_SORTES[sorte].format(nom) for sorte, nom in c.fetchall()]
    c.execute(
        "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname = 'public' AND p.prosecdef ORDER BY 1"
    )
    return trouvees + [f"la fonction {f} est SECURITY DEFINER" for (f,) in c.fetchall()]
