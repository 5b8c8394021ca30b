import type { RecordBase } from './record.ts';

/** Orders, programs, assessments and rectifications: they replicate from the first version, their screens come later. */

/** 五单 and what shares their path: wishes, photo reports, opinions, hotline tickets. */
export interface Order extends RecordBase {
  readonly title: string;
  readonly type: string;
  readonly stage: string;
  readonly content: string;
  readonly requester: string;
  readonly phone: string;
  readonly occurredOn: string;
  /** Code prefix that it is addressed down to, or ''. */
  readonly to: string;
}

/** A brand project (志愿服务品牌项目). */
export interface Program extends RecordBase {
  readonly name: string;
  readonly leader: string;
  readonly content: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/** An assessment (考核) of a site in a cycle. */
export interface Assessment extends RecordBase {
  readonly cycle: string;
  readonly standard: string;
  readonly title: string;
  readonly occurredOn: string;
  readonly scores: readonly unknown[];
  readonly to: string;
}

/** A problem to be put right (整改), with its owner and deadline. */
export interface Rectification extends RecordBase {
  readonly title: string;
  readonly content: string;
  readonly owner: string;
  readonly dueOn: string;
  readonly status: string;
  readonly to: string;
}
