// Who carries whose text: outlets that had it by outlets that took it, with how often.

const MOST_SIDES = 12;

/** The names with the largest sums, and the sums. */
function largest(flows, side) {
  const sums = new Map();
  for (const flow of flows) sums.set(flow[side], (sums.get(flow[side]) ?? 0) + flow[2]);
  return [...sums].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

function matrix(run) {
  if (!run.flows.length) {
    return h("p", { class: "quiet" }, "Nothing says which outlet had its text from which.");
  }
  const sources = largest(run.flows, 0);
  const targets = largest(run.flows, 1);
  const rows = sources.slice(0, MOST_SIDES);
  const columns = targets.slice(0, MOST_SIDES);
  const cells = new Map(run.flows.map((flow) => [JSON.stringify(flow.slice(0, 2)), flow]));
  const most = run.flows.reduce((sofar, flow) => Math.max(sofar, flow[2]), 4); // one article is no heat
  const left = run.flows.filter(([source, target]) => !rows.includes(source) || !columns.includes(target));
  const notes = [
    left.length ? `${count(left.reduce((sum, flow) => sum + flow[2], 0), "article")} of smaller flows are not shown.` : "",
    "Each article counts once, for the outlet that it most likely had its text from; what came from outside is not counted.",
  ];
  return [
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Who carries whose text" },
      h(
        "table",
        { class: "matrix" },
        h("caption", { class: "unseen" }, "Articles by the outlet that they have their text from, by row, and the outlet that carried them, by column"),
        h("thead", {}, h("tr", {}, h("th", { scope: "col", class: "corner" }, "text of ↓ · carried by →"), columns.map((name) => h("th", { scope: "col" }, h("span", {}, foreign(name)))))),
        h("tbody", {}, rows.map((source) => h("tr", {}, h("th", { scope: "row" }, foreign(source)), columns.map((target) => cell(cells.get(JSON.stringify([source, target])), source, target, most))))),
      ),
    ),
    h("p", { class: "quiet" }, notes.filter(Boolean).join(" ")),
  ];
}

function cell(flow, source, target, most) {
  if (!flow) return h("td", { class: "none" }, h("span", { class: "unseen" }, "0"));
  const query = new URLSearchParams({ source, outlet: target });
  const [, , articles, lag] = flow;
  const later = lag === null ? "" : `, half of them within ${duration(Math.abs(lag) * 60)}`;
  const label = plain(`${count(articles, "article")} of ${target} with text from ${source}${later}`);
  return h("td", { class: `heat-${Math.ceil((4 * articles) / most)}` }, h("a", { href: `#/?${query}`, "aria-label": label, title: label }, number(articles)));
}
