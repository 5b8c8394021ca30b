import type { RuleTester } from 'oxlint/plugins-dev';

type AnyRule = Parameters<RuleTester['run']>[1];

/** A rule of the linter that knows this house. */
export type HouseRule = Exclude<AnyRule, { createOnce: unknown }>;
