import type { ThemeConfig } from 'antd';

/** Sizes of text that a person may choose, in per cent. */
export const TEXT_SIZES = [100, 125, 150] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** Colours that code needs; all others are variables of theme.css, which names the same ones. */
export const COLORS = {
  cinnabar: '#b3261e',
  jade: '#2c6e4f',
  ochre: '#8a5a00',
  ink: '#26201a',
  paper: '#faf7f1',
  sheet: '#fffdf9',
  hairline: '#e3dacb',
} as const;

const BASE_FONT = 15;
const FONTS = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", system-ui, sans-serif';

/**
 * The look of antd's parts at a size of text: paper and ink, cinnabar for the one thing to do. Text and whatever one has
 * to hit grow with the size in full, gaps by half, so that 150 % still fits an old screen.
 */
export function themeOf(size: TextSize): ThemeConfig {
  const scale = size / 100;
  const fontSize = Math.round(BASE_FONT * scale);
  return {
    cssVar: {},
    hashed: false,
    token: {
      colorPrimary: COLORS.cinnabar,
      colorInfo: '#3d5a73',
      colorSuccess: COLORS.jade,
      colorWarning: '#b7791f',
      colorError: '#b3261e',
      colorTextBase: COLORS.ink,
      colorBgLayout: COLORS.paper,
      colorBgContainer: COLORS.sheet,
      colorBorder: '#cfc3b0',
      colorBorderSecondary: COLORS.hairline,
      colorLink: '#8f1d17',
      fontFamily: FONTS,
      fontSize,
      controlHeight: Math.round(38 * scale),
      sizeUnit: 4 * (1 + (scale - 1) / 2),
      borderRadius: 6,
      motionUnit: 0.06,
    },
    components: {
      Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: { headerBg: '#f3ecdf', headerColor: '#5b5042', rowHoverBg: '#f7f0e4', borderColor: COLORS.hairline, cellPaddingBlock: Math.round(10 * scale) },
      Form: { itemMarginBottom: Math.round(14 * scale), verticalLabelPadding: '0 0 4px', labelColor: '#5b5042' },
      Modal: { titleFontSize: Math.round(18 * scale) },
    },
  };
}
