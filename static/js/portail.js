// Petites aides du portail. Tout fonctionne sans : menu déplié, confirmations par ancre, envois contrôlés par le serveur.
"use strict";

(() => {
  // Menu replié sur petit écran.
  const bouton = document.querySelector("[data-menu]");
  const menu = bouton && document.getElementById(bouton.getAttribute("aria-controls"));
  const basculer = (ouvert) => {
    menu.classList.toggle("st-menu--ouvert", ouvert);
    bouton.setAttribute("aria-expanded", String(ouvert));
  };
  if (menu) {
    bouton.addEventListener("click", () => basculer(bouton.getAttribute("aria-expanded") !== "true"));
    document.addEventListener("keydown", (e) => {
      if (e.key === "Escape" && bouton.getAttribute("aria-expanded") === "true") {
        basculer(false);
        bouton.focus();
      }
    });
  }

  // Fenêtres de confirmation : <a data-ouvre href="#id"> ouvre le <dialog id>.
  document.addEventListener("click", (e) => {
    const ouvre = e.target.closest("[data-ouvre]");
    const ferme = e.target.closest("[data-ferme]");
    if (ouvre) {
      const fenetre = document.querySelector(ouvre.getAttribute("href"));
      if (fenetre instanceof HTMLDialogElement) {
        e.preventDefault();
        fenetre.showModal();
      }
    } else if (ferme) {
      e.preventDefault();
      ferme.closest("dialog").close();
      if (location.hash) history.replaceState(null, "", location.pathname + location.search);
    }
  });

  // Un déclencheur annoncé comme bouton répond aussi à la barre d'espace.
  document.addEventListener("keydown", (e) => {
    if (e.key === " " && e.target.matches("a[role=button]")) {
      e.preventDefault();
      e.target.click();
    }
  });

  // Deux clics = un envoi : le formulaire déjà parti ne repart pas (le serveur le garantit aussi).
  const liberer = (formulaire) => {
    delete formulaire.dataset.parti;
    formulaire.querySelectorAll("[aria-disabled]").forEach((b) => b.removeAttribute("aria-disabled"));
  };
  document.addEventListener("submit", (e) => {
    const formulaire = e.target;
    if (formulaire.method !== "post" || formulaire.hasAttribute("hx-post")) return;
    if (formulaire.dataset.parti) return e.preventDefault();
    formulaire.dataset.parti = "1";
    formulaire.querySelectorAll("button[type=submit]").forEach((b) => b.setAttribute("aria-disabled", "true"));
    setTimeout(liberer, 5000, formulaire); // un téléchargement ne quitte pas la page
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-parti]").forEach(liberer));

  // Tableaux repliés en cartes : les rôles restent annoncés ; tableaux larges : défilement au clavier.
  const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TFOOT: "rowgroup", TR: "row", TD: "cell" };
  const preparer = (racine) => {
    racine.querySelectorAll("table.st-tableau").forEach((table) => {
      [table, ...table.querySelectorAll("thead, tbody, tfoot, tr, td")].forEach((n) => n.setAttribute("role", ROLES[n.tagName]));
      table.querySelectorAll("th").forEach((th) => th.setAttribute("role", th.scope === "row" ? "rowheader" : "columnheader"));
    });
    racine.querySelectorAll(".st-tableau__cadre").forEach((cadre) => {
      if (cadre.scrollWidth > cadre.clientWidth) cadre.tabIndex = 0;
      else cadre.removeAttribute("tabindex");
    });
  };
  preparer(document);
  window.addEventListener("resize", () => preparer(document));
  document.addEventListener("htmx:afterSettle", (e) => preparer(e.target.parentElement || document));

  // Après un rafraîchissement partiel, ce qui doit être su est annoncé dans une zone qui, elle, ne bouge pas.
  const zone = document.getElementById("annonces");
  if (zone) {
    document.addEventListener("htmx:afterSettle", (e) => {
      // Seulement ce qui vient d'arriver ; les propositions de la recherche annoncent les leurs.
      const arrive = e.target;
      if (arrive.closest("#propositions")) return;
      const dits = [arrive, ...arrive.querySelectorAll("[data-annonce]")].filter((n) => n.matches("[data-annonce]"));
      const texte = dits.map((n) => n.dataset.annonce).join(". ");
      if (texte !== zone.textContent) zone.textContent = texte;
    });
  }

  // Un numéro de sécurité sociale collé dans une recherche ne part pas : l'adresse, qui porte l'état des listes, ne le
  // verra pas. Le serveur, qui reconnaît toutes ses formes, dit pourquoi le champ est vide.
  const BLANC = "[\\s.,·_/\\-\\u2010-\\u2015\\u200b\\u00ad]{0,2}";
  const MOIS = `(?:0${BLANC}[1-9]|1${BLANC}[0-2]|2${BLANC}0)`;
  const NIR = new RegExp(`(?<!\\d)${["[12]", "\\d", "\\d", MOIS, "\\d", "[\\dABab]", ...Array(6).fill("\\d")].join(BLANC)}(?:${BLANC}\\d${BLANC}\\d)?(?!\\d)`);
  document.addEventListener("htmx:configRequest", (e) => {
    const { verb, formData, elt } = e.detail;
    if (verb !== "get") return;
    for (const [nom, valeur] of [...formData]) {
      if (!NIR.test(valeur)) continue;
      formData.set(nom, "");
      formData.append("nir_efface", nom);
      elt.querySelectorAll("input").forEach((champ) => { if (champ.name === nom) champ.value = ""; });
    }
  });

  // Quitter un champ dont la frappe a déjà filtré la liste ne redemande rien : « Précédent » aurait un pas de trop.
  document.addEventListener("htmx:beforeRequest", (e) => {
    const { requestConfig, pathInfo } = e.detail;
    if (requestConfig.triggeringEvent?.type === "change" && pathInfo.finalRequestPath === location.pathname + location.search) {
      e.preventDefault();
    }
  });

  // « Précédent » rouvre la page : le lien d'où l'on était parti reprend le focus.
  document.addEventListener("click", (e) => {
    const lien = e.target.closest("main a[href]");
    if (lien && !lien.getAttribute("href").startsWith("#")) {
      history.replaceState({ ...history.state, suivi: lien.getAttribute("href") }, "");
    }
  });
  const suivi = history.state?.suivi;
  if (suivi && performance.getEntriesByType("navigation")[0]?.type === "back_forward") {
    document.querySelector(`main a[href="${CSS.escape(suivi)}"]`)?.focus();
  }

  // Formulaire en erreur : le récapitulatif reçoit le focus. Sinon, ce que dit la page après un envoi : déjà là à son
  // ouverture, une zone « status » n'est pas lue. Ni l'un ni l'autre : le focus reste où le navigateur l'a mis.
  const recap = document.querySelector(".st-recap-erreurs:not([data-sans-focus])");
  const messages = document.querySelector("#messages:not(:empty)");
  if (recap) recap.focus();
  else if (messages && document.activeElement === document.body) messages.focus({ preventScroll: true });
})();
