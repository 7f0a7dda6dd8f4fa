// Aides des simulateurs. Tout fonctionne sans : champs tous montrés, boutons qui envoient la page, code à coller.
"use strict";

(() => {
  const FRAGMENT = "#s=";

  // Un champ qui ne sert que pour certaines réponses n'est montré qu'avec elles.
  const valeurDe = (formulaire, nom) => {
    const champ = formulaire.elements[nom];
    if (!champ) return "";
    if (champ instanceof HTMLInputElement && champ.type === "checkbox") return champ.checked ? champ.value : "";
    return champ.value;
  };
  const ajuster = () => {
    const formulaire = document.getElementById("simulation");
    if (!formulaire) return;
    formulaire.querySelectorAll("[data-si]").forEach((bloc) => {
      bloc.hidden = !bloc.dataset.valeurs.split(" ").includes(valeurDe(formulaire, bloc.dataset.si));
    });
  };

  // Le lien partagé porte la simulation après le # : elle est envoyée dans le corps d'une requête, puis effacée de l'adresse.
  const reprendre = () => {
    const formulaire = document.getElementById("reprise");
    if (!formulaire || !location.hash.startsWith(FRAGMENT)) return;
    formulaire.elements.code.value = location.hash.slice(FRAGMENT.length);
    history.replaceState(null, "", location.pathname + location.search);
    formulaire.submit();
  };

  const preparer = () => {
    ajuster();
    document.querySelectorAll("[data-copier]").forEach((bouton) => (bouton.hidden = false));
  };

  // Ce qui est tapé et pas encore envoyé ne se quitte pas sans le dire.
  const retenir = (e) => {
    e.preventDefault();
    e.returnValue = "";
  };
  const relacher = () => window.removeEventListener("beforeunload", retenir);

  // Un résultat affiché n'est plus celui des champs dès que l'un d'eux change.
  const perimer = () => {
    const titre = document.getElementById("resultat-titre");
    if (!titre || document.getElementById("resultat-perime")) return;
    const avis = document.createElement("div");
    const texte = document.createElement("div");
    avis.id = "resultat-perime";
    avis.className = "st-notice st-notice--attention";
    avis.setAttribute("role", "status");
    avis.append(texte);
    titre.after(avis);
    // Une zone déjà là quand son texte arrive est annoncée ; née avec lui, elle ne l'est pas toujours.
    setTimeout(() => (texte.textContent = "Résultat à recalculer : un champ a changé."));
  };

  document.addEventListener("input", (e) => {
    if (e.target.form?.id !== "simulation") return;
    window.addEventListener("beforeunload", retenir);
    perimer();
  });
  document.addEventListener("submit", (e) => {
    if (e.target.id === "simulation") relacher();
  });

  document.addEventListener("change", (e) => {
    if (e.target.form?.id === "simulation") ajuster();
  });

  document.addEventListener("click", async (e) => {
    const bouton = e.target.closest("[data-copier]");
    if (!bouton) return;
    const champ = document.getElementById(bouton.dataset.copier);
    champ.select();
    try {
      await navigator.clipboard.writeText(champ.value);
      bouton.textContent = "Copié";
      document.getElementById("annonces").textContent = "Lien copié";
    } catch {
      bouton.textContent = "Lien sélectionné : copiez-le";
    }
  });

  // Une réponse qui n'est pas la page attendue (session finie, panne) n'efface jamais ce qui est tapé.
  const alerter = (texte) => {
    const zone = document.getElementById("simulateur-alerte");
    const cadre = document.createElement("div");
    cadre.className = "st-notice st-notice--danger";
    cadre.textContent = texte;
    zone.replaceChildren(cadre);
    zone.scrollIntoView({ block: "nearest" });
  };
  document.addEventListener("htmx:beforeSwap", (e) => {
    if (e.detail.target.id !== "simulateur") return;
    const attendue = e.detail.xhr.responseText.includes('id="simulateur"');
    e.detail.shouldSwap = attendue;
    e.detail.isError = false;
    if (!attendue) alerter("Rien n'est calculé : votre session est peut-être finie. Ce que vous avez tapé est toujours là : connectez-vous dans un autre onglet, puis recommencez ici.");
  });
  document.addEventListener("htmx:sendError", () => {
    alerter("Le portail ne répond pas. Ce que vous avez tapé est toujours là : réessayez dans un instant.");
  });

  // Après un calcul, la lecture reprend aux erreurs, sinon au résultat (une ligne ajoutée prend le focus elle-même).
  document.addEventListener("htmx:afterSettle", (e) => {
    if (e.detail.target.id !== "simulateur" && e.target.id !== "simulateur") return;
    preparer();
    if (document.getElementById("resultat")) relacher();
    if (document.querySelector("#simulateur [autofocus]")) return;
    const erreurs = document.querySelector("#simulateur .st-recap-erreurs");
    (erreurs || document.getElementById("resultat-titre"))?.focus();
  });

  preparer();
  reprendre();
  window.addEventListener("hashchange", reprendre);
})();
