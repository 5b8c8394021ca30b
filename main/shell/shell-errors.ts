/** The port belongs to another program. */
export class PortTaken extends Error {
  readonly port: number;

  constructor(port: number) {
    super(`port ${port} is taken by another program; choose another with --port N`);
    this.name = 'PortTaken';
    this.port = port;
  }
}

/** A shell runs over this data folder already; `url` is its address with its secret. */
export class AlreadyRuns extends Error {
  readonly url: string;

  constructor(url: string) {
    super('Qiyou runs over this data folder already');
    this.name = 'AlreadyRuns';
    this.url = url;
  }
}
