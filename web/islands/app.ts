import { attach_islands } from './island';
import './chart';
import './confirm';
import './copy';
import './filters';
import './live';
import './menu';
import './once';
import './partials';
import './photos';
import './presence';
import './scan';
import './shortcut';
import './suggest';
import './times';

document.documentElement.classList.add('js');
attach_islands(document);
document.addEventListener('htmx:load', (event) => attach_islands(event.target as HTMLElement));
