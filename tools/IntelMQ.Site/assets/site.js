'use strict';

const root = document.documentElement.dataset.root;

// The theme: the system's, until somebody chooses.
const button = document.querySelector('button.theme');
const system = matchMedia('(prefers-color-scheme: dark)');
const theme = () => document.documentElement.dataset.theme ?? (system.matches ? 'dark' : 'light');
const nameButton = () => {
  const other = theme() === 'dark' ? 'light' : 'dark';
  button.textContent = other === 'dark' ? 'Dark' : 'Light';
  button.setAttribute('aria-label', `Use the ${other} theme`);
};
button.hidden = false;
button.addEventListener('click', () => {
  document.documentElement.dataset.theme = theme() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem('theme', document.documentElement.dataset.theme);
  } catch {
    // It holds for this page.
  }
  nameButton();
});
system.addEventListener('change', nameButton);
nameButton();

// The search: all words must be found in a section; titles weigh most.
const form = document.querySelector('form.search');
const input = document.getElementById('search');
const results = document.getElementById('results');
form.hidden = false;

let entries;
const load = () => entries ??= new Promise((resolve, reject) => {
  const script = document.createElement('script');
  script.src = `${root}search-index.js`;
  script.onload = () => resolve(window.searchEntries.map(([url, title, heading, text]) => ({
    url, title, heading, text,
    inTitle: title.toLowerCase(), inHeading: heading.toLowerCase(), inText: text.toLowerCase(),
  })));
  script.onerror = () => { entries = undefined; reject(new Error('The search index is not there.')); };
  document.head.append(script);
});

const score = (entry, words) => {
  let sum = 0;
  for (const word of words) {
    const found = (entry.inTitle.includes(word) ? (entry.heading ? 6 : 12) : 0)
      + (entry.inHeading.includes(word) ? 8 : 0)
      + (entry.inText.includes(word) ? 1 : 0);
    if (found === 0) return 0;
    sum += found;
  }
  // Pages about a matter come before those of single bots.
  return entry.url.startsWith('bots/') || entry.url.startsWith('api/') ? sum : sum + 3;
};

const excerpt = (entry, words) => {
  const places = words.map(word => entry.inText.indexOf(word)).filter(place => place >= 0);
  const near = Math.max(0, Math.min(...places.length ? places : [0]) - 40);
  const start = near === 0 ? 0 : entry.text.indexOf(' ', near) + 1;
  return `${start > 0 ? '… ' : ''}${entry.text.slice(start, start + 140)}${entry.text.length > start + 140 ? ' …' : ''}`;
};

const appendMarked = (element, text, words) => {
  const lower = text.toLowerCase();
  let at = 0;
  while (at < text.length) {
    let next = text.length;
    let length = 0;
    for (const word of words) {
      const place = lower.indexOf(word, at);
      if (place >= 0 && place < next) [next, length] = [place, word.length];
    }
    element.append(text.slice(at, next));
    if (length > 0) {
      const mark = document.createElement('mark');
      mark.textContent = text.slice(next, next + length);
      element.append(mark);
    }
    at = next + length;
  }
};

const show = (found, words) => {
  results.replaceChildren();
  const note = document.createElement('p');
  note.textContent = found.length === 0 ? 'Nothing found.' : `${found.length} found`;
  results.append(note);
  for (const { entry } of found.slice(0, 20)) {
    const link = document.createElement('a');
    link.href = root + entry.url;
    const title = document.createElement('strong');
    appendMarked(title, entry.heading ? `${entry.title} › ${entry.heading}` : entry.title, words);
    const text = document.createElement('span');
    appendMarked(text, excerpt(entry, words), words);
    link.append(title, text);
    results.append(link);
  }
  results.hidden = false;
};

const search = async () => {
  const words = input.value.toLowerCase().split(/\s+/).filter(word => word.length > 1);
  if (words.length === 0) {
    results.hidden = true;
    return;
  }
  let all;
  try {
    all = await load();
  } catch (error) {
    results.textContent = error.message;
    results.hidden = false;
    return;
  }
  const found = all.map(entry => ({ entry, score: score(entry, words) })).filter(({ score }) => score > 0);
  found.sort((a, b) => b.score - a.score);
  show(found, words);
};

input.addEventListener('focus', () => load().catch(() => {}));
input.addEventListener('input', search);
form.addEventListener('submit', event => {
  event.preventDefault();
  results.querySelector('a')?.click();
});
form.addEventListener('keydown', event => {
  const links = [input, ...results.querySelectorAll('a')];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step && !results.hidden) {
    event.preventDefault();
    links[Math.min(Math.max(links.indexOf(document.activeElement) + step, 0), links.length - 1)].focus();
  } else if (event.key === 'Escape') {
    results.hidden = true;
    input.focus();
  }
});
document.addEventListener('click', event => {
  if (!form.contains(event.target)) results.hidden = true;
});
document.addEventListener('keydown', event => {
  if (event.key === '/' && !/^(input|textarea|select)$/i.test(document.activeElement.tagName)) {
    event.preventDefault();
    input.focus();
  }
});

// Copying: where the browser lets pages write to the clipboard.
if (navigator.clipboard) {
  for (const listing of document.querySelectorAll('.listing')) {
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.className = 'copy';
    copy.textContent = 'Copy';
    copy.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(listing.querySelector('code').textContent.trimEnd());
        copy.textContent = 'Copied';
      } catch {
        copy.textContent = 'Not allowed';
      }
      setTimeout(() => copy.textContent = 'Copy', 2000);
    });
    listing.append(copy);
  }
}
