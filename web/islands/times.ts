/// <time datetime="2026-03-10T08:40:00Z" data-relative>in 40 min</time>: stays true while the page is open.
/// Only within a day; beyond that the server's words ("Tuesday 8:40, 2 school days ago") stand.
import { island } from './island';

const words = new Intl.RelativeTimeFormat(document.documentElement.lang || 'en', { numeric: 'auto', style: 'short' });
const shown = new Set<HTMLTimeElement>();

function in_words(milliseconds: number): string | undefined {
  const minutes = Math.round(milliseconds / 60000);
  if (Math.abs(minutes) < 60) return words.format(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 24 ? words.format(hours, 'hour') : undefined;
}

function refresh(time: HTMLTimeElement): void {
  const text = in_words(Date.parse(time.dateTime) - Date.now());
  if (text && time.textContent !== text) time.textContent = text;
}

island('time[data-relative]', (element) => {
  shown.add(element as HTMLTimeElement);
  refresh(element as HTMLTimeElement);
});

setInterval(() => {
  for (const time of shown) {
    if (time.isConnected) refresh(time);
    else shown.delete(time);
  }
}, 20000);
