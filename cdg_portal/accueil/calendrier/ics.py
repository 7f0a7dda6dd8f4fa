"""Le fichier iCalendar (RFC 5545) : des numéros et ce qui est dû. Ni personne, ni motif, ni montant."""

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from cdg_portal.accueil.calendrier.echeances import Releve


def fichier_ics(releve: Releve, *, jour: date, base: str, domaine: str) -> bytes:
    """Une journée entière par échéance ; le même jour, les mêmes échéances donnent les mêmes octets.

    `base` : l'adresse du portail, devant celle de chaque fiche ; `domaine` : la fin des identifiants (UID), stables.
    """
    calendrier = Calendar()
    calendrier.add("prodid", "-//Statutaire//Echeances//FR")
    calendrier.add("version", "2.0")
    calendrier.add("calscale", "GREGORIAN")
    calendrier.add("method", "PUBLISH")
    calendrier.add("x-wr-calname", "Échéances, portail Statutaire")
    calendrier.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    if releve.avertissement:
        calendrier.add("x-wr-caldesc", releve.avertissement)
    for e in releve.echeances:
        evenement = Event()
        evenement.add("uid", f"{e.cle}@{domaine}".replace(" ", ""))
        evenement.add("dtstamp", datetime.combine(jour, time(), UTC))
        evenement.add("dtstart", e.le)
        evenement.add("dtend", e.le + timedelta(days=1))
        evenement.add("summary", e.titre)
        evenement.add("url", f"{base}{e.url}")
        evenement.add("transp", "TRANSPARENT")
        calendrier.add_component(evenement)
    return bytes(calendrier.to_ical())
