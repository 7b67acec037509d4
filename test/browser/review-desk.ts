import { type RunningApi, startApi } from '../sources/servers/api-server.ts';
import google from '../sources/servers/google-business-profile.ts';
import { type BrowserHouse, openBrowserHouse } from '../support/browser-house.ts';

/** A place whose reviews can be answered, and the product beside it, with an agent, Ann, and an approver, Ben. */
export interface ReviewDesk {
  readonly place: RunningApi;
  readonly house: BrowserHouse;
  close(): Promise<void>;
}

export async function openReviewDesk(): Promise<ReviewDesk> {
  const place = await startApi(google);
  place.world.now = Date.now();
  const house = await openBrowserHouse({
    env: {
      EARSHOT_ALLOW_HOSTS: place.host,
      EARSHOT_API_GATEWAYS: google.hosts.map((host) => `${host}=${place.url}`).join(','),
    },
    hasWorkers: true,
  });
  await house.addPerson('Ann', 'agent');
  await house.addPerson('Ben', 'approver');
  return {
    place,
    house,
    close: async () => {
      await house.close();
      await place.close();
    },
  };
}
