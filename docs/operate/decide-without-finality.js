// A decision of the council while nothing becomes final: proposes, votes and closes at the best block. For loss-of-a-third.md only.
//
//   npm install @polkadot/api@16
//   node decide-without-finality.js RPC KEYS DOCUMENT_SHA256 PALLET CALL ARGUMENTS
//
// RPC        address of one's own node, ws://127.0.0.1:9944
// KEYS       key files of members with a seat, separated by commas: all of them vote. With too few the motion stays open, and the
//            others vote for it: `node decide-without-finality.js RPC KEYS MOTION`. The vote that decides it closes it.
// ARGUMENTS  JSON array, as '[50, 1300]'
//
// Exit code 1, with the reason, if a transaction is refused, dropped, replaced, or in no block after five minutes. Run it again then: a
// motion that is open is voted for by its number, and who has voted already is left out.
const { readFileSync } = require('node:fs');
const { ApiPromise, Keyring, WsProvider } = require('@polkadot/api');

// Many turns of the validators that are left; also what ends the waiting if the connection is lost meanwhile.
const WAIT_MS_MAX = 5 * 60 * 1000;

const hex = (key) => `0x${Buffer.from(key.publicKey).toString('hex')}`;
const twoThirds = (seats) => Math.ceil((seats * 2) / 3);

async function main([rpc, files, ...rest]) {
  const api = await ApiPromise.create({ provider: new WsProvider(rpc), noInitWarn: true, throwOnConnect: true });
  const ring = new Keyring({ type: 'ed25519' });
  const keys = files.split(',').map((file) => ring.addFromSeed(Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')));
  // In a block is enough here; every event but the system's own is shown.
  const send = (call, key) => new Promise((done, fail) => {
    const what = `${call.method.section}.${call.method.method}`;
    const giveUp = (reason) => fail(new Error(`${what} of ${hex(key)}: ${reason}`));
    const timer = setTimeout(() => giveUp('in no block after five minutes'), WAIT_MS_MAX);
    call.signAndSend(key, { nonce: -1 }, ({ status, events, dispatchError, isError }) => {
      if (!status.isInBlock && !isError) return;
      clearTimeout(timer);
      if (isError) return giveUp(`the node took it and then said ${status.type}`);
      for (const { event } of events) {
        if (event.section !== 'system') console.log(`${event.section}.${event.method} ${event.data}`);
      }
      // The motion is carried out in the transaction that decides it, and what is decided may fail by itself.
      const executed = events.find(({ event }) => event.section === 'council' && event.method === 'Executed');
      if (dispatchError) giveUp(`refused: ${dispatchError}`);
      else if (executed?.event.data[1].isErr) giveUp(`the council decided it, and it failed: ${executed.event.data[1]}`);
      else done(events.map(({ event }) => event));
    }).catch((error) => giveUp(error.message));
  });

  const close = async (hash, index, length) => {
    const weight = { refTime: 400_000_000_000, proofSize: 1_000_000 };
    await send(api.tx.council.close(hash, index, weight, length), keys[0]);
  };
  const vote = async (hash, index, length) => {
    const voted = (await api.query.council.voting(hash)).unwrap().ayes.map((account) => account.toHex());
    for (const key of keys) {
      if (!voted.includes(hex(key))) await send(api.tx.council.vote(hash, index, true), key);
    }
    const { ayes, threshold } = (await api.query.council.voting(hash)).unwrap();
    // Whoever opens a motion chooses its threshold; closed with fewer than two thirds, the decision is refused and the motion lost.
    const needed = Math.max(threshold.toNumber(), twoThirds((await api.query.council.members()).length));
    if (ayes.length >= needed) await close(hash, index, length);
    else console.log(`motion ${index} has ${ayes.length} of ${needed} ayes`);
  };

  if (rest.length === 1) {
    for (const hash of await api.query.council.proposals()) {
      const { index } = (await api.query.council.voting(hash)).unwrap();
      const motion = (await api.query.council.proposalOf(hash)).unwrap();
      if (index.toString() === rest[0]) return vote(hash, index, motion.toU8a().length);
    }
    throw new Error(`no motion ${rest[0]} is open`);
  }
  const [document, pallet, call, args] = rest;
  const decision = api.tx.governance.decide(`0x${document}`, api.tx[pallet][call](...JSON.parse(args)));
  const length = decision.method.toU8a().length;
  const seats = (await api.query.council.members()).length;
  const events = await send(api.tx.council.propose(twoThirds(seats), decision, length), keys[0]);
  const proposed = events.find((event) => event.method === 'Proposed');
  if (!proposed) return; // A council of one seat has decided with that.
  const [, index, hash] = proposed.data;
  await vote(hash, index, length);
}

main(process.argv.slice(2)).then(() => process.exit(0), (error) => {
  console.error(error.message);
  process.exit(1);
});
