// Recherche générale : propositions au clavier (combobox ARIA 1.2). Sans script, le champ s'envoie et la page répond.
"use strict";

(() => {
  const champ = document.querySelector("[data-recherche]");
  const boite = document.getElementById("propositions");
  if (!champ || !boite || !window.htmx) return;

  champ.setAttribute("role", "combobox");
  champ.setAttribute("aria-autocomplete", "list");
  champ.setAttribute("aria-controls", "propositions-liste"); // là quand il y a des options, et elle seule
  champ.setAttribute("aria-expanded", "false");
  const options = () => [...boite.querySelectorAll("[role=option]")];
  let active = -1;

  const choisir = (rang) => {
    const toutes = options();
    active = toutes.length ? (rang + toutes.length) % toutes.length : -1;
    toutes.forEach((o, n) => o.setAttribute("aria-selected", String(n === active)));
    if (active < 0) return champ.removeAttribute("aria-activedescendant");
    champ.setAttribute("aria-activedescendant", toutes[active].id);
    toutes[active].scrollIntoView({ block: "nearest" });
  };
  const montrer = (ouvert) => {
    boite.hidden = !ouvert;
    champ.setAttribute("aria-expanded", String(ouvert && options().length > 0));
    if (!ouvert) {
      active = -1;
      champ.removeAttribute("aria-activedescendant");
    }
  };
  // Vidée en se fermant : ce qui n'est plus montré n'est plus à dire, et revenir au champ redemande.
  const fermer = () => {
    montrer(false);
    boite.replaceChildren();
  };

  boite.addEventListener("htmx:afterSwap", () => {
    active = -1;
    champ.removeAttribute("aria-activedescendant");
    if (document.activeElement !== champ) return fermer();
    montrer(boite.textContent.trim() !== "");
    const nombre = options().length;
    const zone = document.getElementById("annonces");
    const dit = boite.querySelector("[data-annonce]");
    if (zone) zone.textContent = dit ? dit.dataset.annonce : nombre ? `${nombre} proposition${nombre > 1 ? "s" : ""}` : "";
  });
  champ.addEventListener("focus", () => {
    if (boite.textContent.trim()) montrer(true);
    else htmx.trigger(champ, "proposer");
  });
  champ.form.addEventListener("focusout", (e) => {
    if (!champ.form.contains(e.relatedTarget)) fermer();
  });
  champ.addEventListener("keydown", (e) => {
    const ouverte = !boite.hidden;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!ouverte) montrer(options().length > 0);
      choisir(active < 0 && e.key === "ArrowUp" ? -1 : active + (e.key === "ArrowDown" ? 1 : -1));
    } else if (e.key === "Enter" && ouverte && active >= 0) {
      e.preventDefault();
      options()[active].click();
    } else if (e.key === "Escape" && ouverte) {
      e.preventDefault();
      e.stopPropagation();
      montrer(false);
    }
  });

  // Ctrl+K mène au champ. Pas de touche seule : une dictée vocale la déclencherait sans le vouloir (WCAG 2.1.4).
  document.addEventListener("keydown", (e) => {
    const raccourci = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k";
    if (!raccourci || document.querySelector("dialog[open]")) return;
    e.preventDefault();
    champ.focus();
    champ.select();
  });
})();
