import { startApp } from './app/start-app.tsx';
import { connectBridge } from './bridge/connect-bridge.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
// First of all: the address's fragment holds the shell's secret, which the router would take for a path.
void startApp(root, connectBridge());
