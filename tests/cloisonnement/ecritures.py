"""Les écritures que l'affectation de masse fait aboutir, par qui, et celles qui n'écrivent jamais."""

# Exactes : une écriture qui cesserait d'aboutir ne prouverait plus rien, et doit se voir.
ABOUTIES: dict[str, set[str]] = {
    "RH_VALIDEUR": {
        "account_change_password", "accueil:calendrier_abonnement", "adhesions:enregistrer_agent",
        "adhesions:prolonger", "adhesions:retraiter", "adhesions:revaloriser", "adhesions:sortir",
        "comptes:sessions", "cotisations:declarer", "cotisations:editer", "perimetres:deleguer",
        "perimetres:demande", "perimetres:finir", "perimetres:inviter", "perimetres:renvoyer",
        "perimetres:retirer", "perimetres:terminer", "saisies:abandonner", "saisies:garder",
        "sinistres:acte/annuler", "sinistres:acte/certificat", "sinistres:acte/demande",
        "sinistres:acte/reprise", "sinistres:acte_sur/certificat-annuler", "sinistres:acte_sur/piece-recue",
        "sinistres:acte_sur/reprise-annuler", "sinistres:declarer", "sinistres:declarer_abandonner",
        "sinistres:declarer_agent", "sinistres:declarer_etape/certificats",
        "sinistres:declarer_etape/evenement", "sinistres:declarer_etape/motif",
        "sinistres:declarer_etape/verification", "sinistres:decompte_pdf", "travaux:relancer",
    },
    "CHEF_SERVICE_CDG": {
        "account_change_password", "accueil:calendrier_abonnement", "adhesions:activer", "adhesions:composer",
        "adhesions:creer_collectivite", "adhesions:enregistrer_agent", "adhesions:mandat",
        "adhesions:prolonger", "adhesions:resilier", "adhesions:retraiter", "adhesions:revaloriser",
        "adhesions:sortir", "comptes:sessions", "cotisations:appeler", "cotisations:controler",
        "cotisations:editer", "cotisations:emettre_participation", "cotisations:valider",
        "cotisations:verifier", "perimetres:demande", "perimetres:finir", "perimetres:inviter",
        "perimetres:renvoyer", "perimetres:retirer", "perimetres:terminer", "saisies:garder",
        "sinistres:acte/annuler", "sinistres:acte/attendre-decision", "sinistres:acte/certificat",
        "sinistres:acte/clore", "sinistres:acte/controler", "sinistres:acte/demander-pieces",
        "sinistres:acte/refuser", "sinistres:acte/regulariser", "sinistres:acte/reprise",
        "sinistres:acte/rouvrir", "sinistres:acte/valider", "sinistres:acte_sur/certificat-annuler",
        "sinistres:acte_sur/demande-controler", "sinistres:acte_sur/demande-retourner",
        "sinistres:acte_sur/piece-recue", "sinistres:acte_sur/reglement",
        "sinistres:acte_sur/reprise-annuler", "sinistres:bordereau_emettre", "sinistres:decompte_pdf",
        "sinistres:requalifier", "travaux:relancer",
    },
    "ADMINISTRATEUR": {
        "accueil:assister", "admin:adhesions_conditionsgenerales_add", "admin:adhesions_organisme_add",
        "admin:adhesions_organisme_change", "admin:comptes_compte_add", "admin:comptes_compte_change",
        "admin:comptes_compte_mot_de_passe", "admin:comptes_compte_second_facteur",
        "admin:perimetres_collectivite_add", "admin:perimetres_collectivite_change",
        "admin:perimetres_habilitation_add", "admin:perimetres_habilitation_change",
    },
    "anonyme": {
        "account_reset_password", "account_reset_password_from_key", "comptes:connexion", "comptes:lien",
        "perimetres:invitation_accepter",
    },
}  # fmt: skip

# Pourquoi personne, ici, ne les fait aboutir ; l'injection y est jouée quand même.
JAMAIS: dict[str, set[str]] = {
    "l'administrateur ne le modifie pas : 403": {
        "admin:adhesions_conditionsgenerales_change", "admin:adhesions_conditionsgenerales_delete",
        "admin:adhesions_contrat_add", "admin:adhesions_contrat_change", "admin:adhesions_contrat_delete",
        "admin:adhesions_lot_add", "admin:adhesions_lot_change", "admin:adhesions_lot_delete",
        "admin:adhesions_offre_add", "admin:adhesions_offre_change", "admin:adhesions_offre_delete",
        "admin:adhesions_organisme_delete", "admin:comptes_compte_delete", "admin:journal_acces_add",
        "admin:journal_effacement_add", "admin:journal_evenement_add", "admin:journal_evenement_change",
        "admin:journal_evenement_delete", "admin:journal_scellement_add",
        "admin:perimetres_collectivite_delete", "admin:perimetres_habilitation_delete",
    },
    "le journal se lit seulement, et ce monde n'en a pas de ligne": {
        "admin:journal_acces_change", "admin:journal_acces_delete", "admin:journal_effacement_change",
        "admin:journal_effacement_delete", "admin:journal_scellement_change",
        "admin:journal_scellement_delete",
    },
    "le document existe déjà : il est rendu tel quel": {
        "adhesions:certificat", "sinistres:bordereau_pdf",
    },
    "mène à comptes:connexion": {
        "account_login",
    },
    "mène à la page du portail": {
        "admin:password_change",
    },
    "ne fait que lire": {
        "accueil:recherche", "accueil:simuler", "accueil:suggestions",
    },
    "ne touche que la session": {
        "account_reauthenticate", "admin:logout", "comptes:deconnexion", "perimetres:choisir",
    },
    "sans assistance ouverte, rien à fermer (tests/accueil/test_assistance.py)": {
        "accueil:assistance_terminer",
    },
    "veut un second facteur ou une preuve récente (tests/comptes/test_second_facteur.py)": {
        "mfa_activate_totp", "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp",
        "mfa_edit_webauthn", "mfa_generate_recovery_codes", "mfa_login_webauthn", "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn", "mfa_remove_webauthn",
    },
}  # fmt: skip
