#!/usr/bin/env python
"""Point d'entrée des commandes d'administration du portail.

Sans DATABASE_URL, démarre le PostgreSQL embarqué avant que Django ne lise ses réglages.
`calculer` est servie avant tout import de Django : les règles sont pures.
"""

import os
import sys


def main() -> None:
    """Aiguille vers le calculateur pur, sinon vers Django."""
    if len(sys.argv) > 1 and sys.argv[1] == "calculer":
        from cdg_portal.calculs.ligne import principal

        raise SystemExit(principal(sys.argv[2:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cdg_portal.settings.dev")
    if os.environ["DJANGO_SETTINGS_MODULE"] != "cdg_portal.settings.production":
        from cdg_portal.embarque import preparer_environnement

        preparer_environnement()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
