// Which view the page's address names, drawn into the page.

async function viewOf(run, address) {
  const [path, query] = address.replace(/^#?\/?/, "").split("?");
  const [name, first, second] = path.split("/");
  if (name === "cluster" && run.clusters[first]) return { name: "cluster", title: run.clusters[first].lead.name, content: clusterView(run, run.clusters[first]) };
  if (name === "pair") return { name: "pair", title: "Two articles", content: await compareView(run, run.articles[first], run.articles[second]) };
  return { name: "overview", title: headline(run.counts), content: overview(run, new URLSearchParams(query)) };
}

let drawings = 0;

async function show(run, moved) {
  const turn = ++drawings;
  const main = document.getElementById("main");
  const view = await viewOf(run, location.hash);
  if (turn !== drawings) return; // the reader has gone on meanwhile
  main.className = view.name;
  main.replaceChildren(...view.content.flat(Infinity).filter(Boolean));
  document.title = `${plain(view.title, 80)} · syndet`;
  for (const link of document.querySelectorAll("[data-view]")) {
    if (link.dataset.view === view.name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (!moved) return;
  scrollTo(0, 0);
  main.querySelector("h1").focus({ preventScroll: true });
}

async function start() {
  const run = await openRun();
  document.querySelector(".foot").append(`Made by syndet ${run.syndet} at level ${run.settings.level}${run.settings.fingerprint ? `, settings ${run.settings.fingerprint}` : ""}. This page is one file; it loads nothing and sends nothing.`);
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    document.getElementById("main").focus();
  });
  addEventListener("hashchange", () => show(run, true));
  await show(run, false);
}

start().catch((error) => {
  document.getElementById("main").replaceChildren(h("p", { class: "notice" }, `This report cannot be shown in this browser: ${error.message}`));
});
