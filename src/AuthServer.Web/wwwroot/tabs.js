// The tabs of this page: how many there are, and how often they have renewed together. A tab holds a lock for as long as it is open.
const PREFIX = 'demo-tab:';

export const openTab = (show) => {
  const channel = new BroadcastChannel('demo-tabs');
  let renewals = 0;
  let tabs = 1;

  const update = async () => {
    const { held } = await navigator.locks.query();
    tabs = held.filter(({ name }) => name.startsWith(PREFIX)).length;
    show(renewals, tabs);
  };

  navigator.locks.request(PREFIX + crypto.randomUUID(), () => {
    update();
    return new Promise(() => {});
  });
  channel.onmessage = ({ data }) => {
    if (data.kind === 'hello') {
      channel.postMessage({ kind: 'count', renewals });
    } else if (data.kind === 'renewed') {
      renewals++;
    } else {
      renewals = Math.max(renewals, data.renewals);
    }
    show(renewals, tabs);
  };
  channel.postMessage({ kind: 'hello' });
  setInterval(update, 1000);

  return {
    renewed() {
      renewals++;
      channel.postMessage({ kind: 'renewed' });
      show(renewals, tabs);
    },
    reset() {
      renewals = 0;
      show(renewals, tabs);
    },
  };
};
