import { z } from 'zod';
import { count, sha256, text } from '../schema/fields.ts';

/**
 * Files for people, outside the program's own folder: albums, reports. The host knows the folders of the machine as places
 * with a name; a path never crosses the bridge. What is written appears under its name only once it is whole.
 */
export const placeSchema = z.object({
  /** Names the place for as long as the host runs. */
  id: text(100),
  /** `removable`: a stick or a card; `given`: a folder that the program was started with. */
  kind: z.enum(['documents', 'desktop', 'downloads', 'removable', 'given']),
  /** What a person knows it by: the stick's name, the folder's. */
  label: text(200),
  freeBytes: z.number(),
});
export type Place = z.infer<typeof placeSchema>;

/** Bytes cross the bridge as they are: structured clone in Electron, a framed body in the browser shell. */
const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** A picture: one that the host has or can get from the center, or bytes made by the renderer, such as a stamped copy. */
export const pictureSourceSchema = z.union([z.object({ photo: sha256 }), z.object({ bytes })]);
export type PictureSource = z.infer<typeof pictureSourceSchema>;

/** A name inside the export: folders and a file, no way out of it. The host replaces what a file system (also FAT32) cannot have. */
const insidePath = z.array(text(120).min(1)).min(1).max(4);

const captioned = z.object({
  source: pictureSourceSchema,
  /** Pixels, upright. */
  width: count(100_000),
  height: count(100_000),
  /** Lines below it; the first is the strongest. */
  lines: z.array(text(300)).max(6),
});

/** What a PDF is built of, in the order of its pages. */
export const pdfBlockSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('cover'), title: text(200), subtitle: text(200), facts: z.array(z.object({ name: text(60), value: text(300) })).max(20) }),
  z.object({ type: z.literal('heading'), text: text(300), note: text(300) }),
  /** Photos side by side, two to a row, as many rows to a page as have room. */
  z.object({ type: z.literal('photos'), photos: z.array(captioned).min(1).max(20) }),
  /** Before and after, side by side, each under its word. */
  z.object({ type: z.literal('pair'), before: captioned, after: captioned, beforeWord: text(20), afterWord: text(20) }),
]);
export type PdfBlock = z.infer<typeof pdfBlockSchema>;

export const exportErrorSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('diskFull'), freeBytes: z.number() }),
  /** The stick was pulled out, the folder is gone or may not be written to. */
  z.object({ kind: z.literal('placeGone') }),
  /** The machine has no font for Chinese: which ones would do stands in the guide. */
  z.object({ kind: z.literal('noFont') }),
  /** Neither this machine nor the center has the photo, or the center is out of reach; the export goes on without it. */
  z.object({ kind: z.literal('photoAway'), hash: sha256 }),
  /** The bytes are no picture that a PDF can hold; the export goes on without it. */
  z.object({ kind: z.literal('notAPicture') }),
  /** No such export: it ended, or the host was started anew. */
  z.object({ kind: z.literal('unknown') }),
  z.object({ kind: z.literal('failed'), detail: text(1_000) }),
]);
export type ExportError = z.infer<typeof exportErrorSchema>;

const exportResult = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('ok', [z.object({ ok: z.literal(true), value }), z.object({ ok: z.literal(false), error: exportErrorSchema })]);

const exportId = text(60);

/** Words that the host writes into a PDF by itself, in the language of the screen; Chinese where absent. `page` has `{page}` in it. */
const exportWords = z.object({ away: text(40), notAPicture: text(40), page: text(40) });
export type ExportWords = z.infer<typeof exportWords>;

/** The channels of exports; an export that nothing was added to for an hour is dropped. */
export const exportChannels = {
  /** Where files can be put, the likeliest first; sticks as they come and go. */
  'places.list': { input: z.null(), output: z.object({ places: z.array(placeSchema) }) },
  /** Begins a folder or a PDF with this name; where the name is taken it gets a number. */
  'export.begin': {
    input: z.object({ place: text(100), form: z.enum(['folder', 'pdf']), name: text(120).min(1), words: exportWords.optional() }),
    output: exportResult(z.object({ id: exportId })),
  },
  /** Adds a file to a folder. */
  'export.file': { input: z.object({ id: exportId, path: insidePath, source: pictureSourceSchema }), output: exportResult(z.null()) },
  /** Adds to a PDF. Of photos that are away or no pictures the place is kept and says so; they are answered in `left`. */
  'export.block': { input: z.object({ id: exportId, block: pdfBlockSchema }), output: exportResult(z.object({ left: z.array(z.object({ index: count(100), why: z.enum(['photoAway', 'notAPicture']) })) })) },
  /** Makes it whole and durable, and gives it its name. `label`: where it is, in words. */
  'export.finish': { input: z.object({ id: exportId }), output: exportResult(z.object({ label: text(500), bytes: z.number(), files: count(10_000_000), pages: count(10_000_000) })) },
  /** Leaves nothing of it. */
  'export.drop': { input: z.object({ id: exportId }), output: z.null() },
  /** Shows a finished export in the machine's file manager; false where it has none. */
  'export.show': { input: z.object({ id: exportId }), output: z.object({ shown: z.boolean() }) },
} as const;
