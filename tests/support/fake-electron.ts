import { EventEmitter } from 'node:events';
import type { Bridge } from '#shared/bridge/contract.ts';
import { FakeBrowserWindow, type FakeFrame, type FakeWebContents } from './fake-electron-window.ts';

type IpcHandler = (event: { senderFrame: FakeFrame | null; sender: FakeWebContents }, input: unknown) => unknown;
type RequestAnswer = (result: { cancel: boolean }) => void;

export interface FakeElectronOptions {
  /** Folder with `dist`. */
  readonly appPath: string;
  readonly userData: string;
  /** Switches of the command line. */
  readonly switches?: Readonly<Record<string, string>>;
  /** What `safeStorage` finds on Linux. */
  readonly backend?: 'basic_text' | 'gnome_libsecret';
  /** Another instance holds the lock. */
  readonly second?: boolean;
}

/**
 * An Electron of which only the edges are there: what main and preload ask for, with the same order of life (schemes
 * before ready, the rest after), and every value between processes cloned as it would be.
 */
export class FakeElectron {
  readonly options: FakeElectronOptions;
  readonly app: FakeApp;
  readonly windows: FakeBrowserWindow[] = [];
  readonly ipcHandlers = new Map<string, IpcHandler>();
  readonly schemes: { scheme: string; privileges: Record<string, boolean> }[] = [];
  readonly protocols = new Map<string, (request: Request) => Promise<Response>>();
  readonly session = new FakeSession();
  readonly messages: string[] = [];
  /** Which button a person presses on a question. */
  button = 0;
  menu: unknown = null;
  /** What preloads put into the page, by name. */
  readonly world: Record<string, unknown> = {};

  constructor(options: FakeElectronOptions) {
    this.options = options;
    this.app = new FakeApp(options);
  }

  /** The module as `main` and `preload` import it. `shell`, `remote` and whatever else they have no business with are not there. */
  get module(): Readonly<Record<string, unknown>> {
    const { windows, messages } = this;
    const setMenu = (menu: unknown): void => void (this.menu = menu);
    const Window = class extends FakeBrowserWindow {
      static getAllWindows = (): readonly FakeBrowserWindow[] => windows;
    };
    FakeBrowserWindow.onCreate = (window) => {
      windows.push(window);
      this.app.emit('web-contents-created', {}, window.webContents);
    };
    return {
      app: this.app,
      BrowserWindow: Window,
      Menu: { buildFromTemplate: (template: unknown) => template, setApplicationMenu: setMenu },
      dialog: {
        showErrorBox: (title: string, text: string) => messages.push(`${title}: ${text}`),
        showMessageBoxSync: (_window: unknown, { message }: { message: string }) => {
          messages.push(message);
          return this.button;
        },
        showMessageBox: (_window: unknown, { message }: { message: string }) => Promise.resolve({ response: messages.push(message) }),
      },
      ipcMain: { handle: (channel: string, handler: IpcHandler) => this.#handle(channel, handler) },
      protocol: { registerSchemesAsPrivileged: (schemes: FakeElectron['schemes']) => this.#registerSchemes(schemes), handle: this.#serve },
      session: { defaultSession: this.session },
      safeStorage: this.#safeStorage,
      contextBridge: { exposeInMainWorld: (name: string, api: unknown) => void (this.world[name] = api) },
      ipcRenderer: this.#ipcRenderer,
    };
  }

  /** The window that was opened first. */
  get window(): FakeBrowserWindow {
    const [window] = this.windows;
    if (window === undefined) throw new Error('no window was opened');
    return window;
  }

  /** The bridge as the page has it. */
  get bridge(): Bridge {
    return this.world['qiyou'] as Bridge;
  }

  /** A call from any frame. */
  async call(channel: string, input: unknown, frame: FakeFrame | null = this.window.webContents.mainFrame): Promise<unknown> {
    const handler = this.ipcHandlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    try {
      return structuredClone(await handler({ senderFrame: frame, sender: this.window.webContents }, structuredClone(input)));
    } catch (error) {
      throw new Error(`Error invoking remote method '${channel}': ${String(error)}`, { cause: error });
    }
  }

  #handle(channel: string, handler: IpcHandler): void {
    if (this.ipcHandlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.ipcHandlers.set(channel, handler);
  }

  #registerSchemes(schemes: FakeElectron['schemes']): void {
    if (this.app.ready) throw new Error('protocol.registerSchemesAsPrivileged should be called before app is ready');
    this.schemes.push(...schemes);
  }

  readonly #serve = (scheme: string, handler: (request: Request) => Promise<Response>): void => {
    if (!this.app.ready) throw new Error('protocol cannot be used before app is ready');
    this.protocols.set(scheme, handler);
  };

  readonly #ipcRenderer = {
    invoke: (channel: string, input: unknown) => this.call(channel, input),
    on: (channel: string, listener: (...values: unknown[]) => void) => this.window.webContents.page.on(channel, listener),
    off: (channel: string, listener: (...values: unknown[]) => void) => this.window.webContents.page.off(channel, listener),
  };

  readonly #safeStorage = {
    isEncryptionAvailable: () => true,
    getSelectedStorageBackend: () => this.options.backend ?? 'gnome_libsecret',
    encryptString: (text: string) => Buffer.from(Buffer.from(text).map((byte) => byte ^ 0x55)),
    decryptString: (sealed: Buffer) => Buffer.from(sealed.map((byte) => byte ^ 0x55)).toString(),
  };
}

class FakeApp extends EventEmitter {
  ready = false;
  exited: number | null = null;
  readonly #options: FakeElectronOptions;
  #userData: string;

  constructor(options: FakeElectronOptions) {
    super();
    this.#options = options;
    this.#userData = options.userData;
  }

  readonly commandLine = {
    getSwitchValue: (name: string): string => this.#options.switches?.[name] ?? '',
    hasSwitch: (name: string): boolean => this.#options.switches?.[name] !== undefined,
  };

  getAppPath = (): string => this.#options.appPath;
  getPath = (_name: 'userData'): string => this.#userData;
  setPath = (_name: 'userData', path: string): void => void (this.#userData = path);
  requestSingleInstanceLock = (): boolean => this.#options.second !== true;

  whenReady = async (): Promise<void> => {
    await Promise.resolve();
    this.ready = true;
  };

  /** Ends as Electron does: whoever has something to finish may hold it up. */
  quit = (): void => {
    let held = false;
    this.emit('will-quit', { preventDefault: () => (held = true) });
    if (!held) this.exited = 0;
  };

  exit = (code: number): void => void (this.exited = code);
}

class FakeSession {
  onRequest: (details: { url: string }, answer: RequestAnswer) => void = () => undefined;
  onPermission: (contents: { getURL(): string }, permission: string, answer: (granted: boolean) => void) => void = (_contents, _permission, answer) => answer(true);
  onPermissionCheck: (contents: null, permission: string, origin: string) => boolean = () => true;
  onDevice: () => boolean = () => true;

  readonly webRequest = { onBeforeRequest: (listener: FakeSession['onRequest']): void => void (this.onRequest = listener) };
  setPermissionRequestHandler = (handler: FakeSession['onPermission']): void => void (this.onPermission = handler);
  setPermissionCheckHandler = (handler: FakeSession['onPermissionCheck']): void => void (this.onPermissionCheck = handler);
  setDevicePermissionHandler = (handler: () => boolean): void => void (this.onDevice = handler);

  /** True where a page may load this address. */
  allows(url: string): boolean {
    let cancelled = false;
    this.onRequest({ url }, ({ cancel }) => (cancelled = cancel));
    return !cancelled;
  }

  /** True where a page at this address is given a permission that it asks for. */
  grants(permission: string, url: string): boolean {
    let granted = false;
    this.onPermission({ getURL: () => url }, permission, (given) => (granted = given));
    return granted;
  }
}
