// Clés d'accès (avec l'aide d'allauth) et codes de secours. Sans JavaScript, le mot de passe et les codes suffisent.
"use strict";

(() => {
  const IDS = { credential: "cle-reponse", data: "cle-donnees" };
  const FORMES = {
    entrer: (cles) => cles.loginForm({ ids: { ...IDS, login: "cle-bouton" } }),
    prouver: (cles) => cles.authenticateForm({ ids: { ...IDS, authenticate: "cle-bouton" } }),
    ajouter: (cles) => cles.addForm({ ids: { ...IDS, add: "cle-bouton", passwordless: "id_passwordless" } }),
  };

  // Un refus de l'appareil se dit sur la page ; il n'est pas une erreur du portail.
  document.addEventListener("allauth.error", (evenement) => {
    evenement.preventDefault();
    const avis = document.getElementById("cle-indisponible");
    if (avis) avis.hidden = false;
  });

  const formulaire = document.querySelector("form[data-cle]");
  if (formulaire && window.PublicKeyCredential && window.allauth) {
    formulaire.hidden = false;
    FORMES[formulaire.dataset.cle](window.allauth.webauthn.forms);
  }

  document.querySelectorAll("[data-telecharge]").forEach((bouton) => {
    bouton.hidden = false;
    bouton.addEventListener("click", () => {
      const codes = [...document.querySelectorAll(`#${bouton.dataset.telecharge} code`)].map((c) => c.textContent);
      const lien = document.createElement("a");
      lien.href = `data:text/plain;charset=utf-8,${encodeURIComponent(`${codes.join("\n")}\n`)}`;
      lien.download = "codes-de-secours-statutaire.txt";
      lien.click();
    });
  });
  document.querySelectorAll("[data-imprime]").forEach((bouton) => {
    bouton.hidden = false;
    bouton.addEventListener("click", () => window.print());
  });
})();
