"""Ce que les comptes annoncent aux apps du dessus, sans les connaître."""

from django.dispatch import Signal

# ProConnect donne le SIRET de l'organisation d'une personne : il propose une appartenance, il n'accorde rien.
# Arguments : compte (Compte), siret (14 chiffres, de clé vérifiée), organisation (nom donné, ou chaîne vide).
siret_propose = Signal()

# Un acte de sécurité sur un compte, à garder au journal (l'app en est au-dessus). Dans la transaction de l'acte.
# Arguments : compte (Compte), action (code), libelle (phrase), motif (ou chaîne vide).
acte_sur_compte = Signal()

# Un compte perd l'accès à l'administration (fermé, ou plus autorisé). Argument : compte (Compte).
# Un écouteur refuse en levant ErreurMetier : le portail garde toujours quelqu'un pour l'administrer.
administration_retiree = Signal()
