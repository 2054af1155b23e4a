// Passkeys: offered where the browser knows them, and a word on the page when one did not work.
(() => {
  if (!window.PublicKeyCredential) return;
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-no-passkey]")) part.hidden = true;

  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    const box = document.getElementById("passkey-problem");
    box.hidden = false;
    box.focus();
  });
})();
