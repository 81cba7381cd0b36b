/// An island is one behaviour, attached to the elements that carry its attribute. A page works without any.

type Attach = (element: HTMLElement) => void;

const islands: { selector: string; attach: Attach; seen: WeakSet<Element> }[] = [];

/// Attaches a behaviour to each element that matches, once, now and whenever new elements arrive.
export function island(selector: string, attach: Attach): void {
  islands.push({ selector, attach, seen: new WeakSet() });
}

/// Attaches all behaviours inside `root`, itself included.
export function attach_islands(root: ParentNode & Node): void {
  for (const { selector, attach, seen } of islands) {
    const found = [...root.querySelectorAll<HTMLElement>(selector)];
    if (root instanceof HTMLElement && root.matches(selector)) found.unshift(root);
    for (const element of found) {
      if (seen.has(element)) continue;
      seen.add(element);
      attach(element);
    }
  }
}

/// The token that the server wants with every change that a script sends.
export function form_token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? '';
}
