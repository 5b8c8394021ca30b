import { Menu, type MenuItemConstructorOptions } from 'electron';

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** Sets the menu: what a keyboard needs, and no more. */
export function setMenu(developer: boolean): void {
  const edit: MenuItemConstructorOptions[] = [
    { role: 'undo', label: '撤销' },
    { role: 'redo', label: '重做' },
    SEPARATOR,
    { role: 'cut', label: '剪切' },
    { role: 'copy', label: '复制' },
    { role: 'paste', label: '粘贴' },
    { role: 'selectAll', label: '全选' },
  ];
  const view: MenuItemConstructorOptions[] = [
    { role: 'zoomIn', label: '放大' },
    { role: 'zoomOut', label: '缩小' },
    { role: 'resetZoom', label: '实际大小' },
    { role: 'togglefullscreen', label: '全屏' },
  ];
  const forDevelopers: MenuItemConstructorOptions[] = [SEPARATOR, { role: 'reload' }, { role: 'toggleDevTools' }];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      { label: '七有', submenu: [{ role: 'quit', label: '退出' }] },
      { label: '编辑', submenu: edit },
      { label: '视图', submenu: developer ? [...view, ...forDevelopers] : view },
    ]),
  );
}
