import type { Bridge } from '#shared/bridge/contract.ts';

/** Tells the host's log of a fault; a host that is out of reach is no reason for another fault. */
export function reportFault(bridge: Bridge, error: unknown, where = ''): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  const message = `${where}${where === '' ? '' : ': '}${fault.name}: ${fault.message}`.slice(0, 4_000);
  bridge.invoke('app.report', { message, stack: (fault.stack ?? '').slice(0, 20_000) }).catch(() => undefined);
}

/** Reports what nobody caught. */
export function reportFaults(bridge: Bridge): void {
  window.addEventListener('error', ({ error, message }) => reportFault(bridge, error ?? message, 'uncaught'));
  window.addEventListener('unhandledrejection', ({ reason }) => reportFault(bridge, reason, 'unhandled'));
}
