"""Registre pur des calculs de toutes les applications : ligne de commande, API, simulateurs."""
