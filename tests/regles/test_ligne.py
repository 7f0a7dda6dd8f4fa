"""Commande `calculer` : un processus, sans base ni Django."""

import json
import subprocess
import sys
from pathlib import Path

RACINE = Path(__file__).parents[2]
FORFAIT = b'{"mode": "FORFAIT_AGENT", "agents": 124, "montant_unitaire": "70"}'
SANS_DJANGO = """
import sys
from cdg_portal.calculs.ligne import principal
code = principal(sys.argv[1:])
interdits = {"django", "rest_framework", "celery", "psycopg"} & set(sys.modules)
sys.exit(99 if interdits else code)
"""


def calculer(*arguments, entree=b""):
    commande = [sys.executable, "-c", SANS_DJANGO, *arguments]
    return subprocess.run(commande, cwd=RACINE, input=entree, capture_output=True, timeout=60, check=False)


def test_par_l_entree_standard_et_par_fichier(tmp_path):
    fichier = tmp_path / "entree.json"
    fichier.write_bytes(FORFAIT)
    for rendu in (
        calculer("participation-cdg", entree=FORFAIT),
        calculer("participation-cdg", "-", entree=FORFAIT),
        calculer("participation-cdg", str(fichier)),
    ):
        assert (rendu.returncode, rendu.stderr) == (0, b"")
        reponse = json.loads(rendu.stdout)
        assert reponse["resultat"] == {"montant": "8680.00"}
        assert set(reponse["etapes"][0]) == {"libelle", "references", "valeur"}


def test_liste():
    rendu = calculer("--liste")
    noms = [ligne.split("\t")[0] for ligne in rendu.stdout.decode().splitlines()]
    assert rendu.returncode == 0
    assert sorted(noms) == [
        "absenteisme", "age-legal", "allocation-invalidite-temporaire", "annee-medicale", "capital-deces",
        "cessation-garantie", "conge-adoption", "conge-maternite", "conge-paternite", "cotisation",
        "decision-citis", "delai-declaration", "droits-cmo", "frais-medicaux", "ijss-maladie",
        "indemnisation", "indemnite-disponibilite-office", "participation-cdg", "prescription",
        "prevoyance-cotisation", "prevoyance-fenetre", "prevoyance-incapacite", "prevoyance-premier-jour",
        "prevoyance-taux-plafond", "prevoyance-terme", "retenue-carence",
    ]  # fmt: skip


def test_refus_code_2_et_rien_qui_ressemble_a_une_trace():
    rendu = calculer("participation-cdg", entree=b'{"mode": "FORFAIT_AGENT"}')
    assert (rendu.returncode, rendu.stderr) == (2, b"")
    champs = [e["champ"] for e in json.loads(rendu.stdout)["erreurs"]]
    assert champs == ["agents", "montant_unitaire"]


def test_ndjson_une_ligne_par_entree_dans_l_ordre():
    lignes = [FORFAIT, b"", b"illisible", b"  ", FORFAIT.replace(b"124", b"37"), b"[]"]
    rendu = calculer("participation-cdg", "-", "--ndjson", entree=b"\n".join(lignes))
    sorties = [json.loads(ligne) for ligne in rendu.stdout.splitlines()]
    assert (rendu.returncode, rendu.stderr) == (2, b"")
    assert [s.get("resultat", {}).get("montant") for s in sorties] == ["8680.00", None, "2590.00", None]
    assert [s["erreurs"][0]["code"] for s in sorties if "erreurs" in s] == ["json-invalide"] * 2


def test_ndjson_tout_bon():
    assert calculer("participation-cdg", "--ndjson", entree=FORFAIT + b"\n").returncode == 0


def test_nom_inconnu_fichier_absent_et_usage():
    for arguments, code in (
        (("divination",), "calcul-inconnu"),
        (("cotisation", "/nulle/part"), "fichier-illisible"),
    ):
        rendu = calculer(*arguments)
        assert rendu.returncode == 2
        assert [e["code"] for e in json.loads(rendu.stdout)["erreurs"]] == [code]
    for arguments in ((), ("--inconnue",), ("a", "b", "c"), ("cotisation", "--liste")):
        rendu = calculer(*arguments)
        assert rendu.returncode == 2
        assert rendu.stderr.startswith(b"Usage")


def test_reference_a_demi_caractere_isole():
    entree = b'{"jour": "\\ud800"}'
    rendu = calculer("annee-medicale", entree=entree)
    assert (rendu.returncode, rendu.stderr) == (2, b"")


def test_aide_nom_illisible_et_flux_fermes():
    assert calculer("--help").stdout.startswith(b"Usage")
    assert calculer("-h").returncode == 0
    rendu = calculer(b"\xff")
    assert (rendu.returncode, rendu.stderr) == (2, b"")
    assert json.loads(rendu.stdout)["erreurs"][0]["code"] == "calcul-inconnu"
    base = [sys.executable, "manage.py", "calculer", "annee-medicale"]
    ferme = subprocess.run(
        ["/bin/sh", "-c", '"$@" <&-', "sh", *base], cwd=RACINE, capture_output=True, timeout=60, check=False
    )
    assert (ferme.returncode, ferme.stderr) == (2, b"")
    plein = subprocess.run(
        ["/bin/sh", "-c", '"$@" --schema >/dev/full', "sh", *base],
        cwd=RACINE,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert plein.returncode == 1
    assert plein.stderr.decode() == "Écriture impossible : la sortie est pleine ou fermée.\n"


def test_schema_de_chaque_calcul():
    rendu = calculer("capital-deces", "--schema")
    schema = json.loads(rendu.stdout)
    assert (rendu.returncode, set(schema)) == (0, {"nom", "titre", "entree", "sortie"})
    assert schema["entree"]["properties"]["deces"]["format"] == "date"
