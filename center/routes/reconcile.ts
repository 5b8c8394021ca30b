import type { FastifyInstance } from 'fastify';
import { reconcileRequestSchema, type ReconcileResponse } from '#shared/protocol/reconcile.ts';
import type { Center } from './center.ts';
import { authenticate, parseBody } from './guard.ts';

/** `POST /v1/reconcile`: where a replica and the center differ in a kind and month (rule C2). */
export function reconcileRoute(server: FastifyInstance, center: Center): void {
  server.post('/v1/reconcile', async (request): Promise<ReconcileResponse> => {
    const { device } = await authenticate(center, request);
    return await center.store.reconcile(device.site, parseBody(reconcileRequestSchema, request.body));
  });
}
