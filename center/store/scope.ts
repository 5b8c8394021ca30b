/** How a scope (a division code) maps to logs and columns. */

/** The log of records that belong to a city itself: the city's own national code, its four digits and `00`. */
export function logOf(site: string): string {
  return site.length >= 6 ? site.slice(0, 6) : `${site.slice(0, 4)}00`;
}

/** The column whose index leads to a scope, and the value it has there. */
export function columnOf(scope: string): { readonly column: 'county' | 'town' | 'village'; readonly value: string } {
  if (scope.length >= 12) return { column: 'village', value: scope.slice(0, 12) };
  if (scope.length >= 9) return { column: 'town', value: scope.slice(0, 9) };
  return { column: 'county', value: scope.slice(0, 6) };
}

/** True where the column's value says all: no site of the index range can lie outside of the scope. */
export function isExact(scope: string): boolean {
  return scope.length === 6 || scope.length === 9 || scope.length === 12;
}

/** Every prefix of a scope, from a city's four digits to the scope itself: what may be addressed down to it. */
export function prefixesOf(scope: string): string[] {
  return Array.from({ length: Math.max(0, scope.length - 3) }, (_, index) => scope.slice(0, index + 4));
}

/** A range `[from, to)` that holds exactly the codes that start with the scope. */
export function rangeOf(scope: string): { readonly from: string; readonly to: string } {
  // Codes are digits alone, and ':' follows '9'.
  return { from: scope, to: `${scope}:` };
}
