const WIDTH = 200;
const HEIGHT = 22;

interface Props {
  /** The number as it is ranked, with its interval. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The number as it was measured there, before it was drawn towards its siblings. */
  readonly measured: number;
  readonly title: string;
}

/** A number on 0–100 with its interval, and a hollow mark where it was measured. */
export const IndexBar = ({ value, low, high, measured, title }: Props) => {
  const x = (at: number) => Math.round(Math.min(100, Math.max(0, at)) * (WIDTH - 10) * 0.1) / 10 + 5;
  return (
    <svg class="index-bar" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img">
      <title>{title}</title>
      <line class="index-ground" x1={x(0)} x2={x(100)} y1="11" y2="11" />
      <line class="index-interval" x1={x(low)} x2={x(high)} y1="11" y2="11" />
      <circle class="index-measured" cx={x(measured)} cy="11" r="4" />
      <circle class="index-value" cx={x(value)} cy="11" r="4.5" />
    </svg>
  );
};
