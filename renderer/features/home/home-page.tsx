import { CalendarOutlined, CameraOutlined, ClockCircleOutlined, UserAddOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useData } from '../../data/hooks/data-context.ts';
import { dayText } from '../../ui/format.ts';
import { Page, Section } from '../../ui/page.tsx';
import { LoadFailed, Loading } from '../../ui/states.tsx';
import { useHavesCompletion } from '../haves/index.ts';
import { HavesTiles } from './haves-tiles.tsx';
import { MonthFigures } from './month-figures.tsx';
import { TaskList } from './task-list.tsx';
import { MoveNotice } from './move-notice.tsx';
import { useToday } from './use-today.ts';
import './home.css';

/** The first screen of a station: what waits, where it stands on the seven haves, this month in figures. */
export function HomePage() {
  const { t, i18n } = useTranslation('home');
  const { enrolment } = useData();
  const today = useToday();
  const haves = useHavesCompletion();
  const state = haves.value?.completion ?? null;
  return (
    <Page title={t('title')} subtitle={`${dayText(today, i18n.language)} · ${enrolment.siteName}`} actions={<QuickActions />}>
      <MoveNotice />
      <div className="qy-home">
        <TaskList today={today} items={state?.items ?? null} />
        <MonthFigures today={today} />
      </div>
      <Section title={t('haves.title')} extra={state === null ? null : <span className="qy-home__score">{t('haves.score', { done: state.done, total: state.total, points: state.points, max: state.maxPoints })}</span>}>
        {haves.error !== null && <LoadFailed error={haves.error} onRetry={haves.retry} />}
        {haves.error === null && (state === null ? <Loading /> : <HavesTiles items={state.items} />)}
      </Section>
    </Page>
  );
}

const ACTIONS = [
  { word: 'activity', to: '/activities/new', icon: <CalendarOutlined /> },
  { word: 'hours', to: '/hours?register=', icon: <ClockCircleOutlined /> },
  { word: 'photos', to: '/haves', icon: <CameraOutlined /> },
  { word: 'volunteer', to: '/volunteers', icon: <UserAddOutlined /> },
] as const;

function QuickActions() {
  const { t } = useTranslation('home');
  const navigate = useNavigate();
  return ACTIONS.map(({ word, to, icon }, index) => (
    <Button key={word} size="large" type={index === 0 ? 'primary' : 'default'} icon={icon} onClick={() => void navigate(to)}>
      {t(`actions.${word}`)}
    </Button>
  ));
}
