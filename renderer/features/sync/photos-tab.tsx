import { BudgetCard } from './budget-card.tsx';
import { PhotoQueue } from './photo-queue.tsx';

/** Photos' bytes on their way, and what they may use of the line. */
export function PhotosTab() {
  return (
    <div className="sync-photos">
      <BudgetCard />
      <PhotoQueue />
    </div>
  );
}
