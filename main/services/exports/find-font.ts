import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import PDFDocument from 'pdfkit';

/** A font file that has Chinese; `face` names the one within a collection. */
export interface Font {
  readonly path: string;
  readonly face: string | undefined;
}

/** Fonts that have Chinese, the best to read first: file names as systems have them, and the face within a collection. */
const KNOWN: readonly (readonly [file: RegExp, face?: string])[] = [
  [/^NotoSansCJK-Regular\.ttc$/i, 'NotoSansCJKsc-Regular'],
  [/^(?:NotoSans(?:CJK)?sc|SourceHanSans(?:SC|CN))-(?:Regular|VF)\.(?:otf|ttf)$/i],
  [/^SourceHanSans\.ttc$/i, 'SourceHanSansSC-Regular'],
  [/^msyh\.ttc$/i, 'MicrosoftYaHei'],
  [/^msyh\.ttf$/i],
  [/^PingFang\.ttc$/i, 'PingFangSC-Regular'],
  [/^Hiragino Sans GB\.ttc$/i, 'HiraginoSansGB-W3'],
  [/^STHeiti Light\.ttc$/i, 'STHeitiSC-Light'],
  [/^(?:deng|simhei)\.ttf$/i],
  [/^wqy-microhei\.ttc$/i, 'WenQuanYiMicroHei'],
  [/^wqy-zenhei\.ttc$/i, 'WenQuanYiZenHei'],
  [/^DroidSansFallback(?:Full)?\.ttf$/i],
  [/^simsun\.ttc$/i, 'SimSun'],
  [/^NotoSerifCJK-Regular\.ttc$/i, 'NotoSerifCJKsc-Regular'],
  [/^Arial Unicode\.ttf$/i],
];

/** Folders in which this machine keeps its fonts. */
export function fontFolders(): readonly string[] {
  const home = homedir();
  if (process.platform === 'win32') {
    return [join(process.env['SystemRoot'] ?? 'C:\\Windows', 'Fonts'), join(process.env['LOCALAPPDATA'] ?? home, 'Microsoft', 'Windows', 'Fonts')];
  }
  if (process.platform === 'darwin') return ['/System/Library/Fonts', '/Library/Fonts', join(home, 'Library', 'Fonts')];
  return ['/usr/share/fonts', '/usr/local/share/fonts', join(home, '.local', 'share', 'fonts'), join(home, '.fonts')];
}

/** The best font of these folders that really has Chinese and can be embedded, or null. */
export async function findFont(folders: readonly string[]): Promise<Font | null> {
  const files: { readonly name: string; readonly path: string }[] = [];
  for (const folder of folders) {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    for (const entry of entries) files.push({ name: entry.name, path: join(entry.parentPath, entry.name) });
  }
  for (const [pattern, face] of KNOWN) {
    for (const { name, path } of files) if (pattern.test(name) && (await isGood({ path, face }))) return { path, face };
  }
  return null;
}

/** Makes a small PDF with the font: what cannot be read or embedded throws. */
async function isGood({ path, face }: Font): Promise<boolean> {
  try {
    // Without a font of its own: the standard ones are files that do not ship.
    const trial = new PDFDocument({ font: NO_FONT });
    trial.registerFont('trial', path, face);
    trial.font('trial');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    trial.on('data', () => undefined).on('end', resolve).on('error', reject);
    const has = hasGlyph(trial, '有');
    trial.text('有').end();
    await promise;
    return has;
  } catch {
    return false;
  }
}

/** No font to begin with: the package's types do not know that it may be left out, the program does. */
export const NO_FONT = null as unknown as string;

function hasGlyph(document: PDFKit.PDFDocument, character: string): boolean {
  const { font } = (document as unknown as { readonly _font: { readonly font: { hasGlyphForCodePoint(code: number): boolean } } })._font;
  return font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
}
