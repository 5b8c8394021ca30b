const GROUP = 4;
/** A code has ten digits; a longer one from a later center may be typed too. */
const LONGEST = 20;

/** A one-time code as it is read aloud: capitals in groups of four, whatever was typed or pasted. */
export function groupedCode(typed: string): string {
  const plain = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .slice(0, LONGEST);
  return plain.match(new RegExp(`.{1,${GROUP}}`, 'g'))?.join('-') ?? '';
}
