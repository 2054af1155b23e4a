// Small helps for people with JavaScript; every page works without it.
(() => {
  // After a page or a fragment arrives, put the focus where reading should go on.
  const focusFirst = (root) => root.querySelector("[data-focus]")?.focus();

  document.addEventListener("DOMContentLoaded", () => focusFirst(document));
  document.addEventListener("htmx:afterSettle", (event) => {
    const box = document.getElementById("offline");
    if (box) box.hidden = true;
    // What followed a choice appears beside it: the focus stays where the choice was made.
    const cause = event.detail.requestConfig?.triggeringEvent;
    if (cause?.type === "change") {
      const control = document.getElementById(cause.target.id);
      control?.closest("details")?.setAttribute("open", "");
      control?.focus({ preventScroll: true });
      return;
    }
    focusFirst(event.target);
    if (!event.target.closest("[data-stay]")) window.scrollTo(0, 0);
  });

  // The server could not be reached: say so, and keep what was chosen.
  const offline = () => {
    const box = document.getElementById("offline");
    if (box) {
      box.hidden = false;
      box.focus();
    }
  };
  document.addEventListener("htmx:sendError", offline);
  document.addEventListener("htmx:timeout", offline);
  document.addEventListener("htmx:responseError", (event) => {
    // Signed in or out in another tab: the page of now says what is so.
    if (event.detail.xhr.status >= 500) offline();
    else window.location.reload();
  });

  // Copy buttons beside a field.
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.getElementById(button.dataset.copy);
    field.select();
    // Without TLS browsers offer no clipboard: the link is selected then, ready to be copied by hand.
    if (!navigator.clipboard) return;
    await navigator.clipboard.writeText(field.value);
    button.textContent = "Copied";
  });
  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });
})();
