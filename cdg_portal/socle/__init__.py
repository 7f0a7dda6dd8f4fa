"""Notions pures communes à toutes les règles : montants, périodes, décisions, états, paramètres datés."""
