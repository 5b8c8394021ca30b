/** Brings a field of the form into sight and puts the cursor there. `name`: what its control carries as `data-field`. */
export function focusField(name: string): void {
  const marked = document.querySelector<HTMLElement>(`[data-field="${name}"]`);
  const control = marked?.querySelector<HTMLElement>('input, textarea') ?? marked;
  control?.scrollIntoView({ block: 'center' });
  control?.focus({ preventScroll: true });
}
