"""Ce qui sert à mesurer le moteur de règles : un calcul témoin et des histoires d'agents tirées au sort."""
