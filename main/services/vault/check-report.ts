import { setTimeout as wait } from 'node:timers/promises';
import type { VaultCheck, VaultFinding } from '#shared/bridge/vault.ts';
import type { VaultChecker } from './vault-check.ts';

/** How often the progress is looked at, milliseconds. */
const LOOK_MS = 200;

const PROBLEMS: Readonly<Record<VaultFinding['problem'], string>> = { missing: '丢失 missing', altered: '损坏 altered' };

const OUTCOMES: Readonly<Record<VaultFinding['outcome'], string>> = {
  mended: '已从中心取回 fetched again from the center',
  unreachable: '连不上中心，没能取回；联网后再检查一次 the center was not reached; check again with a network',
  notThere: '中心也没有；请从相机或手机里重新添加这张照片 the center does not have it; add the photo again from the camera or phone',
  notKept: '从中心取来了，但没能存下；请看磁盘空间 came from the center but could not be stored; look at the disk space',
};

/**
 * Runs a check to its end for a person at a terminal, in Chinese and English.
 * @param say prints one line
 * @returns true where every photo is whole, or was made whole again
 */
export async function checkAloud(checker: VaultChecker, say: (line: string) => void): Promise<boolean> {
  say('正在检查照片库…… Checking the photos…');
  checker.start();
  const ended = checker.ended().then(() => true);
  let told = 0;
  while (!(await Promise.race([ended, wait(LOOK_MS, false)]))) {
    const { checked, total } = checker.status();
    const tenth = total === 0 ? 0 : Math.floor((checked * 10) / total);
    if (tenth > told) say(`${checked} / ${total}`);
    told = Math.max(told, tenth);
  }
  const status = checker.status();
  for (const finding of status.findings) for (const line of linesOf(finding)) say(line);
  say(ending(status));
  return status.state === 'done' && status.found === status.mended;
}

function linesOf({ hash, problem, outcome, records }: VaultFinding): readonly string[] {
  const head = `${PROBLEMS[problem]}: ${hash}\n  ${OUTCOMES[outcome]}`;
  if (records.length === 0) return [`${head}\n  没有登记用到它 no record names it`];
  return [head, ...records.map(({ record, part, name, day }) => `  ${day} ${name === '' ? '未写名称 unnamed' : name}（${part === 'thumb' ? '缩略图 thumbnail' : '照片 picture'}） ${record}`)];
}

function ending({ state, checked, total, found, mended, findings }: VaultCheck): string {
  const more = found > findings.length ? `（其余 ${found - findings.length} 个见日志 the rest is in the log）` : '';
  if (state === 'failed') return '检查没有完成，原因在日志里。The check failed; the log says why.';
  const head = state === 'stopped' ? `检查已停止，查了 ${checked} / ${total} 个文件。Stopped after ${checked} of ${total} files.` : `检查完成，共 ${total} 个文件。Done: ${total} files.`;
  if (found === 0) return `${head} 没有发现问题。Nothing is wrong.`;
  return `${head} 丢失或损坏 ${found} 个，已取回 ${mended} 个。${found} missing or altered, ${mended} fetched again.${more}`;
}
