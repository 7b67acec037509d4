import { expect } from 'vitest';

/** The JSON of an answer that has this status. */
export async function json<T>(answer: Promise<Response> | Response, status = 200): Promise<T> {
  const response = await answer;
  const text = await response.text();
  expect(response.status, text).toBe(status);
  return JSON.parse(text) as T;
}

/** Problem details, with the members of ours that tests look at. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: { field: string; message: string }[];
  readonly position?: number;
  readonly pointer?: string;
  readonly id?: string;
}
