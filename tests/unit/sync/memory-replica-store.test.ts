import { MemoryReplicaStore } from '#shared/ports/memory-replica-store.ts';
import { replicaStoreContract } from '../../support/replica-store-contract.ts';

replicaStoreContract('in memory', async () => {
  const store = new MemoryReplicaStore();
  return { store, reopen: () => Promise.resolve(new MemoryReplicaStore(store.stored)) };
});
