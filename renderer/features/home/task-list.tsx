import { CheckCircleOutlined, RightOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ItemState } from '#shared/domain/seven-haves.ts';
import { dayText } from '../../ui/format.ts';
import { Section } from '../../ui/page.tsx';
import { EmptyState, LoadFailed, Loading } from '../../ui/states.tsx';
import type { Task } from './tasks.ts';
import { useTasks } from './use-tasks.ts';

const SHOWN = 5;

/** What waits for the person, most pressing first; each line leads to where it is done. */
export function TaskList({ today, items }: { readonly today: string; readonly items: readonly ItemState[] | null }) {
  const { t } = useTranslation('home');
  const { tasks, error } = useTasks(today, items);
  const [all, setAll] = useState(false);
  return (
    <Section title={t('tasks.title')} extra={tasks !== null && tasks.length > 0 ? <span className="qy-home__count">{t('tasks.count', { count: tasks.length })}</span> : null}>
      {error !== null && <LoadFailed error={error} />}
      {error === null && tasks === null && <Loading />}
      {tasks?.length === 0 && <EmptyState icon={<CheckCircleOutlined />} title={t('tasks.none')} hint={t('tasks.noneHint')} />}
      {tasks !== null && tasks.length > 0 && (
        <ul className="qy-home-tasks">
          {(all ? tasks : tasks.slice(0, SHOWN)).map((task) => (
            <li key={task.key}>
              <TaskLine task={task} />
            </li>
          ))}
        </ul>
      )}
      {tasks !== null && tasks.length > SHOWN && (
        <Button type="link" onClick={() => setAll(!all)}>
          {all ? t('tasks.fewer') : t('tasks.more', { count: tasks.length - SHOWN })}
        </Button>
      )}
    </Section>
  );
}

function TaskLine({ task }: { readonly task: Task }) {
  const { t, i18n } = useTranslation('home');
  const day = task.day === '' ? '' : dayText(task.day, i18n.language);
  const detail = [day, task.detail].filter((part) => part !== '').join(' · ');
  return (
    <Link className="qy-home-task" to={task.to}>
      <span className={`qy-home-task__tag qy-home-task__tag--${task.kind}`}>{t(`tasks.tag.${task.kind}`)}</span>
      <span className="qy-home-task__text">
        <span className="qy-home-task__about">{aboutOf(task, t)}</span>
        {task.kind === 'expiring' && <span className="qy-home-task__detail">{t('tasks.expiring', { count: task.count })}</span>}
        {detail !== '' && <span className="qy-home-task__detail">{detail}</span>}
      </span>
      <RightOutlined aria-hidden="true" />
    </Link>
  );
}

function aboutOf({ about, kind, count }: Task, t: ReturnType<typeof useTranslation<'home'>>['t']): string {
  if (about !== '') return about;
  if (kind === 'paused') return t('tasks.paused');
  if (kind === 'conflict') return t('tasks.contested', { count });
  return t(kind === 'refused' ? 'tasks.refused' : 'tasks.photosFailed', { count });
}
