import {
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  ClockCircleOutlined,
  DiffOutlined,
  CloudSyncOutlined,
  FlagOutlined,
  HomeOutlined,
  SettingOutlined,
  TeamOutlined,
  UserOutlined,
} from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { Role } from '#shared/domain/site-code.ts';

export interface NavItem {
  readonly to: string;
  readonly word: 'home' | 'activities' | 'hours' | 'volunteers' | 'teams' | 'haves' | 'site' | 'overview' | 'held' | 'merge' | 'sync' | 'settings';
  readonly icon: ReactNode;
}

const TAIL: readonly NavItem[] = [
  { to: '/sync', word: 'sync', icon: <CloudSyncOutlined /> },
  { to: '/settings', word: 'settings', icon: <SettingOutlined /> },
];

const STATION: readonly NavItem[] = [
  { to: '/', word: 'home', icon: <HomeOutlined /> },
  { to: '/activities', word: 'activities', icon: <CalendarOutlined /> },
  { to: '/hours', word: 'hours', icon: <ClockCircleOutlined /> },
  { to: '/volunteers', word: 'volunteers', icon: <UserOutlined /> },
  { to: '/teams', word: 'teams', icon: <TeamOutlined /> },
  { to: '/haves', word: 'haves', icon: <FlagOutlined /> },
  { to: '/site', word: 'site', icon: <BankOutlined /> },
  ...TAIL,
];

const COUNTY: readonly NavItem[] = [{ to: '/', word: 'overview', icon: <BankOutlined /> }, { to: '/held', word: 'held', icon: <AuditOutlined /> }, { to: '/merge', word: 'merge', icon: <DiffOutlined /> }, ...TAIL];

/** The screens that a role goes to from anywhere. */
export function navItems(role: Role): readonly NavItem[] {
  return role === 'station' ? STATION : COUNTY;
}
