/**
 * What a screen knows, and the one way in which it changes: old state + news = new state. Pure; draws nothing.
 *
 * A state is {seq, things}: `seq` is the meeting's change number up to which everything is known, `things` holds the
 * newest body of each thing by "kind:id". A thing that is gone keeps its number, so that an older body that comes
 * late cannot bring it back.
 */

export const nothing = Object.freeze({ seq: 0, things: Object.freeze({}) });

/** Can these news be heard now, or is something missing in between? */
export function follows(state, news) {
  return news.after <= state.seq;
}

/** The state after the news {after, seq, changes}. Heard twice, they change nothing. */
export function hear(state, news) {
  const told = learn(state, news.changes);
  return news.seq > told.seq ? { ...told, seq: news.seq } : told;
}

/** The state with single changes in it, as the answer to one's own deed brings them; its number stays. */
export function learn(state, changes) {
  const newer = changes.filter((change) => change.seq >= (state.things[key(change)]?.seq ?? -1));
  if (!newer.length) return state;
  const things = { ...state.things };
  for (const change of newer) {
    if (change.seq >= (things[key(change)]?.seq ?? -1)) things[key(change)] = change;
  }
  return { ...state, things };
}

/** Everything of one kind that is there, oldest first. */
export function all(state, kind) {
  return Object.values(state.things)
    .filter((thing) => thing.kind === kind && !thing.gone)
    .sort((one, other) => one.id - other.id);
}

function key(change) {
  return `${change.kind}:${change.id}`;
}
