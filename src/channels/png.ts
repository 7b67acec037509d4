import { crc32, deflateSync } from 'node:zlib';

/** A small picture in a few colours, drawn by rectangles. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Fills from (x, y), cut at the edges. `colour` is an index of the palette. */
  fill(x: number, y: number, width: number, height: number, colour: number): void;
  png(): Uint8Array;
}

/** `palette`: colours as 0xrrggbb; the first is the ground. */
export function newPicture(width: number, height: number, palette: readonly number[]): Picture {
  const pixels = new Uint8Array(width * height);
  return {
    width,
    height,
    fill: (x, y, w, h, colour) => {
      const left = Math.max(0, Math.round(x));
      const right = Math.min(width, Math.round(x + w));
      for (let row = Math.max(0, Math.round(y)); row < Math.min(height, Math.round(y + h)); row++) {
        if (right > left) pixels.fill(colour, row * width + left, row * width + right);
      }
    },
    png: () => encode(pixels, { width, height, palette }),
  };
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** PNG (W3C, third edition): eight bits a pixel, indexed colours, no filter. */
function encode(
  pixels: Uint8Array,
  { width, height, palette }: { width: number; height: number; palette: readonly number[] },
): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) {
    rows.set(pixels.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  }
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  framed.set(body, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
