// A single-page application with the npm package "oidc-client-ts". What it is (issuer, client, scope) comes from /settings.json.
const { IndexedDbDPoPStore, UserManager, WebStorageStateStore } = globalThis.oidc;
const element = (id) => document.getElementById(id);

const { bound, ...settings } = await (await fetch('/settings.json')).json();
const manager = new UserManager({
  ...settings,
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/signed-out`,
  // The library shows user info its access token as a bearer token, which a bound one is not.
  loadUserInfo: !bound,
  revokeTokensOnSignout: true,
  userStore: new WebStorageStateStore({ store: localStorage }),
  ...(bound && { dpop: { bind_authorization_code: true, store: new IndexedDbDPoPStore() } }),
});

function show(user) {
  element('user').value = user ? JSON.stringify({ ...user, url: location.pathname }) : 'nobody';
}

function attempt(action) {
  return async () => {
    try {
      await action();
    } catch (error) {
      element('trouble').value = `${error.name}: ${error.message} ${error.error ?? ''}`;
    }
  };
}

manager.events.addUserLoaded(show);
manager.events.addSilentRenewError((error) => {
  element('trouble').value = `Renewal: ${error.message}`;
});

element('sign-in').onclick = attempt(() => manager.signinRedirect());
element('refresh').onclick = attempt(() => manager.signinSilent());
element('sign-out').onclick = attempt(() => manager.signoutRedirect());

const arrivals = {
  '/callback': () => manager.signinRedirectCallback(),
  '/signed-out': () => manager.signoutRedirectCallback(),
};
await attempt(async () => {
  await arrivals[location.pathname]?.();
  show(await manager.getUser());
})();
