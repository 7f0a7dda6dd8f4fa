"""Ce qu'il faut au banc du cloisonnement : une base chargée, sa jumelle sans sécurité de ligne, deux serveurs."""
