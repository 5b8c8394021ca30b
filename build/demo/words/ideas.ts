import type { ActivityKind, SpecialGroup } from '#shared/domain/activity.ts';
import type { Scene } from '../pictures.ts';
import type { Festival } from './calendar.ts';
import type { TeamKey } from './teams.ts';

/** An activity as a station could hold it. `{村}` in a text is the village's short name. */
export interface Idea {
  readonly title: string;
  readonly kind: ActivityKind;
  readonly content: string;
  readonly place: string;
  readonly scene: Scene;
  readonly team: TeamKey;
  readonly minutes: readonly number[];
  readonly people: readonly [least: number, most: number];
  readonly served?: readonly SpecialGroup[];
  /** Months in which it makes sense; any where absent. */
  readonly months?: readonly number[];
}

const HALL = '村活动室';
const SQUARE = '文化广场';
const LIBRARY = '农家书屋';

/** What is done through the year. */
export const IDEAS: readonly Idea[] = [
  { kind: 'theory', title: '党的创新理论“炕头课堂”', content: '宣讲员用家常话讲惠农政策和身边变化，村民边听边问，现场解答十余个问题。', place: HALL, scene: 'hall', team: 'theory', minutes: [60, 90], people: [24, 46] },
  { kind: 'theory', title: '惠民政策宣讲：医保、养老一次说清', content: '逐条讲解城乡居民医保缴费和养老待遇认证办法，手把手教老人用手机认证。', place: HALL, scene: 'lecture', team: 'theory', minutes: [60, 90], people: [22, 50], served: ['emptyNest'] },
  { kind: 'theory', title: '乡村振兴促进法宣讲', content: '结合本村土地流转和集体经济，讲法条、讲案例，发放宣传册六十余份。', place: HALL, scene: 'lecture', team: 'theory', minutes: [60, 75], people: [20, 40] },
  { kind: 'theory', title: '“板凳课堂”：讲讲咱村的好日子', content: '老党员讲村史，讲二十年来的路、水、房和钱袋子，年轻人听得认真。', place: '{村}凉亭', scene: 'hall', team: 'theory', minutes: [60], people: [18, 36], months: [5, 6, 7, 8, 9] },
  { kind: 'theory', title: '防范电信诈骗宣讲', content: '用本地案例讲“冒充客服”“刷单返利”等套路，帮三十多位老人装好国家反诈中心软件。', place: HALL, scene: 'lecture', team: 'theory', minutes: [60, 90], people: [26, 52], served: ['emptyNest'] },
  { kind: 'reading', title: '农家书屋亲子阅读', content: '志愿者领着孩子读绘本、讲故事，家长一起参加，借出图书三十余册。', place: LIBRARY, scene: 'library', team: 'youth', minutes: [90, 120], people: [14, 28], served: ['leftBehind'] },
  { kind: 'reading', title: '“书香{村}”读书分享会', content: '六位村民分享自己读过的书，种植户推荐了水稻和河蟹养殖的书。', place: LIBRARY, scene: 'library', team: 'youth', minutes: [60, 90], people: [12, 26] },
  { kind: 'reading', title: '暑假课业辅导', content: '返乡大学生辅导孩子们写作业、练口算，大家一起读《十万个为什么》。', place: LIBRARY, scene: 'library', team: 'youth', minutes: [120, 150], people: [12, 24], served: ['leftBehind'], months: [7, 8] },
  { kind: 'culture', title: '“唱响{村}”广场歌会', content: '合唱队、腰鼓队轮番上场，二十多个节目都是村民自编自演。', place: SQUARE, scene: 'choir', team: 'culture', minutes: [120], people: [60, 140], months: [5, 6, 7, 8, 9, 10] },
  { kind: 'culture', title: '秧歌队排练', content: '为节日演出排练新队形，老队员带新队员，练足两个小时。', place: SQUARE, scene: 'dancers', team: 'culture', minutes: [90, 120], people: [18, 36] },
  { kind: 'culture', title: '送戏下乡：评剧专场', content: '评剧团演出《花为媒》选段，附近几个村的戏迷都来了。', place: SQUARE, scene: 'gala', team: 'culture', minutes: [150], people: [80, 180], months: [5, 6, 8, 9, 10] },
  { kind: 'culture', title: '红色电影放映', content: '放映《地道战》和农业科教片，老人孩子坐满场院。', place: SQUARE, scene: 'hall', team: 'culture', minutes: [120], people: [40, 90], months: [6, 7, 8, 9] },
  { kind: 'culture', title: '百姓大舞台彩排', content: '快板、二人转小帽、舞蹈，各组过一遍节目，定下演出顺序。', place: HALL, scene: 'gala', team: 'culture', minutes: [120], people: [24, 46], months: [1, 2, 11, 12] },
  { kind: 'science', title: '水稻病虫害防治技术培训', content: '农技员到田间讲稻瘟病和二化螟的识别与用药，发放技术明白纸。', place: '村东稻田', scene: 'fields.green', team: 'farming', minutes: [90, 120], people: [22, 48], months: [5, 6, 7, 8] },
  { kind: 'science', title: '河蟹养殖技术讲座', content: '讲水质调节、投喂和蜕壳期管理，养殖户带着问题来，记着办法走。', place: HALL, scene: 'lecture', team: 'farming', minutes: [90], people: [20, 44], months: [4, 5, 6, 7, 8, 9] },
  { kind: 'science', title: '急救知识进村：心肺复苏人人学', content: '卫生院医生示范心肺复苏和海姆立克法，二十多人上手练习。', place: HALL, scene: 'lecture', team: 'care', minutes: [90], people: [20, 40] },
  { kind: 'science', title: '老年人智能手机课堂', content: '教老人视频通话、线上挂号和缴费，一对一辅导。', place: HALL, scene: 'lecture', team: 'youth', minutes: [90], people: [14, 30], served: ['emptyNest'] },
  { kind: 'science', title: '冬季取暖安全科普', content: '讲一氧化碳中毒的预防和处置，入户查看烟道，发放报警器。', place: HALL, scene: 'lecture', team: 'safety', minutes: [60, 90], people: [24, 48], served: ['emptyNest', 'hardship'], months: [10, 11, 12, 1, 2] },
  { kind: 'sport', title: '“{村}杯”拔河比赛', content: '八个村民组参赛，三局两胜，获胜队把奖品送给了敬老院。', place: SQUARE, scene: 'tugOfWar', team: 'culture', minutes: [120], people: [60, 120], months: [5, 6, 9, 10] },
  { kind: 'sport', title: '广场舞健身夜', content: '志愿者领舞，教会大家一套新健身操，七十多岁的老人也跟着跳。', place: SQUARE, scene: 'dancers', team: 'culture', minutes: [90], people: [30, 60], months: [5, 6, 7, 8, 9] },
  { kind: 'sport', title: '趣味运动会', content: '运粮接力、滚铁环、踢毽子，老少同场，笑声不断。', place: SQUARE, scene: 'tugOfWar', team: 'youth', minutes: [150], people: [50, 110], served: ['leftBehind'], months: [5, 6, 9, 10] },
  { kind: 'sport', title: '八段锦教学', content: '志愿者逐式讲解示范，适合在家练，送每户一张图解。', place: HALL, scene: 'dancers', team: 'care', minutes: [60], people: [18, 34] },
  { kind: 'customs', title: '移风易俗倡议：喜事新办、丧事简办', content: '红白理事会讲新标准，村民代表签下承诺书，算一算能省多少钱。', place: HALL, scene: 'hall', team: 'theory', minutes: [60, 90], people: [26, 56] },
  { kind: 'customs', title: '“美丽庭院”评比', content: '评议员逐户看院落、看厨房、看厕所，评出十户，当场挂牌。', place: '{村}各村民组', scene: 'noticeBoard', team: 'green', minutes: [150, 180], people: [16, 30], months: [4, 5, 6, 7, 8, 9, 10] },
  { kind: 'customs', title: '好媳妇、好婆婆评选', content: '村民提名、大家投票，请当选者讲讲家里的事，树身边的榜样。', place: HALL, scene: 'hall', team: 'care', minutes: [90], people: [40, 80] },
  { kind: 'customs', title: '文明积分兑换日', content: '按积分账本兑换洗衣粉、大米，公示全村积分，鼓励多做好事。', place: '爱心超市', scene: 'noticeBoard', team: 'green', minutes: [120], people: [30, 60] },
  { kind: 'service', title: '走访空巢老人', content: '给老人打扫屋子、量血压、陪着唠嗑，记下要修的水管和要买的药。', place: '空巢老人家中', scene: 'visit', team: 'care', minutes: [120, 150], people: [10, 20], served: ['emptyNest'] },
  { kind: 'service', title: '义务理发进村', content: '理发志愿者给四十多位老人理发，行动不便的上门服务。', place: HALL, scene: 'visit', team: 'care', minutes: [180], people: [36, 60], served: ['emptyNest', 'disabled'] },
  { kind: 'service', title: '绕阳河岸清捡垃圾', content: '沿河两公里捡拾塑料瓶和农膜，装满三十多袋，统一清运。', place: '绕阳河岸', scene: 'litter', team: 'green', minutes: [120, 150], people: [18, 36], months: [3, 4, 5, 6, 7, 8, 9, 10] },
  { kind: 'service', title: '人居环境整治日', content: '清理边沟、柴草垛和小广告，主街两侧全部清扫干净。', place: '{村}主街', scene: 'litter', team: 'green', minutes: [120, 180], people: [20, 44], months: [3, 4, 5, 6, 7, 8, 9, 10, 11] },
  { kind: 'service', title: '帮缺劳力户抢收水稻', content: '给三户缺劳力的人家收稻、装车、晾晒，一天收完二十多亩。', place: '村东稻田', scene: 'fields.golden', team: 'farming', minutes: [240, 300], people: [14, 26], served: ['hardship', 'emptyNest'], months: [9, 10] },
  { kind: 'service', title: '帮困难户插秧', content: '趁天好帮两户插完十二亩水田，中午自己带饭，不吃一口。', place: '村南水田', scene: 'fields.green', team: 'farming', minutes: [240, 300], people: [12, 24], served: ['hardship'], months: [5, 6] },
  { kind: 'service', title: '秋菜义卖：帮农户卖白菜', content: '联系机关食堂和小区，帮种植户卖出白菜、大葱六千多斤。', place: '村口', scene: 'fields.golden', team: 'farming', minutes: [180], people: [14, 28], served: ['hardship'], months: [10, 11] },
  { kind: 'service', title: '清雪保畅通', content: '雪一停就上街，先清学校、卫生室门前和老人家门口，再清主路。', place: '{村}主街', scene: 'snow', team: 'safety', minutes: [90, 120], people: [18, 40], served: ['emptyNest'], months: [11, 12, 1, 2] },
  { kind: 'service', title: '暑期防溺水巡查', content: '分三组巡查水渠、坑塘，补插警示牌，劝离下水的孩子。', place: '村内坑塘沟渠', scene: 'litter', team: 'safety', minutes: [120], people: [10, 18], served: ['leftBehind'], months: [6, 7, 8] },
  { kind: 'service', title: '汛期巡堤值守', content: '两人一班沿堤巡查，记录水位，检查沙袋和抽水泵。', place: '绕阳河堤', scene: 'litter', team: 'safety', minutes: [240, 360], people: [10, 20], months: [7, 8] },
  { kind: 'service', title: '给残疾人家庭送温暖', content: '送去米面油和棉被，检修灯和线路，约好每月来一次。', place: '残疾人家中', scene: 'visit', team: 'care', minutes: [90, 120], people: [8, 16], served: ['disabled', 'hardship'] },
  { kind: 'service', title: '森林草原防火宣传巡查', content: '入户签防火责任书，劝阻焚烧秸秆，巡查芦苇地边缘。', place: '{村}各村民组', scene: 'noticeBoard', team: 'safety', minutes: [120, 150], people: [12, 24], months: [3, 4, 10, 11] },
  { kind: 'other', title: '志愿者骨干培训', content: '讲志愿服务记录怎么填、时长怎么算，新队员领红马甲和队旗。', place: HALL, scene: 'team', team: 'youth', minutes: [90], people: [18, 36] },
  { kind: 'other', title: '健康义诊进村', content: '镇卫生院医生量血压、测血糖、看心电，建健康档案五十余份。', place: HALL, scene: 'visit', team: 'care', minutes: [180], people: [46, 90], served: ['emptyNest', 'disabled'] },
  { kind: 'other', title: '“五单”议事会', content: '把村民点的单一件件过，能办的派给队伍，办不了的说明白。', place: HALL, scene: 'hall', team: 'theory', minutes: [60], people: [14, 26] },
];

/** What is done on the day of a festival. */
export const FESTIVAL_IDEAS: Readonly<Record<Festival, Idea>> = {
  newYear: { kind: 'festival', title: '迎元旦联欢会', content: '自编自演十六个节目，回顾一年的好人好事，给优秀志愿者戴红花。', place: HALL, scene: 'gala', team: 'culture', minutes: [120], people: [60, 120] },
  springFestival: { kind: 'festival', title: '我们的节日·春节：写春联送祝福', content: '书法爱好者现场写春联三百余副，先给老人和困难户送到家。', place: HALL, scene: 'dumplings', team: 'culture', minutes: [150], people: [50, 100], served: ['emptyNest', 'hardship'] },
  lanterns: { kind: 'festival', title: '我们的节日·元宵节：猜灯谜、包汤圆', content: '二百条灯谜挂满院子，包好的汤圆分送独居老人。', place: SQUARE, scene: 'gala', team: 'culture', minutes: [120], people: [60, 130], served: ['emptyNest'] },
  leiFeng: { kind: 'service', title: '学雷锋志愿服务集市', content: '理发、磨刀、义诊、修家电，一条街摆开十二个摊位。', place: SQUARE, scene: 'team', team: 'care', minutes: [180], people: [60, 120], served: ['emptyNest'] },
  women: { kind: 'festival', title: '三八妇女节趣味赛', content: '包饺子、跳绳、踢毽子，妇女们组队参赛，讲反家暴法小知识。', place: HALL, scene: 'dumplings', team: 'culture', minutes: [120], people: [36, 70] },
  trees: { kind: 'service', title: '义务植树', content: '沿村路栽下三百棵柳树苗，一人挖坑一人扶苗，定好谁浇水。', place: '村西路边', scene: 'litter', team: 'green', minutes: [180], people: [30, 60] },
  qingming: { kind: 'festival', title: '我们的节日·清明：祭英烈、讲传统', content: '到烈士墓敬献鲜花，听老兵讲故事，倡导文明祭扫。', place: '烈士墓园', scene: 'team', team: 'theory', minutes: [90], people: [30, 60] },
  labour: { kind: 'service', title: '五一劳动最光荣：清洁家园', content: '全村一齐动手，清理房前屋后，给爱国卫生运动开个好头。', place: '{村}主街', scene: 'litter', team: 'green', minutes: [150], people: [30, 60] },
  youth: { kind: 'theory', title: '五四青年座谈：返乡能干啥', content: '六位返乡青年讲开网店、养河蟹、跑大车的经历，互相留了电话。', place: HALL, scene: 'lecture', team: 'youth', minutes: [90], people: [18, 34] },
  children: { kind: 'festival', title: '六一儿童节：圆梦微心愿', content: '二十个孩子的小心愿都有人认领，书包、球拍当场送到手里。', place: HALL, scene: 'library', team: 'youth', minutes: [120], people: [36, 70], served: ['leftBehind', 'hardship'] },
  dragonBoat: { kind: 'festival', title: '我们的节日·端午：包粽子送老人', content: '包粽子四百多个，煮熟了分送八十岁以上老人，讲屈原的故事。', place: HALL, scene: 'dumplings', team: 'care', minutes: [150], people: [36, 72], served: ['emptyNest'] },
  party: { kind: 'theory', title: '七一：重温入党誓词、讲身边党员', content: '老党员领誓，三位党员讲自己的故事，给“光荣在党50年”的老人送花。', place: HALL, scene: 'choir', team: 'theory', minutes: [90], people: [40, 76] },
  army: { kind: 'festival', title: '八一慰问退役军人', content: '上门慰问退役军人和军属十四户，听他们讲当兵的日子。', place: '退役军人家中', scene: 'visit', team: 'care', minutes: [120], people: [14, 26] },
  teachers: { kind: 'customs', title: '尊师重教：慰问乡村教师', content: '孩子们画贺卡、献鲜花，请退休教师讲教书四十年。', place: '村小学', scene: 'library', team: 'youth', minutes: [90], people: [24, 50] },
  midAutumn: { kind: 'festival', title: '我们的节日·中秋：做月饼、话团圆', content: '打月饼、赏月、唱歌，把月饼送到独居老人手上。', place: HALL, scene: 'dumplings', team: 'care', minutes: [150], people: [40, 90], served: ['emptyNest'] },
  harvest: { kind: 'festival', title: '农民丰收节：晒稻、赛蟹', content: '比谁家的稻子沉、谁家的河蟹肥，获奖户讲种养窍门。', place: SQUARE, scene: 'fields.golden', team: 'farming', minutes: [180], people: [60, 140] },
  nationalDay: { kind: 'festival', title: '庆国庆：升国旗、唱红歌', content: '全村一早升国旗，合唱《我和我的祖国》，孩子们手拿小红旗。', place: SQUARE, scene: 'choir', team: 'culture', minutes: [90], people: [70, 160] },
  doubleNinth: { kind: 'festival', title: '我们的节日·重阳：百家宴敬老人', content: '请全村七十岁以上老人吃饺子、看演出、理发量血压。', place: HALL, scene: 'dumplings', team: 'care', minutes: [180], people: [60, 120], served: ['emptyNest', 'disabled'] },
  constitution: { kind: 'theory', title: '国家宪法日宣讲', content: '律师志愿者讲宪法和民法典，解答土地、婚姻、欠薪问题。', place: HALL, scene: 'lecture', team: 'theory', minutes: [90], people: [24, 48] },
  volunteers: { kind: 'other', title: '国际志愿者日：表彰星级志愿者', content: '给星级志愿者发证书，新队员宣誓，队长接过队旗。', place: HALL, scene: 'team', team: 'youth', minutes: [90], people: [30, 60] },
};

/** Why an activity was sent back, as a reviewer would put it. */
export const RETURN_REASONS = ['照片只有会场空镜，看不到活动过程，请补一张有群众参加的照片。', '到场人数与照片明显不符，请核对签到表后重新上报。', '活动内容过于简单，请写清讲了什么、解决了什么问题。'] as const;

/** Why hours were corrected. */
export const CORRECTION_REASONS = ['按签到表核对，多记了时间', '中途离开，按实际时间改', '抄错行，已与本人核对'] as const;
