package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.Promise;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/**
 * One member's campaign for one epoch: it asks who would promise, gathers promises, brings its log to the best of
 * theirs, and takes the tail that was stored under the highest epoch, which may be committed already. Confined to the
 * owner's thread.
 */
final class Candidacy {
    /** A campaign that found no quorum in so many retries makes room for another's. */
    private static final int PATIENCE_RETRIES = 4;

    private final PartyMember member;
    private final long epoch;
    private final boolean adopt;
    private final RosterLink roster;
    private final SortedMap<PeerId, Promise> promises = new TreeMap<>();
    private final Set<PeerId> refused = new HashSet<>();
    private final StrawPoll poll;
    private final Runnable whenPromised;
    private long sentAt;
    private long begunAt;
    private boolean asked;
    private boolean promisedOwn;

    /** This member's own vote, once its promise is on its disk; empty if it cannot name the roster that elects. */
    private byte[] ownVote = {};

    /** A campaign that was won. */
    @SuppressWarnings("ArrayRecordComponent")
    record Won(long epoch, byte[] grant, RosterLink roster, boolean adopted) {}

    Candidacy(PartyMember member, boolean adopt, Consumer<Candidacy> whenPromised) {
        this.member = member;
        this.epoch = member.nextEpoch();
        this.adopt = adopt;
        this.roster = member.elector(adopt);
        this.poll = new StrawPoll(member, epoch, roster);
        this.whenPromised = () -> whenPromised.accept(this);
    }

    long epoch() {
        return epoch;
    }

    /** Asks who would promise; a side that adopts itself has no majority to ask. */
    void begin(long nowNanos) {
        sentAt = nowNanos;
        begunAt = nowNanos;
        if (adopt || poll.isWon()) {
            ask(nowNanos);
        } else {
            poll.ask();
        }
    }

    /** Takes a promise, or the word that it would be given. */
    void onVote(PeerId from, PartyMessage vote, long nowNanos) {
        if (vote instanceof Promise promise) {
            onPromise(from, promise);
        } else if (vote instanceof PartyMessage.Favour favour) {
            poll.onFavour(from, favour);
            if (!asked && poll.isWon()) {
                ask(nowNanos);
            }
        }
    }

    /** Promises itself first, then asks the others. */
    private void ask(long nowNanos) {
        asked = true;
        sentAt = nowNanos;
        begunAt = nowNanos;
        JournalBatch rows = new JournalBatch();
        member.log.promise(epoch, member.self(), rows);
        member.submit(rows, () -> {
            ownVote = member.ballots().voteGrant(election());
            promisedOwn = ownVote.length > 0;
            member.sendAll(new PartyMessage.Campaign(epoch, adopt, roster));
            whenPromised.run();
        });
    }

    /** Asks again those who did not answer; false once it is time to give up. */
    boolean onTime(long nowNanos) {
        if (nowNanos - sentAt >= member.setup.settings().resendMillis() * 1_000_000) {
            sentAt = nowNanos;
            if (promisedOwn) {
                member.sendAll(new PartyMessage.Campaign(epoch, adopt, roster));
            } else if (!asked) {
                poll.ask();
            }
        }
        return nowNanos - begunAt < PATIENCE_RETRIES * member.setup.settings().retryMillis() * 1_000_000;
    }

    private Ballots.Election election() {
        return new Ballots.Election(epoch, member.self(), roster, adopt);
    }

    private void onPromise(PeerId from, Promise promise) {
        boolean counts = promise.epoch() == epoch
                && !member.isAccused(from)
                && member.ballots().isGrantVote(from, election(), promise.vote());
        if (counts) {
            promises.put(from, promise);
        }
    }

    /** A member says that it promised more: true if those who are left are too few. */
    boolean isHopelessWithout(PeerId from) {
        refused.add(from);
        List<PeerId> left = new ArrayList<>(member.present());
        left.removeAll(refused);
        if (adopt) {
            return roster.roster().members().contains(from);
        }
        return !member.rules().elects(roster.roster(), null, member.present(), new LinkedHashSet<>(left));
    }

    /** A member whose committed log is longer, or whose lineage goes further; null if the own log is the best. */
    @Nullable PeerId ahead() {
        PeerId best = null;
        long tick = member.log.committed().tick();
        for (var each : promises.entrySet()) {
            long theirs = each.getValue().committed().tick();
            RosterChain.Relation relation =
                    member.log.chain().compare(each.getValue().rosters());
            boolean related = relation != RosterChain.Relation.WINS && relation != RosterChain.Relation.LOSES;
            if (related && theirs > tick) {
                tick = theirs;
                best = each.getKey();
            }
        }
        return best;
    }

    /** True if the log brought a newer roster than the one this campaign names: it must start again. */
    boolean isOutdated() {
        return !roster.equals(member.elector(adopt));
    }

    /** True once enough members promised. */
    boolean hasVotes() {
        List<PeerId> votes = new ArrayList<>(promises.keySet());
        if (promisedOwn) {
            votes.add(member.self());
        }
        if (adopt) {
            List<PeerId> side = new ArrayList<>(roster.roster().members());
            side.retainAll(member.present());
            return promisedOwn && votes.containsAll(side);
        }
        List<Entry> tail = bestTail();
        PartyRoster pending = tail.isEmpty() ? null : tail.get(tail.size() - 1).roster();
        return promisedOwn
                && member.rules().elects(roster.roster(), pending, member.present(), new LinkedHashSet<>(votes));
    }

    /** What was stored behind the committed entries under the highest epoch; the longer of equals. */
    List<Entry> bestTail() {
        List<Entry> best = usable(member.log.tail(), Head.NONE, member.log.accepted());
        long accepted = best.isEmpty() ? -1 : member.log.accepted();
        for (Promise promise : promises.values()) {
            List<Entry> tail = usable(open(promise), promise.committed(), promise.accepted());
            boolean newer =
                    promise.accepted() > accepted || (promise.accepted() == accepted && tail.size() > best.size());
            if (!tail.isEmpty() && newer) {
                best = tail;
                accepted = promise.accepted();
            }
        }
        return best;
    }

    private List<Entry> open(Promise promise) {
        List<Entry> entries = new ArrayList<>();
        for (byte[] bytes : promise.tail()) {
            Entry entry = member.world().open(bytes);
            if (entry != null) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The part of a tail that goes on where the own log ends; an adoption is no business of an elected holder. */
    private List<Entry> usable(List<Entry> tail, Head committed, long stored) {
        List<Entry> usable = new ArrayList<>();
        Head before = member.log.committed();
        for (Entry entry : tail) {
            PartyRoster next = entry.roster();
            boolean foreign = next != null && next.adopted() && !adopt;
            boolean wanted = !foreign && !member.log.isDisowned(entry, stored);
            if (entry.follows(before) && wanted && entry.head().tick() > committed.tick()) {
                usable.add(entry);
                before = entry.head();
            }
        }
        return usable;
    }

    /** The proof of the tenure that was won. */
    Won won() {
        SortedMap<PeerId, byte[]> votes = new TreeMap<>();
        votes.put(member.self(), ownVote);
        List<Entry> tail = bestTail();
        PartyRoster pending = tail.isEmpty() ? null : tail.get(tail.size() - 1).roster();
        promises.forEach((peer, promise) -> {
            boolean next = pending != null && pending.members().contains(peer);
            if (next || roster.roster().members().contains(peer)) {
                votes.put(peer, promise.vote());
            }
        });
        return new Won(epoch, member.ballots().grant(election(), votes), roster, adopt);
    }
}
