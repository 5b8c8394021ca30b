import type { Role } from '#shared/domain/site-code.ts';
import type { DataPlace } from '../../center/app/data-folder.ts';
import { environmentOf, runProgram, type Exited } from './center-process.ts';
import { enrolWith, makeKeys, RawDevice } from './center.ts';

/** The center's command line over one place of data, as a person uses it. */
export class CenterPrograms {
  readonly #place: DataPlace;

  constructor(at: string | DataPlace) {
    this.#place = typeof at === 'string' ? { dataDir: at } : at;
  }

  run(...argv: readonly string[]): Promise<Exited> {
    return runProgram('center/ops/cli.ts', [...argv, '--data', this.#place.dataDir], environmentOf(this.#place));
  }

  /** Runs a command that has to succeed; answers what it printed. */
  async output(...argv: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.run(...argv);
    if (code !== 0) throw new Error(`${argv.join(' ')}: ${code} ${stderr}`);
    return stdout;
  }

  async loadDivisions(): Promise<void> {
    await this.output('load-divisions', 'center/data/divisions-2111.csv');
  }

  async code(site: string, role: Role): Promise<string> {
    return (await this.output('code', '--site', site, '--role', role)).split('\n')[0] ?? '';
  }

  /** A bare client of the protocol, enrolled with a code of its own. */
  async enrol(url: string, site: string, role: Role): Promise<RawDevice> {
    const keys = makeKeys();
    const device = new RawDevice(url, (await enrolWith(url, await this.code(site, role), keys)).body, keys);
    await device.openSession();
    return device;
  }
}
