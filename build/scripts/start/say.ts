/** Tells the person at the terminal in one line, in Chinese and in English. */
export function say(chinese: string, english: string): void {
  console.log(`${chinese}  ${english}`);
}

/** The same, of something that went wrong. */
export function complain(chinese: string, english: string): void {
  console.error(`${chinese}  ${english}`);
}

/** What was thrown, in one line. */
export function describe(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
