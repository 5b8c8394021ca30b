import type { AnyRecord, Kind } from '#shared/domain/record.ts';
import { DEFAULT_STANDARD } from '#shared/domain/seven-haves.ts';
import { uuidv7Ids, type Ids } from '#shared/ports/ids.ts';
import { seededRandom } from '#shared/ports/random.ts';
import { Dice } from '../../../build/demo/dice.ts';
import { IDEAS, type Idea } from '../../../build/demo/words/ideas.ts';
import { madeUpPhone, somebody } from '../../../build/demo/words/names.ts';
import { TEAMS, type TeamKey } from '../../../build/demo/words/teams.ts';

/** A record and what it is. */
export interface Made {
  readonly kind: Kind;
  readonly record: AnyRecord;
}

export interface MakeOptions {
  readonly seed: number;
  /** The village that the records belong to. */
  readonly site: string;
  readonly count: number;
  /** The day of the first record, `YYYY-MM-DD`; the others follow over two years. */
  readonly from?: string;
}

/** How the kinds are mixed in what a station holds: of a hundred records so many. */
const MIX: readonly (readonly [kind: Kind, of100: number])[] = [
  ['serviceRecords', 57],
  ['activities', 14],
  ['evidence', 12],
  ['volunteers', 8],
  ['points', 7],
  ['teams', 1],
  ['orders', 1],
];

const DAY_MS = 86_400_000;
const SPAN_MS = 730 * DAY_MS;
const ITEMS = DEFAULT_STANDARD.items.map((item) => item.key);

/** Records as a station of years would hold them, the same for the same seed: real texts, references that lead somewhere. */
export function makeRecords(options: MakeOptions): Made[] {
  const maker = new Maker(options);
  return Array.from({ length: options.count }, (_, index) => maker.next(index));
}

interface Person {
  readonly id: string;
  readonly name: string;
}

interface Held {
  readonly id: string;
  readonly idea: Idea;
  readonly day: string;
  readonly minutes: number;
}

class Maker {
  readonly #dice: Dice;
  readonly #ids: Ids;
  readonly #site: string;
  readonly #start: number;
  readonly #step: number;
  #now = 0;
  readonly #people: Person[] = [];
  readonly #teams: string[] = [];
  readonly #held: Held[] = [];

  constructor({ seed, site, count, from = '2024-01-01' }: MakeOptions) {
    this.#dice = new Dice(seed);
    this.#ids = uuidv7Ids({ now: () => this.#now, today: () => '' }, seededRandom(seed + 1));
    this.#site = site;
    this.#start = Date.parse(from);
    this.#step = SPAN_MS / count;
  }

  next(index: number): Made {
    this.#now = Math.floor(this.#start + index * this.#step);
    const kind = this.#kindOf(index);
    const base = this.#base();
    return { kind, record: { ...base, ...this.#fields(kind, base.id) } };
  }

  /** The first few are those that the others name. */
  #kindOf(index: number): Kind {
    if (index < 3) return (['teams', 'volunteers', 'activities'] as const)[index] ?? 'teams';
    let at = this.#dice.int(0, 99);
    for (const [kind, of100] of MIX) {
      if (at < of100) return kind;
      at -= of100;
    }
    return 'serviceRecords';
  }

  #base(): AnyRecord {
    const instant = new Date(this.#now).toISOString();
    const device = `0192f0c1-0000-7000-8000-${this.#site}`;
    return { id: this.#ids.next(), site: this.#site, v: 1, createdAt: instant, updatedAt: instant, by: { device, person: this.#staff() }, removed: false, conflicts: [] };
  }

  #fields(kind: Kind, id: string): Readonly<Record<string, unknown>> {
    if (kind === 'activities') return this.#activity(id);
    if (kind === 'volunteers') return this.#volunteer(id);
    if (kind === 'teams') return this.#team(id);
    if (kind === 'evidence') return this.#evidence();
    if (kind === 'points') return this.#points();
    return kind === 'orders' ? this.#order() : this.#service();
  }

  #staff(): string {
    return this.#dice.pick(['王秀英', '李志刚', '赵桂兰']);
  }

  #day(): string {
    return new Date(this.#now - this.#dice.int(0, 5) * DAY_MS).toISOString().slice(0, 10);
  }

  #hex(length: number): string {
    return Array.from({ length: length / 4 }, () => this.#dice.int(0, 0xffff).toString(16).padStart(4, '0')).join('');
  }

  #activity(id: string) {
    const idea = this.#dice.pick(IDEAS);
    const held: Held = { id, idea, day: this.#day(), minutes: this.#dice.pick(idea.minutes) };
    this.#held.push(held);
    return {
      title: textOf(idea.title), kind: idea.kind, status: this.#dice.pick(['held', 'reported', 'shown', 'shown']), occurredOn: held.day,
      startsAt: this.#dice.pick(['08:30', '09:00', '14:00']), minutes: held.minutes, place: textOf(idea.place), organiser: '甜水村新时代文明实践站',
      inCharge: this.#staff(), content: textOf(idea.content), attendance: this.#dice.int(idea.people[0], idea.people[1]), served: idea.served ?? [],
      teams: [this.#dice.pick(this.#teams)], returnReason: '',
    };
  }

  #volunteer(id: string) {
    const { name, gender, birthYear } = somebody(this.#dice, 2026);
    this.#people.push({ id, name });
    return {
      name, gender, birthYear, phone: madeUpPhone(this.#dice), idMasked: `211122********${this.#dice.int(1000, 9999)}`, idHash: this.#hex(64),
      teams: [this.#dice.pick(this.#teams)], joinedOn: this.#day(), skills: [this.#dice.pick(['宣讲', '理发', '秧歌', '电工'])],
      partyMember: this.#dice.chance(0.3), number: `2111221${this.#dice.int(100_000, 999_999)}`, note: '',
    };
  }

  #team(id: string) {
    const team = TEAMS[this.#dice.pick(Object.keys(TEAMS) as TeamKey[])];
    this.#teams.push(id);
    return { name: team.name, leader: somebody(this.#dice, 2026).name, phone: madeUpPhone(this.#dice), specialty: team.specialty, foundedOn: this.#day(), note: '' };
  }

  #service() {
    const held = this.#dice.pick(this.#held);
    const person = this.#dice.pick(this.#people);
    return {
      volunteer: person.id, name: person.name, activity: held.id, occurredOn: held.day, minutes: held.minutes, place: textOf(held.idea.place),
      beneficiary: held.idea.served === undefined ? '本村村民' : '空巢老人', content: textOf(held.idea.title), quality: '', inCharge: this.#staff(),
      recorder: this.#staff(), corrects: '', reason: '',
    };
  }

  #evidence() {
    const held = this.#dice.pick(this.#held);
    return {
      caption: textOf(held.idea.title), hash: this.#hex(64), size: this.#dice.int(180_000, 480_000), type: 'image/jpeg', width: 1600, height: 1200,
      thumbHash: this.#hex(64), thumbSize: this.#dice.int(8_000, 20_000), originalHash: this.#hex(64), originalSize: this.#dice.int(2_000_000, 6_000_000),
      originalName: `IMG_${held.day.replaceAll('-', '')}_${this.#dice.int(100_000, 999_999)}.jpg`, takenAt: `${held.day}T09:${this.#dice.int(10, 59)}:00`,
      takenSource: 'exif', lat: 41.2 + this.#dice.int(0, 9_999) / 100_000, lng: 121.9 + this.#dice.int(0, 9_999) / 100_000, phash: this.#hex(16),
      software: '', item: this.#dice.chance(0.6) ? this.#dice.pick(ITEMS) : '', activity: held.id, occurredOn: held.day,
    };
  }

  #points() {
    return { volunteer: this.#dice.pick(this.#people).id, occurredOn: this.#day(), delta: this.#dice.int(1, 4), reason: '参加志愿服务活动', rule: '2026.1', serviceRecord: '', corrects: '' };
  }

  #order() {
    return {
      title: this.#dice.pick(['想请人帮忙修水管', '代买降压药', '教孩子写作业', '想听评剧']), type: 'order', stage: 'done', content: '老人腿脚不便，请志愿者上门帮忙。',
      requester: somebody(this.#dice, 2026).name, phone: madeUpPhone(this.#dice), occurredOn: this.#day(), to: '',
    };
  }
}

function textOf(text: string): string {
  return text.replaceAll('{村}', '甜水村');
}
