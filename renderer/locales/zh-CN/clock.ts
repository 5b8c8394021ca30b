/** A machine whose clock is not the center's. */
export const clock = {
  ahead: '本机时钟比中心快 {{span}}',
  behind: '本机时钟比中心慢 {{span}}',
  factAhead: '比中心快 {{span}}',
  factBehind: '比中心慢 {{span}}',
  stationAhead: '快 {{span}}',
  stationBehind: '慢 {{span}}',
  advice: '点电脑右下角的时间，调成现在的时间。已保存的记录不受影响；调好以前，自动填的日期可能不对，请看一眼再保存。',
  putAway: '知道了',
  same: '和中心一致',
  unknown: '连上中心以后才知道准不准',
  measured: '{{text}}（{{ago}}量的）',
  dayInDoubt: '本机时钟不准，自动填的日期可能不对，请核对。',
};
