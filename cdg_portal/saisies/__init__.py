"""Ce qui est tapé ne se perd pas : brouillons, reprise après une session finie, envois faits une seule fois."""
