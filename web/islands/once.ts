/// Every form that changes something: a second tap while the first is on its way sends nothing.
import { island } from './island';

island('form[method="post"]', (element) => {
  let sent = false;
  element.addEventListener('submit', (event) => {
    if (event.defaultPrevented) return;
    if (sent) event.preventDefault();
    sent = true;
    setTimeout(() => (sent = false), 8000);
  });
  window.addEventListener('pageshow', () => (sent = false));
});
