// Keeps what is marked up to date, while the page is seen and nobody works in it.
const every = 5000;
const part = () => document.querySelector("[data-live]");

async function refresh() {
  const present = part();
  if (document.hidden || !present || present.contains(document.activeElement)) {
    return;
  }
  try {
    const answer = await fetch(location.href, { credentials: "same-origin", redirect: "error", cache: "no-store" });
    if (!answer.ok) {
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = fresh.querySelector("[data-live]");
    const summary = fresh.querySelector(".summary");
    if (found && !present.contains(document.activeElement)) {
      present.replaceChildren(...found.childNodes);
    }
    if (summary) {
      document.querySelector(".summary")?.replaceChildren(...summary.childNodes);
    }
  } catch {
    // The host is away for a moment; what is shown stays, with its time.
  }
}

setInterval(refresh, every);
