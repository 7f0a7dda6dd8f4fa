// Dépôt d'un fichier : ce qui ne passera pas est dit avant l'envoi. Le serveur contrôle de toute façon.
"use strict";

(() => {
  const MO = 1024 * 1024;
  const taille = (octets) => (octets < MO ? `${Math.ceil(octets / 1024)} Ko` : `${(octets / MO).toFixed(1).replace(".", ",")} Mo`);

  const fautes = (fichier, zone) => {
    const admises = zone.dataset.extensions.split(",").map((e) => e.trim().toLowerCase()).filter(Boolean);
    const trouvees = [];
    if (admises.length && !admises.some((e) => fichier.name.toLowerCase().endsWith(e))) {
      trouvees.push(`« ${fichier.name} » n'est pas d'une nature admise : choisissez un fichier ${admises.join(", ")}.`);
    }
    if (fichier.size > Number(zone.dataset.tailleMax) * MO) {
      trouvees.push(`« ${fichier.name} » pèse ${taille(fichier.size)} : ${zone.dataset.tailleMax} Mo au plus, réduisez-le ou numérisez-le en moindre qualité.`);
    }
    if (fichier.size === 0) trouvees.push(`« ${fichier.name} » est vide : choisissez un autre fichier.`);
    return trouvees;
  };

  document.querySelectorAll("[data-depot]").forEach((zone) => {
    const champ = zone.querySelector("input[type=file]");
    const etat = zone.querySelector("[data-depot-etat]");
    if (zone.dataset.extensions) champ.accept = zone.dataset.extensions;

    const verifier = () => {
      const trouvees = [...champ.files].flatMap((f) => fautes(f, zone));
      zone.classList.toggle("st-depot--refuse", trouvees.length > 0);
      champ.setCustomValidity(trouvees.join(" "));
      if (trouvees.length) champ.setAttribute("aria-invalid", "true");
      else champ.removeAttribute("aria-invalid");
      etat.textContent = trouvees.length
        ? trouvees.join(" ")
        : [...champ.files].map((f) => `« ${f.name} » (${taille(f.size)}) est prêt à partir.`).join(" ");
    };
    champ.addEventListener("change", verifier);

    // Un formulaire sans contrôle du navigateur (novalidate) ne part pas non plus avec un fichier refusé.
    champ.form?.addEventListener("submit", (e) => {
      if (champ.validationMessage && zone.classList.contains("st-depot--refuse")) {
        e.preventDefault();
        e.stopImmediatePropagation();
        champ.focus();
      }
    });

    const survol = (actif) => zone.classList.toggle("st-depot--survol", actif);
    zone.addEventListener("dragover", (e) => {
      e.preventDefault();
      survol(true);
    });
    zone.addEventListener("dragleave", () => survol(false));
    zone.addEventListener("drop", (e) => {
      e.preventDefault();
      survol(false);
      if (!e.dataTransfer.files.length) return;
      champ.files = e.dataTransfer.files;
      champ.dispatchEvent(new Event("change", { bubbles: true }));
    });
  });
})();
