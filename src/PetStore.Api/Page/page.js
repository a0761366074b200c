// Adds and removes pets through the API, then shows what the server renders: there is one place that knows how a pet looks.
"use strict";

const add = document.getElementById("add");
const message = document.getElementById("message");

// One key for one attempt: sending the form twice, or again after a lost answer, adds one pet.
let attempt = newAttempt();

function newAttempt() {
  return `page-${Date.now()}-${crypto.getRandomValues(new Uint32Array(4)).join("-")}`;
}

function say(text, bad = false) {
  message.textContent = text;
  message.classList.toggle("bad", bad);
}

function textOf(problem) {
  const fields = Object.entries(problem.errors ?? {}).map(([field, errors]) => `${field} ${errors.join("; ")}`);
  return fields.length > 0 ? fields.join("\n") : problem.detail ?? problem.title;
}

async function call(path, request) {
  const answer = await fetch(path, request);
  if (answer.ok) return answer;
  const isProblem = answer.headers.get("Content-Type")?.startsWith("application/problem+json");
  throw new Error(isProblem ? textOf(await answer.json()) : `The server answered ${answer.status}.`);
}

async function showAgain() {
  const page = await (await fetch(location.href)).text();
  const fresh = new DOMParser().parseFromString(page, "text/html").getElementById("pets");
  document.getElementById("pets").replaceWith(fresh);
  enable();
}

function enable() {
  add.hidden = false;
  for (const button of document.querySelectorAll("[data-remove]")) button.hidden = false;
}

async function attemptTo(action) {
  try {
    say(await action());
    await showAgain();
  } catch (error) {
    say(error.message, true);
  }
}

add.addEventListener("submit", (event) => {
  event.preventDefault();
  const price = add.elements.price.value.trim();
  attemptTo(async () => {
    const answer = await call("pets", {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": attempt },
      body: JSON.stringify({ type: add.elements.type.value, price: price === "" ? null : Number(price) }),
    });
    const { pet } = await answer.json();
    attempt = newAttempt();
    add.reset();
    return `Added ${pet.type} ${pet.id}.`;
  });
});

// What is edited is another pet: it needs another key.
add.addEventListener("input", () => { attempt = newAttempt(); });

document.addEventListener("click", (event) => {
  const id = event.target.closest("[data-remove]")?.dataset.remove;
  if (id === undefined) return;
  attemptTo(async () => {
    await call(`pets/${id}`, { method: "DELETE" });
    return `Removed pet ${id}.`;
  });
});

enable();
