import type { Scene } from '../pictures.ts';

/** What a station takes a picture of for an item of the seven haves: the scene and the caption. */
export const ITEM_SHOTS: Readonly<Record<string, readonly (readonly [scene: Scene, caption: string])[]>> = {
  'place.room': [['hall', '活动室，可坐四十人'], ['lecture', '活动室多媒体区']],
  'place.hours': [['door', '门口公示的开放时间']],
  'place.library': [['library', '农家书屋']],
  'team.head': [['wallBoards', '站长与工作人员公示']],
  'team.roster': [['roster', '志愿服务队花名册上墙']],
  'projects.own': [['visit', '特色项目：“敲门问安”'], ['team', '特色项目启动仪式']],
  'mechanisms.rules': [['wallBoards', '工作制度、志愿者管理制度']],
  'mechanisms.plan': [['wallBoards', '年度工作计划']],
  'mechanisms.orders': [['noticeBoard', '“五单”流程公示栏']],
  'signs.door': [['door', '门口站牌']],
  'signs.logo': [['logoWall', '室内统一标识']],
  'flags.team': [['team', '志愿服务队队旗']],
};
