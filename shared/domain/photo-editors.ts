/**
 * Programs that change pictures, and tools that take pictures of screens, by what they write as a photo's software. Cameras and
 * phones write their firmware there, which matches none. Watermark cameras (水印相机) are no editors: they take the photo, and
 * many offices ask for their mark.
 */
const EDITORS: readonly (readonly [name: string, pattern: RegExp])[] = [
  ['美图秀秀', /美图|meitu|mtxx/],
  ['美颜相机', /美颜相机|beautycam|beautyplus/],
  ['醒图', /醒图|xingtu|hypic/],
  ['剪映', /剪映|jianying|capcut/],
  ['轻颜相机', /轻颜|ulike/],
  ['无他相机', /无他|wuta/],
  ['天天P图', /天天p图|pitu\b/],
  ['B612', /\bb612\b/],
  ['黄油相机', /黄油相机/],
  ['泼辣修图', /泼辣|polarr/],
  ['光影魔术手', /光影魔术手|neo ?imaging/],
  ['可画', /可画|\bcanva\b/],
  ['稿定设计', /稿定|gaoding/],
  ['Snapseed', /snapseed/],
  ['PicsArt', /picsart/],
  ['VSCO', /\bvsco\b/],
  ['Facetune', /facetune/],
  ['Remini', /\bremini\b/],
  ['InShot', /inshot/],
  ['PhotoGrid', /photo ?grid/],
  ['Photoshop', /photoshop/],
  ['Lightroom', /lightroom/],
  ['GIMP', /\bgimp\b/],
  ['Paint.NET', /paint\.net/],
  ['Paint', /microsoft paint|mspaint|画图/],
  ['Pixelmator', /pixelmator/],
  ['Affinity Photo', /affinity/],
  ['PaintShop', /paint ?shop/],
  ['CorelDRAW', /corel/],
  ['ACDSee', /acdsee/],
  ['Picasa', /picasa/],
  ['Photopea', /photopea/],
  ['Stable Diffusion', /stable ?diffusion|automatic1111|comfyui|novelai/],
  ['Midjourney', /midjourney/],
  ['DALL·E', /dall[·-]?e|openai/],
  ['screenshot', /screen ?shot|screen ?capture|截图|截屏|snipaste|snagit|sharex|greenshot|faststone|flameshot|snipping ?tool/],
];

/** The editor that a photo's software names, or null where it names none that is known. */
export function editorOf(software: string): string | null {
  const text = software.toLowerCase();
  return EDITORS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
