"""Numéros des documents qui font foi : continus par type et exercice."""

from datetime import date

from django.db import connection

from cdg_portal.documents.models import Compteur


def numeroter(type_: str, *, le: date) -> str:
    """Prochain numéro, p. ex. « DEC-2026-000012 ». La ligne reste verrouillée
    jusqu'au commit : aucun trou, et les numéros d'un même type se prennent l'un après l'autre.
    """
    with connection.cursor() as c:
        c.execute(
            "INSERT INTO documents_compteur (type, exercice, dernier) VALUES (%s, %s, 1)"
            " ON CONFLICT (type, exercice) DO UPDATE SET dernier = documents_compteur.dernier + 1 RETURNING dernier",
            [type_, le.year],
        )
        (n,) = c.fetchone()
    return f"{type_}-{le.year}-{n:06d}"


def numerotations(type_: str) -> list[str]:
    """Les débuts de numéro déjà employés pour ce type : « SIN-2025 », « SIN-2026 »…"""
    exercices = Compteur.objects.filter(type=type_).order_by("exercice").values_list("exercice", flat=True)
    return [f"{type_}-{exercice}" for exercice in exercices]
