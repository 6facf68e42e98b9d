/**
 * What makes answering easier: an option that is chosen alone clears the others, "something else" goes with its text, and places
 * are found by typing. The house knows all of these rules, so the page works without. Imported before drafts are filled in.
 */

/** The other checkboxes or radios of the same question. */
function othersOf(field) {
  return [...field.form.querySelectorAll(`input[name="${CSS.escape(field.name)}"]`)].filter((one) => one !== field);
}

function clearOthers(box) {
  const alone = box.dataset.behaviour === "exclusive";
  for (const other of othersOf(box)) {
    if (alone || other.dataset.behaviour === "exclusive") other.checked = false;
  }
}

/** The box or radio that a text in own words belongs to. */
function choiceOf(words) {
  return words.form.querySelector(`input[name="${CSS.escape(words.name.replace(/\.other$/, ""))}"][value="other"]`);
}

/** A text that goes with an option that is not chosen is kept on the page, but not sent. */
function settle(words) {
  const choice = choiceOf(words);
  const instead = othersOf(choice).some((one) => one.checked && (one.type === "radio" || one.dataset.behaviour));
  words.disabled = !choice.checked && (instead || words.value.trim() !== "");
}

/** A field in the place of the select, with the names of both languages to find. It sends the name. */
function makeSearch(select) {
  const field = document.createElement("input");
  for (const name of ["id", "name", "aria-describedby"]) {
    if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
  }
  field.className = select.className.replaceAll("govuk-select", "govuk-input");
  field.autocomplete = "off";
  field.value = select.dataset.typed || (select.value && select.selectedOptions[0].text);
  const hint = document.createElement("div");
  hint.id = `${select.id}-search`;
  hint.className = "govuk-hint";
  hint.textContent = select.dataset.search;
  field.setAttribute("aria-describedby", [hint.id, select.getAttribute("aria-describedby") ?? ""].join(" ").trim());
  const names = document.createElement("datalist");
  names.id = `${select.id}-names`;
  for (const option of select.options) {
    if (!option.value) continue;
    for (const name of [option.text, ...(option.dataset.also ?? "").split("|").filter(Boolean)]) {
      names.append(new Option(name, name));
    }
  }
  field.setAttribute("list", names.id);
  select.labels[0].after(hint);
  select.replaceWith(field, names);
}

document.querySelectorAll("select[data-search]").forEach(makeSearch);

for (const words of document.querySelectorAll("[data-other-words]")) {
  words.addEventListener("input", () => {
    const choice = choiceOf(words);
    if (!words.value.trim() || choice.checked) return;
    choice.checked = true;
    clearOthers(choice);
  });
}

document.addEventListener("change", ({ target }) => {
  if (target.type === "checkbox" && target.form) clearOthers(target);
  if (target.form) target.form.querySelectorAll("[data-other-words]").forEach(settle);
});
