"""Le schéma OpenAPI publié est celui du dépôt, et sa documentation est servie d'ici."""

import re
from pathlib import Path

import yaml
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiYamlRenderer

from cdg_portal.calculs.registre import CALCULS

DEPOSE = Path(__file__).resolve().parents[2] / "docs" / "api" / "openapi.yaml"


def test_le_schema_depose_est_a_jour():
    produit = OpenApiYamlRenderer().render(SchemaGenerator().get_schema(request=None, public=True)).decode()
    assert DEPOSE.read_text().strip() == produit.strip(), "lancer `make openapi` et relire"


def test_chaque_calcul_y_a_son_entree():
    schema = yaml.safe_load(DEPOSE.read_text())
    assert schema["openapi"].startswith("3.1")
    for nom in CALCULS:
        operation = schema["paths"][f"/api/v1/calculs/{nom}"]["post"]
        assert (
            operation["requestBody"]["content"]["application/json"]["schema"]["additionalProperties"] is False
        )
        assert set(operation["responses"]) == {"200", "400", "411", "413", "415", "429"}
        assert operation["security"] == [{}]


def test_le_schema_est_servi_sans_compte(client):
    reponse = client.get("/api/schema/")
    assert reponse.status_code == 200
    assert (
        yaml.safe_load(reponse.content)["paths"].keys() == yaml.safe_load(DEPOSE.read_text())["paths"].keys()
    )


def test_documentation_locale_et_sans_script_en_ligne(client):
    page = client.get("/api/documentation/")
    html = page.content.decode()
    assert page.status_code == 200
    assert "<style" not in html
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert re.findall(r'(?:src|href)="(?!/)', html) == []
    assert "'unsafe-inline'" not in page["Content-Security-Policy"]
    script = client.get("/api/documentation/?script=")
    assert script["Content-Type"].startswith("application/javascript")
    assert "/api/schema/" in script.content.decode()
    assert client.get("/api/").url == "/api/documentation/"
