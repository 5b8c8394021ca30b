import { openPostgres } from '../../center/store/postgres/database.ts';
import { sharedPostgres } from '../support/postgres.ts';
import { storeUnderTest } from '../support/store-under-test.ts';
import { recordStoreContract } from './record-store.ts';

recordStoreContract('PostgreSQL', async () => {
  const server = await sharedPostgres();
  const url = await server.createDatabase();
  return await storeUnderTest(() => openPostgres(url, { connections: 4 }), () => server.dropDatabase(url));
});
