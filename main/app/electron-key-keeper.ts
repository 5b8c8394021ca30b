import { safeStorage } from 'electron';
import { plainKeeper, type KeyKeeper } from '../services/credentials/key-keeper.ts';

/**
 * Seals with the system's keyring. On Linux without one, Electron "encrypts" with a key that is in its source
 * (`basic_text`): that is no better than plain, so it is called plain, and the user is told. After the app is ready.
 */
export function electronKeyKeeper(): KeyKeeper {
  const noKeyring = process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text';
  if (noKeyring || !safeStorage.isEncryptionAvailable()) return plainKeeper;
  return {
    kind: 'keyring',
    seal: (secret) => safeStorage.encryptString(secret),
    open: (sealed) => safeStorage.decryptString(Buffer.from(sealed)),
  };
}
