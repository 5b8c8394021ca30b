/** Resolves when the screens had their turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    // A message and no timer: those of a window in the background come once in a minute.
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    port2.postMessage(null);
  });
}
