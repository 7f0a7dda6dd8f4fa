"""Ce que le contrôle de démarrage regarde dans la base : le rôle, les tables, les politiques, les clés, les objets."""
