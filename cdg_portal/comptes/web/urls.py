"""Adresses des comptes. Sans espace de noms : celles qu'allauth sait retrouver, et aucune autre des siennes."""

from django.urls import include, path

from cdg_portal.comptes.web import compte, connexion, mot_de_passe, proconnect, second_facteur

_COMPTES = [
    path("connexion/", connexion.Connexion.as_view(), name="connexion"),
    path("deconnexion/", connexion.Deconnexion.as_view(), name="deconnexion"),
    path("connexion/lien/<str:jeton>/", connexion.Lien.as_view(), name="lien"),
    path("connexion/proconnect/", proconnect.Partir.as_view(), name="proconnect"),
    path("connexion/proconnect/retour/", proconnect.Revenir.as_view(), name="proconnect_retour"),
    path("compte/", compte.MonCompte.as_view(), name="compte"),
    path("compte/sessions/", compte.Sessions.as_view(), name="sessions"),
]

urlpatterns = [
    path("", include((_COMPTES, "comptes"))),
    path("connexion/reprise/", connexion.Reprise.as_view(), name="account_login"),
    path("connexion/second-facteur/", second_facteur.Etape.as_view(), name="mfa_authenticate"),
    path("connexion/cle/", second_facteur.EntreeParCle.as_view(), name="mfa_login_webauthn"),
    path("connexion/oubli/", mot_de_passe.Oubli.as_view(), name="account_reset_password"),
    path("connexion/oubli/envoye/", mot_de_passe.OubliEnvoye.as_view(), name="account_reset_password_done"),
    path(
        "connexion/oubli/<uidb64>/<token>/",
        mot_de_passe.Nouveau.as_view(),
        name="account_reset_password_from_key",
    ),
    path("compte/preuve/", mot_de_passe.Preuve.as_view(), name="account_reauthenticate"),
    path("compte/preuve/code/", second_facteur.PreuveParCode.as_view(), name="mfa_reauthenticate"),
    path("compte/preuve/cle/", second_facteur.PreuveParCle.as_view(), name="mfa_reauthenticate_webauthn"),
    path("compte/mot-de-passe/", mot_de_passe.Changement.as_view(), name="account_change_password"),
    path("compte/second-facteur/", second_facteur.Facteurs.as_view(), name="mfa_index"),
    path(
        "compte/second-facteur/application/", second_facteur.Application.as_view(), name="mfa_activate_totp"
    ),
    path(
        "compte/second-facteur/application/retirer/",
        second_facteur.ApplicationRetiree.as_view(),
        name="mfa_deactivate_totp",
    ),
    path("compte/second-facteur/cle/", second_facteur.Cle.as_view(), name="mfa_add_webauthn"),
    path(
        "compte/second-facteur/cle/<int:pk>/retirer/",
        second_facteur.CleRetiree.as_view(),
        name="mfa_remove_webauthn",
    ),
    path(
        "compte/second-facteur/cle/<int:pk>/renommer/",
        second_facteur.CleRenommee.as_view(),
        name="mfa_edit_webauthn",
    ),
    path("compte/second-facteur/codes/", second_facteur.Codes.as_view(), name="mfa_view_recovery_codes"),
    path(
        "compte/second-facteur/codes/neufs/",
        second_facteur.CodesNeufs.as_view(),
        name="mfa_generate_recovery_codes",
    ),
]
