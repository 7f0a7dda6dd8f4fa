"""Simulateurs : le formulaire et le résultat de chaque calcul du registre, tirés de sa déclaration."""
