import type { Dice } from '../dice.ts';

/** Common surnames and given names; whoever comes out of them is made up. */
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙马朱胡郭何林高罗郑梁谢宋唐许邓韩冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈姜崔'.split('');
const WOMEN_OLD = ['秀英', '桂兰', '淑珍', '玉兰', '凤英', '秀兰', '桂芝', '淑华', '玉珍', '桂荣', '凤兰', '淑芬', '秀云', '素芹', '玉华', '桂香'];
const WOMEN_YOUNG = ['丽', '敏', '静', '艳', '娟', '娜', '婷', '雪', '晓红', '春梅', '海燕', '丽娜', '欣怡', '佳琪', '雨桐', '思雨', '丹', '莹', '晶', '慧'];
const MEN_OLD = ['建国', '德福', '玉山', '国强', '长海', '振华', '宝山', '文才', '永贵', '庆祥', '志刚', '国林', '洪伟', '占军', '凤山', '树林'];
const MEN_YOUNG = ['伟', '强', '磊', '勇', '军', '涛', '鹏', '超', '斌', '浩然', '子轩', '晓东', '宇航', '志远', '明', '凯', '海涛', '博', '健', '俊杰'];

export interface Somebody {
  readonly name: string;
  readonly gender: 'female' | 'male';
  readonly birthYear: number;
}

/** Somebody of a village: two in three are women, most are between 40 and 75. */
export function somebody(dice: Dice, year: number): Somebody {
  const female = dice.chance(0.62);
  const age = dice.chance(0.22) ? dice.int(19, 38) : dice.int(39, 74);
  const given = dice.pick(female ? (age > 48 ? WOMEN_OLD : WOMEN_YOUNG) : age > 48 ? MEN_OLD : MEN_YOUNG);
  return { name: `${dice.pick(SURNAMES)}${given}`, gender: female ? 'female' : 'male', birthYear: year - age };
}

/** A number that no telephone has: mobile numbers begin with 13 to 19. */
export function madeUpPhone(dice: Dice): string {
  return `1000000${String(dice.int(0, 9_999)).padStart(4, '0')}`;
}
