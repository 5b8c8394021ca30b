import { App as AntApp, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn.js';
import type { i18n } from 'i18next';
import { useEffect, useSyncExternalStore } from 'react';
import { I18nextProvider } from 'react-i18next';
import type { Bridge } from '#shared/bridge/contract.ts';
import { DataContext } from '../data/hooks/data-context.ts';
import { EnrolPage } from '../features/enrol/index.ts';
import { usePreferences } from '../state/preferences.ts';
import { FeedbackHost } from '../ui/feedback.tsx';
import { themeOf } from '../ui/theme.ts';
import { FaultBoundary } from './fault-boundary.tsx';
import { LostNotice, type OnLost } from './lost-notice.tsx';
import { ElsewhereNotice, FailedNotice, StartingNotice } from './notices.tsx';
import { reportFault } from './report-faults.ts';
import { Routes } from './routes.tsx';
import type { Session } from './session.ts';

/** Notices at a time: more would cover the list that a person works through. What was removed is in the recycle bin too. */
const MOST_NOTICES = 3;

export interface AppProps {
  readonly session: Session;
  readonly words: i18n;
  readonly bridge: Bridge;
  readonly onLost: OnLost | null;
}

/** The whole program below its look and its language. */
export function App({ session, words, bridge, onLost }: AppProps) {
  const { language, textSize } = usePreferences();
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.style.fontSize = `${(16 * textSize) / 100}px`;
    dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en');
    if (words.language !== language) void words.changeLanguage(language);
  }, [language, textSize, words]);
  return (
    <I18nextProvider i18n={words}>
      <ConfigProvider theme={themeOf(textSize, language === 'en')} locale={language === 'zh-CN' ? zhCN : enUS} button={{ autoInsertSpace: false }}>
        <AntApp component={false} message={{ top: (68 * textSize) / 100, maxCount: MOST_NOTICES }}>
          <FeedbackHost />
          <FaultBoundary onFault={(error) => reportFault(bridge, error, 'screen')}>
            <LostNotice onLost={onLost}>
              <Screens session={session} bridge={bridge} />
            </LostNotice>
          </FaultBoundary>
        </AntApp>
      </ConfigProvider>
    </I18nextProvider>
  );
}

function Screens({ session, bridge }: { readonly session: Session; readonly bridge: Bridge }) {
  const phase = useSyncExternalStore(session.subscribe, session.snapshot);
  switch (phase.name) {
    case 'starting':
      return <StartingNotice />;
    case 'elsewhere':
      return <ElsewhereNotice onTakeOver={() => session.takeOver()} />;
    case 'enrol':
      return <EnrolPage bridge={bridge} />;
    case 'failed':
      return <FailedNotice error={phase.error} onRetry={() => session.retry()} />;
    case 'open':
      return (
        <DataContext value={phase.data}>
          <Routes role={phase.data.enrolment.role} />
        </DataContext>
      );
    default:
      return phase satisfies never;
  }
}
