import htmx from 'htmx.org';
import { attach_islands } from './island';
import './confirm';
import './copy';
import './filters';
import './live';
import './menu';
import './once';
import './photos';
import './presence';
import './scan';
import './shortcut';
import './suggest';
import './times';

// The content policy forbids eval and inline style; pages of students stay out of the browser's storage.
Object.assign(htmx.config, {
  allowEval: false, allowScriptTags: false, includeIndicatorStyles: false, selfRequestsOnly: true,
  historyCacheSize: 0, refreshOnHistoryMiss: true, scrollBehavior: 'auto',
});

document.documentElement.classList.add('js');
attach_islands(document);
document.addEventListener('htmx:load', (event) => attach_islands(event.target as HTMLElement));
