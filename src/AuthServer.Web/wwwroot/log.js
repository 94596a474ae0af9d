// The live log, newest first.
const MOST = 200;

const list = document.getElementById('log');
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });

document.getElementById('clear').addEventListener('click', () => list.replaceChildren());

export const write = (tone, from, text, at = new Date()) => {
  const time = document.createElement('time');
  time.dateTime = at.toISOString();
  time.textContent = clock.format(at);
  const words = document.createElement('span');
  words.className = tone;
  const source = document.createElement('span');
  source.className = 'from';
  source.textContent = `${from} · `;
  words.append(source, text);
  const line = document.createElement('li');
  line.append(time, words);
  list.prepend(line);
  while (list.children.length > MOST) {
    list.lastElementChild.remove();
  }
};
