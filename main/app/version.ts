/** The program's version: the same as in package.json, which does not travel inside the bundles (a test compares them). */
export const VERSION = '0.1.0';
