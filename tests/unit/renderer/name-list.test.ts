import { describe, expect, it } from 'vitest';
import { judgeNames, parseNames } from '../../../renderer/features/people/name-list.ts';

const read = (text: string): string[] => parseNames(text).map(({ name, phone, gender }) => [name, phone, gender].join('|'));

describe('a pasted list of names', () => {
  it('is read with any separator, numbering and gender', () => {
    expect(read('王秀英 13800000001\n2、李建国，13800000002\n3\t张丽\t女\t0427-5551234')).toEqual(['王秀英|13800000001|', '李建国|13800000002|', '张丽|0427-5551234|female']);
  });

  it('joins a name of two characters that a sheet has set apart', () => {
    expect(read('李　刚 男 13800000001')).toEqual(['李刚|13800000001|male']);
  });

  it('keeps names of several words and names with a middle dot', () => {
    expect(read('Wang Xiuying 13800000001\n阿依古丽·买买提 13800000002')).toEqual(['Wang Xiuying|13800000001|', '阿依古丽·买买提|13800000002|']);
  });

  it('leaves out empty lines and names the line of each', () => {
    expect(parseNames('\n王秀英\r\n\r\n李建国').map(({ line }) => line)).toEqual([2, 4]);
  });

  it('finds who is there already, who has a namesake, and who is in it twice', () => {
    const lines = parseNames('王秀英 1380000001\n李建国 1380000002\n张丽\n张丽\n1380000009');
    const known = [
      { name: '王秀英', phone: '1380000001' },
      { name: '李建国', phone: '1399999999' },
    ];
    expect(judgeNames(lines, known)).toEqual(['known', 'sameName', 'new', 'twice', 'noName']);
  });
});
