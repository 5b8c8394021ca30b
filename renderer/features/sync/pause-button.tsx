import { CaretRightFilled, PauseOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/hooks/data-context.ts';
import { toast } from '../../ui/feedback.tsx';

/** Stops all sending and fetching until a person lets it go on; also over a restart (rule T1). */
export function PauseButton({ paused }: { readonly paused: boolean }) {
  const { t } = useTranslation('sync');
  const { sync } = useData();
  const turn = async (): Promise<void> => {
    await (paused ? sync.resume() : sync.pause());
    toast('info', t(paused ? 'pause.resumed' : 'pause.done'));
  };
  return (
    <Button type={paused ? 'primary' : 'default'} size="large" icon={paused ? <CaretRightFilled aria-hidden="true" /> : <PauseOutlined aria-hidden="true" />} onClick={() => void turn()}>
      {t(paused ? 'pause.resume' : 'pause.pause')}
    </Button>
  );
}
