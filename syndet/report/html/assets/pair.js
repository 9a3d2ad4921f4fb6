// Two articles side by side: both whole, what they share marked and tied together.

async function sideBySide(link, a, b) {
  const passages = link?.passages ? await passagesOf(link, a) : [];
  const texts = await Promise.all([textOf(a), textOf(b)]);
  passages.forEach((passage, place) => {
    passage.number = place + 1;
    passage.moved = passage.changes && !retold(passage) && texts.every(Boolean) ? movedRuns(passage, texts) : [];
  });
  const columns = h("div", { class: "columns" });
  columns.append(column(a, texts[0], passages, "a", link), ribbons(columns, passages), column(b, texts[1], passages, "b", link));
  const box = h("div", { class: "pair" }, passages.length ? [legend(passages), passageList(passages)] : null, columns);
  linkSides(box);
  return { box, texts };
}

function column(article, text, passages, side, link) {
  const share = link && link.kind !== "none" ? (link.a === article ? link.coverage_a : link.coverage_b) : 0;
  const id = `column-${side}`;
  return h(
    "article",
    { class: `column column-${side}`, "aria-labelledby": id },
    h(
      "header",
      {},
      h("p", { class: "outlet" }, foreign(called(article)), article.cluster?.origin.article === article ? h("span", { class: "seal article" }, "likely origin") : null),
      h("h2", { id }, foreign(article.name)),
      h("p", { class: "about" }, [article.words, share ? `${percent(share)} shared` : null, article.cluster ? h("a", { href: `#/cluster/${article.cluster.place}` }, "its cluster") : null, article.url ? outward(article.url) : null].filter(Boolean).map((part, place) => [place ? " · " : "", part])),
      h("p", { class: "file" }, foreign(article.id)),
    ),
    text === null
      ? h("p", { class: "quiet" }, "The text of this article is left out of this page.")
      : text.length === 0
        ? h("p", { class: "quiet" }, "This article has no text.")
        : h("div", { class: "text" }, marked(text, passages, side)),
  );
}

function legend(passages) {
  const looks = new Set(passages.map(look));
  const shown = [...KINDS, "boilerplate"].filter((kind) => looks.has(kind));
  const compared = passages.filter((passage) => passage.changes);
  const edits = compared.some((passage) => !retold(passage)) && [h("span", { class: "changed" }, "changed"), h("del", {}, "dropped"), h("ins", {}, "added"), passages.some((passage) => passage.moved.length) && h("span", { class: "moved" }, "moved")];
  const stayed = compared.some(retold) && h("b", { class: "kept" }, "same words");
  return h(
    "div",
    { class: "legend" },
    h("span", { class: "keys" }, shown.map((kind) => h("span", { class: `key k-${kind}` }, KIND_WORDS[kind]))),
    compared.length
      ? [
          h("span", { class: "keys" }, edits, stayed),
          h("label", { class: "toggle" }, h("input", { type: "checkbox", checked: true, onchange: (event) => event.target.closest(".pair").classList.toggle("whole", !event.target.checked) }), " mark words"),
        ]
      : h("span", { class: "quiet" }, "Words are not compared in this pair."),
  );
}

function passageList(passages) {
  const row = (passage) =>
    h(
      "tr",
      { "data-p": passage.number, "data-side": "b" },
      h("td", {}, h("button", { type: "button", class: `tag k-${look(passage)}`, "data-p": passage.number, "data-side": "b", "aria-label": `Go to passage ${passage.number}` }, String(passage.number))),
      h("td", {}, h("span", { class: `kind k-${look(passage)}` }, passage.boilerplate ? "boilerplate" : passage.kind)),
      [passage.score.toFixed(2), percent(passage.identical), percent(passage.matched), percent(passage.ordered), percent(passage.quoted)].map((text) => h("td", { class: "figure" }, text)),
    );
  return h(
    "details",
    { class: "passage-list" },
    h("summary", {}, count(passages.length, "passage")),
    h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": "Passages" },
      h(
        "table",
        {},
        h("thead", {}, h("tr", {}, ["No.", "Kind", "Score", "Same runs", "Matched", "In order", "Quoted"].map((name) => h("th", { scope: "col" }, name)))),
        h("tbody", {}, passages.map(row)),
      ),
    ),
  );
}
