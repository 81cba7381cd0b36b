declare module 'idiomorph' {
  export const Idiomorph: { morph(node: Element, html: string, settings: object): void };
}
