// Makes the page's links and forms work in place. The forms are the server's, and so is every word about a field: what the API refuses
// is sent once more as a browser without this script would send it, and the answer has the form with its errors.
"use strict";

const Minute = 60_000;
const message = document.getElementById("message");
let vanishing;

// ---- Messages

/** Success goes away by itself, unless it is being read or used; a failure stays until it is dismissed or something else is said. */
function say(text, { bad = false, link, href } = {}) {
  const said = document.createElement("p");
  const words = document.createElement("span");
  words.append(text);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = href;
    anchor.textContent = link;
    words.append(" ", anchor);
  }
  said.classList.toggle("bad", bad);
  said.append(words);
  message.replaceChildren(said);
  finish();
}

function finish() {
  const said = message?.firstElementChild;
  clearTimeout(vanishing);
  if (!said) return;
  const dismiss = document.createElement("button");
  dismiss.type = "button";
  dismiss.ariaLabel = "Dismiss";
  dismiss.textContent = "✕";
  dismiss.addEventListener("click", silence);
  said.append(dismiss);
  if (!said.classList.contains("bad")) vanishing = setTimeout(vanish, 10_000);
}

function vanish() {
  if (message.matches(":hover, :focus-within")) vanishing = setTimeout(vanish, 2_000);
  else silence();
}

function silence() {
  clearTimeout(vanishing);
  if (message?.contains(document.activeElement)) document.getElementById("pets-title")?.focus();
  message?.replaceChildren();
}

// ---- Calls

async function send(url, request = {}) {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(Minute), ...request });
  } catch (error) {
    if (!navigator.onLine) throw new Error("You are offline. Nothing that you typed is lost: try again when you are connected.");
    throw new Error(error.name === "TimeoutError" ? "The server did not answer within a minute. Try again." : "The server cannot be reached. Try again.");
  }
}

/** A failure in words, wherever it comes from: API Gateway and proxies answer errors of their own, some with {"message": null}. */
async function wordsOf(response) {
  if (response.headers.get("Content-Type")?.startsWith("application/problem+json")) {
    const { detail, title } = await response.json().catch(() => ({}));
    if (detail ?? title) return detail ?? title;
  }
  if ([502, 503, 504].includes(response.status)) return `The store is not available at the moment (${response.status}). Try again in a little while.`;
  return response.status === 429 ? "Too many requests. Try again in a little while." : `The server answered ${response.status}.`;
}

async function succeed(response) {
  if (!response.ok) throw new Error(await wordsOf(response));
  return response;
}

async function pageAt(url) {
  const response = await succeed(await send(url));
  return new DOMParser().parseFromString(await response.text(), "text/html");
}

/** A pet as JSON. The price stays the decimal text that was typed; null: the server has to explain what is wrong with it. */
function petOf({ type, price }) {
  return /^\d+(\.\d+)?$/.test(price) ? `{"type":${JSON.stringify(type)},"price":${price.replace(/^0+(?=\d)/, "")}}` : null;
}

const valuesOf = (form) => ({ type: form.elements.type.value, price: form.elements.price.value.trim() });

/** True when done; false when the server refused the form and has explained why, in it. */
async function write(form, path, request) {
  const response = request.body === null ? null : await send(path, request);
  if (response?.ok) return response;
  if (response && ![400, 412].includes(response.status)) throw new Error(await wordsOf(response));

  const explained = await send(form.getAttribute("action"), { method: "POST", body: new URLSearchParams(new FormData(form)) });
  if (explained.ok) return explained;
  const answer = new DOMParser().parseFromString(await explained.clone().text(), "text/html");
  const again = answer.querySelector(`form[data-call="${form.dataset.call}"]`);
  if (!again) throw new Error(await wordsOf(explained));
  explain(form, again);
  return null;
}

/** Takes everything from the server's form but what was typed. */
function explain(form, again) {
  for (const field of form.querySelectorAll("select, input:not([type=hidden])")) again.elements[field.name].value = field.value;
  form.replaceChildren(...again.childNodes);
  (form.querySelector("[aria-invalid]") ?? form.querySelector("button")).focus();
}

/** Shows what the server renders now. Open forms stay as they are, with what was typed into them and the focus. */
async function refresh() {
  const fresh = await pageAt(location.href);
  const shown = document.getElementById("shown");
  const next = fresh.getElementById("shown");
  const focused = document.activeElement;
  for (const open of shown.querySelectorAll("tr.open")) {
    const row = next.querySelector(`#pet-${open.dataset.pet}`);
    if (row) row.hidden = true;
    (row ?? next.querySelector("tbody")?.lastElementChild)?.after(open);
  }
  shown.replaceWith(next);
  if (focused?.isConnected) focused.focus();
  return fresh;
}

/** Says what was done, whether or not the list can be shown again. */
async function report(done, options) {
  try {
    const fresh = await refresh();
    say(done + (options?.link ? ":" : "."), options);
    return fresh;
  } catch (error) {
    say(`${done}. The list could not be refreshed: ${error.message}`, { ...options, bad: true });
    return null;
  }
}

// ---- What the forms do

const calls = {
  async add(form) {
    const sent = valuesOf(form);
    const key = form.elements.key.value;
    const response = await write(form, "pets", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": `${key}-${sent.type}-${sent.price}` },
      body: petOf(sent),
    });
    if (!response) return;
    const { pet } = await response.json();
    const fresh = await report(`Added ${pet.type} ${pet.id}`, { link: "show", href: `page/pets/${pet.id}` });
    // The key stays until the list shows the pet. A user who does not see it may send the form again, and gets the same pet.
    if (!fresh) return;
    form.elements.key.value = fresh.getElementById("add").elements.key.value;
    if (form.elements.price.value.trim() === sent.price) form.elements.price.value = "";
    document.getElementById(`pet-${pet.id}`)?.classList.add("new");
  },

  async save(form) {
    const sent = valuesOf(form);
    const { pet } = form.dataset;
    const response = await write(form, `pets/${pet}`, {
      method: "PUT",
      headers: { "Content-Type": "application/json", "If-Match": `"${form.elements.version.value}"` },
      body: petOf(sent),
    });
    if (!response) return;
    form.elements.version.value = response.headers.get("ETag")?.replaceAll('"', "") ?? "";
    form.querySelector(".conflict")?.remove();
    const { type, price } = valuesOf(form);
    const isAsSent = type === sent.type && price === sent.price;
    const focus = isAsSent ? close(form) : () => {};
    await report(`Saved ${sent.type} ${pet}`);
    focus();
  },

  async remove(form) {
    const { pet } = form.dataset;
    const response = await write(form, `pets/${pet}`, { method: "DELETE", headers: { "If-Match": `"${form.elements.version.value}"` } });
    if (!response) return;
    const row = form.closest("tr.open");
    if (!row) return location.assign(new URL(`./?removed=${pet}`, document.baseURI));
    const next = row.nextElementSibling?.id;
    document.getElementById(`pet-${pet}`)?.remove();
    row.remove();
    await report(`Removed pet ${pet}`);
    (document.getElementById(next)?.querySelector("[href$=remove]") ?? document.getElementById("pets-title")).focus();
  },
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  const call = calls[form.dataset.call];
  if (!call) return;
  event.preventDefault();
  if (form.ariaBusy === "true") return;

  const button = form.querySelector("button[type=submit]");
  const [error, name] = [form.querySelector(":scope > .error"), button.textContent];
  form.ariaBusy = "true";
  button.textContent = button.dataset.busy;
  error.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) forgive(field);
  silence();
  try {
    await call(form);
  } catch (failure) {
    error.textContent = failure.message;
  } finally {
    form.ariaBusy = null;
    button.textContent = name;
  }
});

function forgive(field) {
  document.getElementById(field.getAttribute("aria-describedby"))?.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-describedby");
}

// ---- Forms within the list

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-open], tr.open a[data-cancel]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  if ("cancel" in link.dataset) return close(link.closest("form"))();
  if (link.ariaBusy === "true") return;
  link.ariaBusy = "true";
  silence();
  try {
    open(link.closest("tr"), (await pageAt(link.href)).querySelector("main form"));
  } catch (error) {
    say(error.message, { bad: true });
  } finally {
    link.ariaBusy = null;
  }
});

function open(row, form) {
  const [opened, cell] = [document.createElement("tr"), document.createElement("td")];
  opened.className = "open";
  opened.dataset.pet = form.dataset.pet;
  cell.colSpan = row.cells.length;
  cell.append(form);
  opened.append(cell);
  row.after(opened);
  row.hidden = true;
  form.querySelector("select, button").focus();
}

/** Closes the form if it is in the list; the function that it returns puts the focus where the work was. */
function close(form) {
  const opened = form.closest("tr.open");
  if (!opened) return () => {};
  const wasHere = opened.contains(document.activeElement);
  const row = document.getElementById(`pet-${opened.dataset.pet}`);
  if (row) row.hidden = false;
  opened.remove();
  return () => wasHere && document.activeElement === document.body && (document.querySelector(`#pet-${opened.dataset.pet} [data-open]`) ?? document.getElementById("pets-title")).focus();
}

finish();
