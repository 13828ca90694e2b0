"use strict";

// The guard takes a change only from this page, with the token that the page was given.
const token = document.querySelector('meta[name="hesokuri-token"]').content;

async function pushNow(button) {
  const answer = button.parentElement.querySelector('[role="status"]');
  button.disabled = true;
  try {
    const response = await fetch("/peers/" + encodeURIComponent(button.dataset.push) + "/push", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Hesokuri-Token": token },
      body: "{}",
    });
    answer.textContent = response.ok ? "It is being tried; look again in a moment." : await response.text();
  } catch {
    answer.textContent = "The daemon does not answer; is it running?";
  }
  button.disabled = false;
}

for (const button of document.querySelectorAll("[data-push]")) {
  button.hidden = false;
  button.addEventListener("click", () => pushNow(button));
}
