import PDFDocument from 'pdfkit';
import type { ExportWords, PdfBlock } from '#shared/bridge/exports.ts';
import { NO_FONT, type Font } from './find-font.ts';
import { CELL, fitted, GAP, INK, PAGE, rowsOf } from './pdf-layout.ts';

type Block<T extends PdfBlock['type']> = Extract<PdfBlock, { readonly type: T }>;
type Captioned = Block<'photos'>['photos'][number];
type Source = Captioned['source'];

/** Why a photo's place stays empty. */
export type Left = 'photoAway' | 'notAPicture';

export interface AlbumOptions {
  readonly title: string;
  readonly font: Font;
  readonly words: ExportWords;
  /** A photo's bytes; null where they are not to be had. */
  readonly read: (source: Source) => Promise<Uint8Array | null>;
  /** Takes what was laid out to the disk, before the next photo is read. */
  readonly drain: () => Promise<void>;
  readonly onBytes: (bytes: Uint8Array) => void;
}

/** Lays blocks out on pages of A4 and gives away each page's bytes as soon as they are there. */
export class PdfAlbum {
  readonly #options: AlbumOptions;
  readonly #document: PDFKit.PDFDocument;
  readonly #ended: Promise<void>;
  /** Headings wait for what follows, so that none stands alone at the foot of a page. */
  #headings: Block<'heading'>[] = [];
  #pages = 0;
  #y: number = PAGE.bottom;

  constructor(options: AlbumOptions) {
    this.#options = options;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#ended = promise;
    this.#document = new PDFDocument({ size: 'A4', margin: 0, autoFirstPage: false, font: NO_FONT, lang: 'zh-CN', displayTitle: true, info: { Title: options.title, Creator: '七有 Qiyou', Producer: '七有 Qiyou' } });
    this.#document.on('data', options.onBytes).on('end', resolve).on('error', reject);
    this.#document.registerFont('text', options.font.path, options.font.face);
    this.#document.font('text');
  }

  get pages(): number {
    return this.#pages;
  }

  /** Adds a block; answers which of its photos are not in it, by their order. */
  async add(block: PdfBlock): Promise<{ index: number; why: Left }[]> {
    if (block.type === 'heading') {
      this.#headings.push(block);
      return [];
    }
    if (block.type === 'cover') {
      this.#cover(block);
      return [];
    }
    const pair = block.type === 'pair' ? block : null;
    const rows = pair === null ? rowsOf(block.type === 'photos' ? block.photos : []) : [[pair.before, pair.after]];
    const left: { index: number; why: Left }[] = [];
    for (const [number, row] of rows.entries()) {
      const missing = await this.#row(row, pair === null ? [] : [pair.beforeWord, pair.afterWord]);
      for (const { index, why } of missing) left.push({ index: number * 2 + index, why });
    }
    return left;
  }

  /** Writes what waits and the end of the file. All bytes were given away when it answers. */
  async end(): Promise<void> {
    this.#writeHeadings(0);
    if (this.#pages === 0) this.#newPage();
    this.#document.end();
    await this.#ended;
  }

  #cover({ title, subtitle, facts }: Block<'cover'>): void {
    this.#writeHeadings(0);
    this.#newPage();
    const document = this.#document;
    const width = PAGE.right - PAGE.left;
    document.outline.addItem(title);
    document.rect(PAGE.left, 188, 44, 4).fill(INK.accent);
    let y = 208 + this.#text(title, PAGE.left, 208, { size: 30, width, lines: 3, color: INK.text });
    if (subtitle !== '') y += 8 + this.#text(subtitle, PAGE.left, y + 8, { size: 15, width, lines: 3, color: INK.quiet });
    y += 36;
    if (facts.length > 0) this.#line(y);
    for (const { name, value } of facts) {
      const lines = 3;
      const height = Math.max(this.#measure(value, 11, width - 126, lines), this.#measure(name, 11, 110, 2)) + 16;
      if (y + height > PAGE.bottom) {
        this.#newPage();
        y = PAGE.top;
      }
      this.#text(name, PAGE.left + 4, y + 8, { size: 11, width: 110, lines: 2, color: INK.quiet });
      this.#text(value, PAGE.left + 126, y + 8, { size: 11, width: width - 126, lines, color: INK.text });
      y += height;
      this.#line(y);
    }
    this.#y = PAGE.bottom;
  }

  async #row(row: readonly Captioned[], words: readonly string[]): Promise<{ index: number; why: Left }[]> {
    const sizes = row.map(({ width, height }) => fitted(width, height));
    const tall = Math.max(...sizes.map(({ height }) => height));
    const captions = row.map((photo, index) => this.#caption(photo.lines, words[index]));
    const height = tall + 6 + Math.max(...captions.map((lines) => lines.reduce((sum, line) => sum + line.height, 0))) + GAP;
    this.#writeHeadings(height);
    const top = this.#y;
    const left: { index: number; why: Left }[] = [];
    for (const [index, photo] of row.entries()) {
      const x = PAGE.left + index * (CELL + GAP);
      const size = sizes[index] ?? fitted(0, 0);
      const box = { x, y: top + tall - size.height, ...size };
      const why = await this.#photo(photo.source, box);
      if (why !== null) left.push({ index, why });
      let y = top + tall + 6;
      for (const line of captions[index] ?? []) {
        this.#text(line.text, x, y, { ...line, width: CELL });
        y += line.height;
      }
    }
    this.#y = top + height;
    return left;
  }

  async #photo(source: Source, box: Box): Promise<Left | null> {
    const { read, drain, words } = this.#options;
    const bytes = await read(source);
    const why = bytes === null ? 'photoAway' : this.#draw(bytes, box) ? null : 'notAPicture';
    if (why !== null) this.#emptyPlace(why === 'photoAway' ? words.away : words.notAPicture, box);
    await drain();
    return why;
  }

  #draw(bytes: Uint8Array, { x, y, width, height }: Box): boolean {
    try {
      this.#document.image(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), x, y, { fit: [width, height], align: 'center', valign: 'center' });
      return true;
    } catch {
      return false;
    }
  }

  #emptyPlace(word: string, { x, y, width, height }: Box): void {
    this.#document.rect(x, y, width, height).lineWidth(0.75).fillAndStroke(INK.pale, INK.line);
    const size = 10;
    this.#text(word, x + 8, y + height / 2 - size * 0.75, { size, width: width - 16, lines: 2, color: INK.quiet, align: 'center' });
  }

  /** The lines below a photo: the first is the strongest, none is longer than three, all together not than six. */
  #caption(lines: readonly string[], word: string | undefined): CaptionLine[] {
    const caption: CaptionLine[] = [];
    let room = 6;
    if (word !== undefined && word !== '') caption.push({ text: word, size: 10, lines: 1, color: INK.accent, height: this.#measure(word, 10, CELL, 1) + 2 });
    for (const [index, text] of lines.entries()) {
      if (text === '' || room === 0) continue;
      const style = index === 0 ? { size: 10, color: INK.text } : { size: 8.5, color: INK.quiet };
      const most = Math.min(3, room);
      const height = this.#measure(text, style.size, CELL, most);
      room -= Math.max(1, Math.round(height / this.#lineHeight(style.size)));
      caption.push({ ...style, text, lines: most, height: height + 1 });
    }
    return caption;
  }

  /** Writes the headings that wait, on a page that has room for them and for what follows. */
  #writeHeadings(following: number): void {
    if (following === 0 && this.#headings.length === 0) return;
    const width = PAGE.right - PAGE.left;
    const heights = this.#headings.map(({ text, note }) => this.#measure(text, 15, width, 2) + (note === '' ? 0 : 2 + this.#measure(note, 9.5, width, 2)) + 16);
    const needed = heights.reduce((sum, height) => sum + height, following);
    if (this.#pages === 0 || this.#y + needed > PAGE.bottom) this.#newPage();
    for (const [index, { text, note }] of this.#headings.entries()) {
      this.#document.outline.addItem(text);
      const height = this.#text(text, PAGE.left, this.#y, { size: 15, width, lines: 2, color: INK.text });
      if (note !== '') this.#text(note, PAGE.left, this.#y + height + 2, { size: 9.5, width, lines: 2, color: INK.quiet });
      this.#y += heights[index] ?? 0;
      this.#line(this.#y - 9);
    }
    this.#headings = [];
  }

  #newPage(): void {
    this.#document.addPage();
    this.#pages += 1;
    this.#y = PAGE.top;
    const word = this.#options.words.page.replace('{page}', String(this.#pages));
    this.#text(word, PAGE.left, PAGE.footer, { size: 9, width: PAGE.right - PAGE.left, lines: 1, color: INK.quiet, align: 'center' });
  }

  #line(y: number): void {
    this.#document.moveTo(PAGE.left, y).lineTo(PAGE.right, y).lineWidth(0.5).strokeColor(INK.line).stroke();
  }

  #lineHeight(size: number): number {
    return this.#document.fontSize(size).currentLineHeight(true);
  }

  #measure(text: string, size: number, width: number, lines: number): number {
    const line = this.#lineHeight(size);
    return Math.min(this.#document.heightOfString(text, { width }), line * lines);
  }

  /** Writes a text, cut with an ellipsis where it has more lines; answers its height. */
  #text(text: string, x: number, y: number, { size, width, lines, color, align = 'left' }: TextStyle): number {
    const height = this.#measure(text, size, width, lines);
    // A hair more than the lines take, so that the last is not lost to rounding.
    this.#document.fillColor(color).text(text, x, y, { width, height: height + 0.5, ellipsis: '…', align });
    return height;
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface TextStyle {
  readonly size: number;
  readonly width: number;
  readonly lines: number;
  readonly color: string;
  readonly align?: 'left' | 'center';
}

interface CaptionLine extends Omit<TextStyle, 'width'> {
  readonly text: string;
  readonly height: number;
}
