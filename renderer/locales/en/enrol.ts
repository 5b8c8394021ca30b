import type { enrol as zh } from '../zh-CN/enrol.ts';

/** The first screen of a new machine. */
export const enrol: typeof zh = {
  title: 'Register this computer with the county center',
  intro: 'This is done once. Afterwards you can work without a network for as long as you like.',
  steps: {
    ask: 'Ask the county center for a one-time code and for its address.',
    type: 'Enter both here. This step needs the network.',
    done: 'The program then opens by itself and you can begin.',
  },
  language: { switch: 'Switch to Chinese', other: '中文' },
  center: 'Address of the county center',
  centerHint: 'Given by the center, such as center.panshan.gov.cn or 192.168.1.10:8787',
  code: 'One-time code',
  codeShape: 'XXXX-XXXX-XX',
  codeHint: 'Capitals and hyphens are added for you. A code works once.',
  deviceName: 'A name for this computer',
  deviceHint: 'By it the center tells its computers apart, such as “Village office PC”.',
  deviceDefault: 'Village office PC',
  send: 'Register',
  sending: 'Registering…',
  noNetwork: 'This computer has no network now. Registering needs it; you may fill in the form meanwhile.',
  again: {
    open: 'Enter a new code',
    title: 'Register this computer again',
    hint: 'Ask the county center for a new code of {{site}}. Once registered, all that still waits here is sent by itself; nothing has to be entered again.',
  },
  missing: {
    center: 'Please enter the center’s address',
    code: 'Please enter the code',
    deviceName: 'Please name this computer',
  },
  refusals: {
    offline: { title: 'The county center was not reached', advice: 'Check the cable or the wireless network and the address, then try again.' },
    badAddress: { title: 'This is not the address of a center', advice: 'Check the address for slips, or ask the county center.' },
    badCode: { title: 'The code is wrong', advice: 'Compare it with what the center gave you; 0 and O, 1 and I are easily mixed up. Else ask for a new one.' },
    usedCode: { title: 'The code was used already', advice: 'A code registers one computer. Ask the county center for a new one.' },
    expiredCode: { title: 'The code has expired', advice: 'Ask the county center for a new one and use it soon.' },
    tooOld: { title: 'This program is too old', advice: 'Update it first, then register.' },
    tooNew: { title: 'The center’s program is too old', advice: 'Ask the county center to update, or use the version that fits it.' },
    busy: { title: 'The center is busy', advice: 'Try again in a minute or two. The code is still good.' },
    other: { title: 'It was not registered', advice: 'Please try again; if it does not help, tell the county center.' },
  },
};
