// Passkeys, where the browser has them: forms marked data-passkey are shown, and ask the browser's authenticator before they are sent.
// Everything else on the pages works without this file.

const messages = {
  NotAllowedError: "Nothing was chosen, or it took too long. Try again.",
  InvalidStateError: "This device has a passkey for your account already.",
  SecurityError: "This browser does not allow passkeys for this address.",
};

async function optionsFor(form) {
  const response = await fetch(form.dataset.options, { method: "POST", body: new FormData(form), credentials: "same-origin" });
  if (!response.ok) {
    throw new Error(`The server answered ${response.status}.`);
  }

  return response.json();
}

async function credentialFor(form) {
  const options = await optionsFor(form);
  return form.dataset.passkey === "create"
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

function rememberMe(form) {
  const wanted = document.querySelector("input[type=checkbox][name='Input.RememberMe']");
  const field = form.elements["Input.RememberMe"];
  if (wanted && field) {
    field.value = wanted.checked ? "true" : "false";
  }
}

function enhance(form) {
  const button = form.querySelector("button[type=submit]");
  const error = form.querySelector("[data-passkey-error]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    error.hidden = true;
    try {
      const credential = await credentialFor(form);
      form.elements.Credential.value = JSON.stringify(credential);
      rememberMe(form);
      form.submit();
    } catch (problem) {
      error.textContent = messages[problem.name] ?? "The passkey could not be used. Load the page again, or use your password.";
      error.hidden = false;
      button.disabled = false;
    }
  });
}

if (window.PublicKeyCredential?.parseRequestOptionsFromJSON) {
  document.querySelectorAll("form[data-passkey]").forEach(enhance);
}
