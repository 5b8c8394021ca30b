import { openPostgres } from '../../center/store/postgres/database.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { storeUnderTest } from '../support/store-under-test.ts';
import { recordStoreContract, type StoreUnderTest } from './record-store.ts';
import { digestsContract } from './record-store-digests.ts';
import { guardContract } from './record-store-guard.ts';
import { movesContract } from './record-store-moves.ts';

const makeStore = async (): Promise<StoreUnderTest> => {
  const server = await sharedPostgres();
  const url = await server.createDatabase();
  return await storeUnderTest(() => openPostgres(url, { connections: 4 }), () => server.dropDatabase(url));
};

recordStoreContract('PostgreSQL', makeStore);
movesContract('PostgreSQL', makeStore);
digestsContract('PostgreSQL', makeStore);
guardContract('PostgreSQL', makeStore);
