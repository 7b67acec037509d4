export interface HttpRequest {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface HttpResponse {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly finalUrl: string;
}

/** The one way out of the house: address guard on every hop, limits on size, time, redirects and decompression. */
export interface Http {
  get(request: HttpRequest): Promise<HttpResponse>;
  close(): Promise<void>;
}
