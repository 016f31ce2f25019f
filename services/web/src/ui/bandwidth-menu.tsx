import type { ComponentChildren } from 'preact';
import { SEND_LIMITS, UPLOAD_BUDGETS, isSendLimit, isUploadBudget } from '../call/send-limits.ts';
import { currentUpload, mostUpload } from '../call/upload-sum.ts';
import type { UploadSum } from '../call/upload-sum.ts';
import { bandwidthWords } from '../words/bandwidth-words.ts';
import { shownName } from '../words/common-words.ts';
import { rate } from '../words/formats.ts';
import { toolbarWords } from '../words/toolbar-words.ts';
import type { CallMenuProps } from './call-menu-props.ts';

/** What the call may take of one's line, and what that comes to. */
export function BandwidthMenu({ call }: CallMenuProps) {
  const words = bandwidthWords.value;
  const { limits } = toolbarWords.value;
  const { bandwidth } = call;
  const peers = call.peers.value.filter(({ path }) => path !== 'ended');
  const most = mostUpload(
    bandwidth.budget.value,
    peers.map(({ id }) => bandwidth.own.value.get(id) ?? bandwidth.each.value),
  );
  const soundOnly = bandwidth.each.value === 'sound';
  return (
    <div class="bandwidth">
      <h2>{words.title}</h2>
      <p class="menu-head">{words.lead}</p>
      <Choice
        label={words.budget}
        testId="budget"
        value={bandwidth.budget.value}
        choose={(value) => void (isUploadBudget(value) && bandwidth.setBudget(value))}
      >
        {UPLOAD_BUDGETS.map((budget) => (
          <option key={budget} value={budget}>
            {words.budgets[budget]}
          </option>
        ))}
      </Choice>
      <Choice
        label={words.each}
        testId="bandwidth"
        value={bandwidth.each.value}
        choose={(value) => void (isSendLimit(value) && bandwidth.setEach(value))}
      >
        {SEND_LIMITS.map((limit) => (
          <option key={limit} value={limit}>
            {limits[limit]}
          </option>
        ))}
      </Choice>
      <label class="menu-check">
        <input
          type="checkbox"
          data-testid="sound-only"
          checked={soundOnly}
          onChange={() => void bandwidth.setEach(soundOnly ? 'unlimited' : 'sound')}
        />
        <span>{words.soundOnly}</span>
      </label>
      <dl class="sums">
        <Sum
          title={words.most}
          sum={most}
          none={peers.length === 0 ? words.nobody : words.open}
          testId="most"
        />
        <Sum
          title={words.now}
          sum={currentUpload(bandwidth.sentBps.value, peers.length)}
          none={words.nobody}
          testId="now"
        />
      </dl>
      {peers.length > 0 && <h2>{words.own}</h2>}
      {peers.map(({ id, name }) => (
        <Choice
          key={id}
          label={shownName(name)}
          testId="own-limit"
          value={bandwidth.own.value.get(id) ?? ''}
          choose={(value) => void bandwidth.setOwn(id, isSendLimit(value) ? value : undefined)}
        >
          <option value="">{words.asAll}</option>
          {SEND_LIMITS.map((limit) => (
            <option key={limit} value={limit}>
              {limits[limit]}
            </option>
          ))}
        </Choice>
      ))}
    </div>
  );
}

interface ChoiceProps {
  label: string;
  testId: string;
  value: string;
  choose: (value: string) => void;
  children: ComponentChildren;
}

function Choice({ label, testId, value, choose, children }: ChoiceProps) {
  return (
    <label class="menu-field">
      <span>{label}</span>
      <select
        class="menu-select"
        data-testid={testId}
        value={value}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      >
        {children}
      </select>
    </label>
  );
}

interface SumProps {
  title: string;
  sum: UploadSum | undefined;
  none: string;
  testId: string;
}

function Sum({ title, sum, none, testId }: SumProps) {
  const { people } = bandwidthWords.value;
  const parts = sum?.groups.map((group) => people(group.people, rate(group.bps))).join(' + ');
  return (
    <div>
      <dt>{title}</dt>
      <dd data-testid={`sum-${testId}`}>{sum === undefined ? none : `${parts} = ${rate(sum.total)}`}</dd>
    </div>
  );
}
