// Light, dark or high contrast as Teams says (query "theme", kept for the tab; later by teams.js), else as the system; loaded before the
// page is drawn, so nothing flashes.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let store = null;
  try {
    store = window.sessionStorage;
  } catch {
    // A frame may be refused it; then the theme stands in the address of the first page only.
  }

  let told = new URLSearchParams(window.location.search).get("theme");
  if (told && store) {
    store.setItem("theme", told);
  }

  const teams = () => told ?? store?.getItem("theme");
  const apply = () => {
    const theme = teams() ?? (dark.matches ? "dark" : "light");
    root.setAttribute("data-bs-theme", theme === "dark" || theme === "contrast" ? "dark" : "light");
    root.classList.toggle("contrast", theme === "contrast"); // on top of the dark one
  };
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("theme", event => {
    told = event.detail;
    store?.setItem("theme", told);
    apply();
  });
})();
