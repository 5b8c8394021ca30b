import type { ThemeConfig } from 'antd';

/** Sizes of text that a person may choose, in per cent. */
export const TEXT_SIZES = [100, 125, 150] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

/** Those that antd needs; all others are variables of theme.css, which names the same ones. */
const COLORS = {
  cinnabar: '#b3261e',
  jade: '#2c6e4f',
  ochre: '#8a5a00',
  ink: '#26201a',
  paper: '#faf7f1',
  sheet: '#fffdf9',
  hairline: '#e3dacb',
} as const;

const BASE_FONT = 15;
const CHINESE = '"Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "Source Han Sans SC", system-ui, sans-serif';
/** A Chinese font sets English quotation marks a whole character wide. */
const LATIN = '"Segoe UI", "Noto Sans", "DejaVu Sans", "Helvetica Neue", ';
/** Where the focus is must not look like a fault: cinnabar is left to what is wrong. */
const FOCUSED = { activeBorderColor: '#1d4f91', hoverBorderColor: '#8a7a63', activeShadow: '0 0 0 3px #1d4f9126' } as const;

/**
 * The look of antd's parts at a size of text: paper and ink, cinnabar for the one thing to do. Text and whatever one has
 * to hit grow with the size in full, gaps by half, so that 150 % still fits an old screen.
 * @param latin the words are in a language of Latin letters
 */
export function themeOf(size: TextSize, latin: boolean): ThemeConfig {
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
      colorInfoBg: '#eef3f7',
      colorInfoBorder: '#c3d3e1',
      colorSuccessBg: '#e6f0e9',
      colorSuccessBorder: '#bcd8c7',
      colorWarningBg: '#fdf5e3',
      colorWarningBorder: '#e4c98f',
      colorErrorBg: '#f9e9e5',
      colorErrorBorder: '#e7bdb6',
      colorTextBase: COLORS.ink,
      colorBgLayout: COLORS.paper,
      colorBgContainer: COLORS.sheet,
      colorBorder: '#cfc3b0',
      colorBorderSecondary: COLORS.hairline,
      colorLink: '#8f1d17',
      fontFamily: latin ? `${LATIN}${CHINESE}` : CHINESE,
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
      Input: FOCUSED,
      InputNumber: FOCUSED,
      DatePicker: FOCUSED,
      Select: { activeBorderColor: FOCUSED.activeBorderColor, hoverBorderColor: FOCUSED.hoverBorderColor, activeOutlineColor: '#1d4f9126' },
      Segmented: { trackBg: '#eee4d3', itemColor: '#5b5042', itemSelectedColor: COLORS.cinnabar, itemSelectedBg: '#ffffff' },
      Modal: { titleFontSize: Math.round(18 * scale) },
    },
  };
}
