"""L'appareil d'une session, en mots : « Firefox sous Windows »."""

# Du plus précis au plus vague : Edge se dit aussi Chrome, et Chrome se dit aussi Safari.
NAVIGATEURS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
INCONNUE = "0.0.0.0"  # noqa: S104  une adresse à écrire dans une liste, pas une interface à ouvrir


def appareil(agent: str) -> str:
    """Le navigateur et le système que dit l'en-tête User-Agent ; « Appareil inconnu » s'il ne dit rien."""
    navigateur = next((nom for marque, nom in NAVIGATEURS if marque in agent), "")
    systeme = next((nom for marque, nom in SYSTEMES if marque in agent), "")
    if navigateur and systeme:
        return f"{navigateur} sous {systeme}"
    return navigateur or systeme or "Appareil inconnu"


def adresse_tronquee(adresse: str) -> str:
    """Le réseau d'une adresse, sans le poste : « 192.0.2.0 », « 2001:db8:1:: ». Inconnue : « 0.0.0.0 »."""
    if "." in adresse and ":" not in adresse:
        return ".".join([*adresse.split(".")[:3], "0"])
    if ":" in adresse and "." not in adresse:
        debut = [bloc or "0" for bloc in adresse.split("::")[0].split(":")[:3]]
        return ":".join(debut) + "::"
    return INCONNUE
