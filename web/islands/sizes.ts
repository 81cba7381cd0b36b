/// <input type="file" data-most="41943040" data-too-large="“%name%” is larger than %most% MB">: names a file over the limit in bytes
/// before the form is sent, so that nothing typed is lost. The server checks sizes too.
import { island } from './island';

island('input[type="file"][data-most]', (element) => {
  const input = element as HTMLInputElement;
  const most = Number(input.dataset.most) || Infinity;
  input.addEventListener('change', () => {
    const large = [...(input.files ?? [])].find((file) => file.size > most);
    const words = input.dataset.tooLarge ?? '%name% > %most% MB';
    input.setCustomValidity(large ? words.replace('%name%', large.name).replace('%most%', String(most / 1048576)) : '');
    if (large) input.reportValidity();
  });
});
