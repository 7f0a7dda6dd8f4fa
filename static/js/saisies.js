// Saisies gardées : le brouillon s'écrit après une pause, et quitter une page modifiée s'annonce.
// Sans ce fichier, le bouton « Enregistrer le brouillon » fait la même chose.
"use strict";

(() => {
  const PAUSE = 1500;

  const suivre = (jeton) => {
    const formulaire = jeton.form;
    const etat = formulaire.querySelector("[data-saisie-etat]");
    let minuterie = 0;
    // Depuis la dernière garde. Une page rendue à corriger, ou après une session finie, n'est gardée nulle part.
    let modifie = "aGarder" in jeton.dataset;
    let enCours = null; // la garde partie, que l'envoi interrompt
    let parti = false;

    const dire = (texte, ton) => {
      if (!etat) return;
      if (etat.textContent !== texte) etat.textContent = texte;
      etat.dataset.ton = ton;
    };
    const donnees = () => {
      const envoi = new FormData(formulaire);
      if ("etape" in jeton.dataset) envoi.set("garder", "1");
      return envoi;
    };

    const garder = async () => {
      clearTimeout(minuterie);
      if (!modifie || parti) return;
      modifie = false;
      enCours = new AbortController();
      try {
        const reponse = await fetch(jeton.dataset.saisie, {
          method: "POST",
          body: donnees(),
          headers: { Accept: "application/json" },
          credentials: "same-origin",
          redirect: "error",
          signal: enCours.signal,
        });
        const corps = await reponse.json();
        if (!reponse.ok) throw new Error(corps.message || "");
        if (!modifie) dire(`Modifications non enregistrées. Brouillon gardé à ${corps.heure}. ${corps.message || ""}`.trim(), "garde");
      } catch (faute) {
        if (parti) return;
        modifie = true;
        dire(`Modifications non enregistrées. ${faute.message && faute.name === "Error" ? faute.message : "Le brouillon n'a pas pu être gardé : ne fermez pas cette page."}`, "echec");
      }
    };

    const change = () => {
      if (parti) return;
      modifie = true;
      dire("Modifications non enregistrées.", "modifie");
      clearTimeout(minuterie);
      minuterie = setTimeout(garder, PAUSE);
    };
    formulaire.addEventListener("input", change);
    formulaire.addEventListener("change", change);
    formulaire.addEventListener("submit", (e) => {
      if (!e.defaultPrevented) {
        parti = true;
        clearTimeout(minuterie);
        // Arrivée après l'envoi, elle ferait renaître le brouillon ; le serveur la refuse aussi.
        enCours?.abort();
      }
    });

    // Onglet fermé pendant la pause : un dernier envoi part sans retenir la page.
    window.addEventListener("pagehide", () => {
      if (!modifie || parti) return;
      const envoi = donnees();
      envoi.set("_discret", "1");
      navigator.sendBeacon(jeton.dataset.saisie, envoi);
    });
    window.addEventListener("beforeunload", (e) => {
      if (modifie && !parti) e.preventDefault();
    });
    // Revenue du cache du navigateur, la page se suit de nouveau.
    window.addEventListener("pageshow", (e) => {
      if (e.persisted) parti = false;
    });
    if (modifie) garder();
  };

  document.querySelectorAll("[data-saisie]").forEach(suivre);
})();
