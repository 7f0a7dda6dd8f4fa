# Deux commandes suffisent : `make demo` pour essayer, `make test` pour vérifier.
SHELL := /bin/bash
PYTHON ?= python3
VPY := .venv/bin/python
PORT ?= 8000
SERVIR ?= 1
NOM ?= demarrage
ARGS ?=
.DEFAULT_GOAL := aide
.PHONY: aide installer demo test verifier formater openapi documentation reset bench cloisonnement accessibilite formation captures

aide: ## Montre ces commandes
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  Variables : SERVIR=0 (demo sans serveur), PORT=8000 (demo, formation), NOM=demarrage (bench), ARGS=… (test)"

installer: ## Installe les dépendances verrouillées (.venv, node_modules, paquets système)
	@$(PYTHON) outils/installer.py --essais

demo: ## Charge la démonstration, joue le travail principal, puis sert le portail
	@$(PYTHON) outils/installer.py --sur 7
	@exec $(VPY) -m cdg_portal.embarque.superviseur --port $(PORT) $(if $(filter 0,$(SERVIR)),--sans-servir)

formation: ## Sert la formation : base à part, données inventées, aucun courriel (NEUVE=1 la remet à neuf)
	@$(PYTHON) outils/installer.py --sur 7
	@$(if $(filter 1,$(NEUVE)),STATUTAIRE_VAR=var-formation $(VPY) -m cdg_portal.embarque reset)
	@exec $(VPY) -m cdg_portal.embarque.superviseur --formation --port $(PORT)

test: ## Toute la suite, navigateur compris, sur le PostgreSQL embarqué
	@$(PYTHON) outils/installer.py --essais
	@$(VPY) -m pytest -n 2 --dist loadscope $(ARGS)

cloisonnement: ## Rejoue la preuve du cloisonnement : robot, deux couches, cinquante fautes, affectation de masse
	@$(PYTHON) outils/installer.py --essais
	@$(VPY) outils/cloisonnement.py $(ARGS)

accessibilite: ## Examine chaque écran, chaque profil, chaque état, à trois largeurs (axe, focus, structure)
	@$(PYTHON) outils/installer.py --essais
	@$(VPY) outils/accessibilite.py $(ARGS)

captures: ## Rejoue les prises en main de l'aide et reprend leurs images
	@$(PYTHON) outils/installer.py --essais
	@CAPTURES=1 $(VPY) -m pytest -n 0 -q tests/navigateur/test_prise_en_main.py

verifier: ## Style, types, gabarits, contrats d'import, migrations, déploiement, schéma d'API
	@$(PYTHON) outils/installer.py --essais
	@$(VPY) outils/verifier.py

formater: ## Met le code en forme
	@$(VPY) -m ruff check -q --fix . || true
	@$(VPY) -m ruff format .

openapi: ## Réécrit docs/api/openapi.yaml
	@$(VPY) manage.py spectacular --validate --file docs/api/openapi.yaml

documentation: ## Réécrit docs/articles.md, docs/baremes.md et docs/interpretations.md
	@$(VPY) -m outils.documentation

reset: ## Efface les données locales (var/)
	@if [ -x $(VPY) ]; then $(VPY) -m cdg_portal.embarque reset; else rm -rf var; fi

bench: ## Mesure (NOM=demarrage)
	@$(VPY) -m bench.$(NOM)
