"""Joue la démonstration : charge ses données et mène le travail principal, uniquement par les services."""
