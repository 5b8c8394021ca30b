import { EventEmitter } from 'node:events';

export interface FakeFrame {
  readonly url: string;
  readonly parent: FakeFrame | null;
}

/** A page as the main process knows it. */
export class FakeWebContents extends EventEmitter {
  /** The page's end of IPC. */
  readonly page = new EventEmitter();
  reloads = 0;
  mainFrame: FakeFrame = { url: 'about:blank', parent: null };
  onOpen: (details: { url: string }) => { action: string } = () => ({ action: 'allow' });

  setWindowOpenHandler = (handler: FakeWebContents['onOpen']): void => void (this.onOpen = handler);
  getURL = (): string => this.mainFrame.url;
  reload = (): void => void (this.reloads += 1);

  send = (channel: string, payload: unknown): void => {
    this.page.emit(channel, { sender: 'not for the page' }, structuredClone(payload));
  };

  /** True where a page that asks to do this is let. */
  lets(event: string, details: Readonly<Record<string, unknown>>): boolean {
    let prevented = false;
    this.emit(event, { ...details, preventDefault: () => (prevented = true) });
    return !prevented;
  }
}

export class FakeBrowserWindow extends EventEmitter {
  static onCreate: (window: FakeBrowserWindow) => void = () => undefined;
  readonly options: { readonly show: boolean; readonly webPreferences: Readonly<Record<string, unknown>> };
  readonly webContents = new FakeWebContents();
  shown: boolean;
  focused = 0;
  minimized = false;

  constructor(options: FakeBrowserWindow['options']) {
    super();
    this.options = options;
    this.shown = options.show;
    FakeBrowserWindow.onCreate(this);
  }

  show = (): void => void (this.shown = true);
  focus = (): void => void (this.focused += 1);
  restore = (): void => void (this.minimized = false);
  isMinimized = (): boolean => this.minimized;
  isDestroyed = (): boolean => false;

  loadURL = (url: string): Promise<void> => {
    this.webContents.mainFrame = { url, parent: null };
    this.emit('ready-to-show');
    return Promise.resolve();
  };
}
