/** The teams that a station can have. */
export const TEAMS = {
  theory: { name: '理论宣讲志愿服务队', specialty: '政策宣讲、普法、移风易俗', skills: ['宣讲', '主持', '调解'] },
  care: { name: '“夕阳红”助老志愿服务队', specialty: '走访老人、理发、代买代办', skills: ['理发', '陪伴', '量血压', '烹饪'] },
  green: { name: '美丽家园志愿服务队', specialty: '清洁家园、垃圾分类、庭院评比', skills: ['保洁', '绿化', '开农用车'] },
  culture: { name: '文艺轻骑兵志愿服务队', specialty: '秧歌、合唱、节目编排', skills: ['秧歌', '唱歌', '二胡', '快板'] },
  farming: { name: '助农先锋志愿服务队', specialty: '农技指导、帮工、销售', skills: ['水稻种植', '河蟹养殖', '农机维修'] },
  safety: { name: '平安应急志愿服务队', specialty: '巡查、防汛、清雪、防火', skills: ['电工', '急救', '驾驶'] },
  youth: { name: '青春志愿服务队', specialty: '课业辅导、智能手机、读书', skills: ['辅导功课', '电脑', '摄影'] },
} as const;

export type TeamKey = keyof typeof TEAMS;
