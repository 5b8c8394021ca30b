import { expect, it } from 'vitest';
import type { Bridge, Connection } from '#shared/bridge/contract.ts';
import { followConnection, loseConnection, useConnection } from '../../../renderer/state/connection.ts';

const connection = (state: Connection['state']): Connection => ({ state, since: 0, skewMs: null, lastContact: null });

/** A host whose one answer stays on its way until the test lets it arrive. */
function slowHost() {
  const { promise: answer, resolve: arrive } = Promise.withResolvers<Connection>();
  let tell: (connection: Connection) => void = () => undefined;
  const bridge = {
    invoke: () => answer,
    on(_event: string, listener: (connection: Connection) => void) {
      tell = listener;
      return () => undefined;
    },
  } as unknown as Bridge;
  return { bridge, arrive, tell: (word: Connection) => tell(word) };
}

it('takes what the host answers, until it says otherwise', async () => {
  const { bridge, arrive, tell } = slowHost();
  const following = followConnection(bridge);
  arrive(connection('online'));
  await following;
  expect(useConnection.getState().connection?.state).toBe('online');
  tell(connection('offline'));
  expect(useConnection.getState().connection?.state).toBe('offline');
});

it('does not take back by a late answer what the host said meanwhile', async () => {
  const { bridge, arrive, tell } = slowHost();
  const following = followConnection(bridge);
  tell(connection('offline'));
  arrive(connection('online'));
  await following;
  expect(useConnection.getState().connection?.state).toBe('offline');
});

it('is not online while the host itself does not answer, and is what the host says once it does', async () => {
  const { bridge, arrive, tell } = slowHost();
  const following = followConnection(bridge);
  arrive(connection('online'));
  await following;
  loseConnection();
  expect(useConnection.getState().connection?.state).toBe('offline');
  tell(connection('online'));
  expect(useConnection.getState().connection?.state).toBe('online');
});
