package worldmesh.authority.member;

import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.party.Entry;
import worldmesh.authority.party.PartyRole;
import worldmesh.authority.party.PartyRules;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.party.PartySetup;
import worldmesh.authority.party.Retention;
import worldmesh.authority.party.Standing;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.SealCheck;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.WorldManifest;

/** This peer's membership in the authority of one world: the protocol over the world's log. One owner's thread. */
public final class PartyAuthority {
    /**
     * Who is behind with reading misses nobody and repeats nothing for so long: it is through then, but on a machine
     * that is too slow for its party, which must go on all the same. A grace of the party is half of it.
     */
    static final long BEHIND_NANOS = 1_000_000_000L;

    private final AuthorityContext context;
    private final Voters voters;
    private final Consent consent;
    private final WorldLog log;
    private final PartyRole role;
    private final Fragments fragments = new Fragments();
    private boolean behind;
    private long timedNanos;

    /** The membership as its rows left it. */
    public PartyAuthority(
            AuthorityContext context,
            ExactlyOnce answers,
            PartyRules rules,
            PartySettings settings,
            MemberListener listener) {
        this.context = context;
        WorldManifest manifest = context.replica().get().manifest();
        this.voters = new Voters(context);
        this.consent = new Consent(new SealCheck(manifest.worldId(), context.verifier()), rules.asksForSeals());
        this.log = new WorldLog(context, answers, voters, consent, listener);
        this.role = new PartyRole(new PartySetup(
                context.signer().peer(),
                settings,
                Retention.of(context.logEntriesKept()),
                rules,
                voters,
                log,
                context.store().journal(),
                manifest.trustRoot().peer()));
        log.rosterBy(role::roster);
        context.replica().get().knownProofs().grants().forEach(grant -> role.sawEpoch(grant.epoch()));
    }

    /** Whether players wished their commands. */
    public Consent consent() {
        return consent;
    }

    /** A lone host holds the role when the call returns. */
    public void open() {
        role.open(0);
    }

    /** Where this member stands. */
    public Standing standing() {
        return role.standing();
    }

    /** The last committed tick. */
    public long committedTick() {
        return role.committed().tick();
    }

    /** False while the rows are those of a branch that was given up, until a state is in their place. */
    public boolean hasLog() {
        return role.hasLog();
    }

    /**
     * The grant of the tenure this member holds; null if it holds none, or one that nobody can prove while the votes
     * for the roster that elected it are not here. It is looked for again with every command.
     */
    public @Nullable Grant grant() {
        KnownProofs proofs = context.replica().get().knownProofs();
        for (Grant grant : proofs.grants()) {
            if (grant.epoch() == standing().epoch()
                    && grant.holder().equals(context.signer().peer())) {
                return grant;
            }
        }
        return null;
    }

    /** Lets the replica write under the tenure that was won last. */
    public void openTenure() {
        Replica replica = context.replica().get();
        replica.openTenure(voters.drawn());
    }

    /** True if an entry of commands may be proposed now. */
    public boolean mayPropose() {
        return role.mayPropose() && log.isSettled();
    }

    /** Proposes a tick that was judged here. */
    public void propose(LogEntry entry, byte[] bytes, RowDraft rows) {
        role.propose(log.sealed(entry, bytes, rows));
    }

    /** What others have said already may be unread when it is looked at the time next. */
    public void onBehind() {
        behind = true;
    }

    /** Time has passed. */
    public void onTime(long nowNanos, long worldMillis) {
        log.at(worldMillis);
        if (!behind || nowNanos - timedNanos >= BEHIND_NANOS) {
            timedNanos = nowNanos;
            role.onTime(nowNanos);
        }
        behind = false;
        log.cuts().onTime(nowNanos);
        settle(nowNanos, worldMillis);
    }

    /** Proposes to settle what all members have; never on a side that may have to give its log up. */
    private void settle(long nowNanos, long worldMillis) {
        Standing standing = role.standing();
        // Guests of a hosted world follow no log; where one disk counts nobody may be here who follows it.
        boolean alone = context.replica().get().manifest().hosting() == Hosting.HOSTED
                || standing.roster().size() == 1;
        if (alone || standing.role() != Standing.Role.HOLDER || standing.forked()) {
            log.cuts().rest();
            return;
        }
        List<Cut> ripe = mayPropose() ? log.cuts().ripe(standing.roster(), nowNanos) : List.of();
        Head last = role.last();
        Grant grant = ripe.isEmpty() ? null : grant();
        if (grant != null) {
            var place = new RosterEntry.Place(grant.world(), grant.epoch(), last.tick() + 1, worldMillis);
            byte[] bytes =
                    CutEntry.sign(last.hash(), place, ripe, context.signer()).encode();
            Entry entry = log.open(bytes);
            if (entry != null) {
                role.propose(entry);
            }
        }
    }

    /** Takes a message of a member; false if it is malformed. */
    public boolean onMessage(PeerId from, byte[] received, long nowNanos) {
        byte[] message = fragments.join(from, received);
        return message == null || role.onMessage(from, message, nowNanos);
    }

    /** A member can be talked to from now on. */
    public void onReach(PeerId peer, long nowNanos) {
        role.onReach(peer, nowNanos);
    }

    /** The members in reach have changed. */
    public void onView(List<PeerId> members, long nowNanos) {
        role.onView(members, nowNanos);
    }

    /** True if the batch may be merged: of a tenure only what is in the log. */
    public boolean admits(SignedBatch batch) {
        return log.admits(batch);
    }

    /** True if the proof may be learned: an ownership given by the authority comes by the log. */
    public boolean admits(Proof proof) {
        return log.admits(proof);
    }

    /** The sectors of which this peer lacks something that the log rests on, so that the log cannot go on here. */
    public Set<SectorId> lacking() {
        return log.state().lackingSectors(context.replica().get());
    }

    /** True once this member could submit the accepted command again, should its log be given up. */
    public boolean keeps(CommandEnvelope command, Receipt receipt) {
        return role.hasLog() && log.keeps(command, receipt);
    }

    /** Sends something to everybody in the view. */
    public void tellAll(PartyMessage message) {
        role.tellAll(message);
    }

    /** The player's choice to go on without the others. */
    public void adopt() {
        role.adopt();
    }

    /** What was met that ought not to be, by the noun and the participle of the metric. */
    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> all = role.counts();
        all.putAll(log.counts());
        consent.count(all);
        return all;
    }

    /** How much lies on the disk, by the noun of the metric. */
    public SortedMap<String, Long> levels() {
        return role.levels();
    }

    /** Leaves in good order; true once nothing more is to be waited for. */
    public boolean leave() {
        return role.leave();
    }

    /** Leaves at once. */
    public void close() {
        role.close();
    }
}
