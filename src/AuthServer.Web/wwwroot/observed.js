// Looks on while the library works. An Environment is what it uses of the browser, and may be wrapped like this.
export const observe = (environment, { renewed, trouble, refused }) => ({
  ...environment,
  fetch: async (input, init) => {
    const { pathname } = new URL(input.url ?? input, location.href);
    if (pathname !== '/auth/refresh') {
      const response = await environment.fetch(input, init);
      if (response.status === 401 && /invalid_token/.test(response.headers.get('WWW-Authenticate') ?? '')) {
        refused(pathname);
      }
      return response;
    }
    try {
      const response = await environment.fetch(input, init);
      if (response.ok) {
        const answer = await response.clone().json();
        renewed({ accessToken: answer.access_token, expiresIn: answer.expires_in, session: answer.session }, true);
      } else if (response.status >= 429) {
        trouble(`The renewal was answered ${response.status}: no end of the session. It is tried again in a moment, with the same refresh token.`);
      }
      return response;
    } catch (error) {
      trouble(`The renewal did not get through (${error.name}). It is tried again.`);
      throw error;
    }
  },
  openChannel: (name) => {
    const channel = environment.openChannel(name);
    channel.addEventListener('message', ({ data }) => {
      if (data.kind === 'token') {
        renewed({ ...data.grant, age: data.age / 1000 }, false);
      }
    });
    return channel;
  },
});
