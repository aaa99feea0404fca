import type { Channel, Department, Schemas, User } from '@/api/types';

export type StepId = 'channel' | 'departments' | 'people' | 'hours' | 'test';

export interface Facts {
  channels: Channel[];
  departments: Department[];
  users: User[];
  settings: Schemas['CompanySettings'];
  /** Whether any customer was ever heard. */
  heard: boolean;
}

export interface Step {
  id: StepId;
  done: boolean;
}

/** What a company needs before its first customer, in the order in which it makes sense. */
export function stepsOf({ channels, departments, users, settings, heard }: Facts): Step[] {
  const serving = departments.filter((department) => department.isActive);
  return [
    // The simulator is there from the beginning, and no customer has its number.
    { id: 'channel', done: channels.some((channel) => channel.status === 'ACTIVE' && channel.provider !== 'SANDBOX') },
    // The first company comes with one department, which has nobody.
    { id: 'departments', done: serving.length > 1 },
    { id: 'people', done: users.filter((user) => user.isActive).length > 1 && serving.some((department) => department.counts.members > 0) },
    { id: 'hours', done: settings.businessHours.enabled },
    { id: 'test', done: heard },
  ];
}

/** The step to do now; null when all are done. */
export function nextOf(steps: Step[]): StepId | null {
  return steps.find((step) => !step.done)?.id ?? null;
}
