package worldmesh.authority.store;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.SealCheck;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/**
 * Follows the signed log of a store to its head. Where a state was taken over, the log goes on after its base; what the
 * store has from before is history, which may lack entries just before the base. Used once.
 */
final class LogAudit {
    private final RowReader rows;
    private final List<Grant> grants;
    private final SignatureVerifier verifier;
    private final @Nullable SealCheck seals;
    private final SortedMap<CommandId, Integer> applied = new TreeMap<>();
    private final SortedMap<CommandId, Integer> rejected = new TreeMap<>();
    private final Map<TickHeader, Signature> ticks = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private final Head base;
    private Hash previous;
    private long lastTick;
    private long decided;

    /** True once a command bears a seal: older programs knew none, later ones write none without. */
    private boolean sealed;

    LogAudit(RowReader rows, List<Grant> grants, SignatureVerifier verifier, @Nullable WorldId world) {
        this.rows = rows;
        this.grants = grants;
        this.verifier = verifier;
        this.seals = world == null ? null : new SealCheck(world, verifier);
        byte[] row = rows.get(Table.LOG_BASE.prefix());
        base = row == null ? Head.NONE : Head.decode(new ByteReader(row));
        previous = Head.NONE.hash();
    }

    SortedMap<CommandId, Integer> applied() {
        return applied;
    }

    SortedMap<CommandId, Integer> rejected() {
        return rejected;
    }

    /** The tick after the base. */
    long begins() {
        return base.tick() + 1;
    }

    List<String> problems() {
        return problems;
    }

    boolean read(byte[] row) {
        if (RosterEntry.isOne(row)) {
            RosterEntry entry = RosterEntry.decode(row);
            if (entry == null || !entry.rootHolds()) {
                return problems.add("a log entry that makes a roster is malformed");
            }
            return follow(row, entry.previous(), entry.header(), entry.signature());
        }
        if (CutEntry.isOne(row)) {
            CutEntry entry = CutEntry.decode(row);
            if (entry == null || !entry.rootHolds()) {
                return problems.add("a log entry that cuts sectors is malformed");
            }
            return follow(row, entry.previous(), entry.header(), entry.signature());
        }
        LogEntry entry = LogEntry.decode(row);
        if (entry == null) {
            return problems.add("a log entry is malformed");
        }
        if (!entry.rootHolds()) {
            problems.add("log entry of tick " + entry.header().tick() + " is not what its root says");
        }
        decided += entry.decided().size();
        entry.decided().forEach(this::count);
        entry.decided().stream().map(Decided::envelope).forEach(this::checkSeal);
        return follow(row, entry.previous(), entry.header(), entry.signature());
    }

    private void checkSeal(CommandEnvelope command) {
        sealed |= command.seal() != null;
        if (seals != null && sealed && !seals.holds(command)) {
            problems.add("command " + command.id() + " in the log is not signed by its player");
        }
    }

    private boolean follow(byte[] row, Hash before, TickHeader header, Signature signature) {
        String place = "log entry of tick " + header.tick();
        passBase(header.tick());
        boolean gap = header.tick() <= base.tick() && header.tick() > lastTick + 1;
        if (!gap && !before.equals(previous)) {
            problems.add(place + " does not follow the one before");
        }
        if (grantOf(header, signature) == null) {
            problems.add(place + " is not signed by the holder of its epoch");
        }
        previous = Hash.of(row);
        lastTick = header.tick();
        ticks.put(header, signature);
        return true;
    }

    /** The entry after the base follows it, and nothing before. */
    private void passBase(long tick) {
        if (tick > base.tick() && lastTick <= base.tick()) {
            previous = base.hash();
            lastTick = base.tick();
        }
    }

    /** Two branches may know one epoch: the signature says which grant was meant. */
    private @Nullable Grant grantOf(TickHeader header, Signature signature) {
        for (Grant grant : grants) {
            boolean signed = grant.epoch() == header.epoch()
                    && verifier.verify(grant.holderKey(), header.signedBytes(), signature.bytes());
            if (signed) {
                return grant;
            }
        }
        return null;
    }

    private void count(Decided each) {
        boolean accepted = each.verdict().kind() == Verdict.Kind.ACCEPTED;
        (accepted ? applied : rejected).merge(each.envelope().id(), 1, Integer::sum);
    }

    /** True if the receipt is of a tick in the log, or signed by the holder of an epoch before the log begins. */
    boolean holds(Receipt receipt) {
        Signature logged = ticks.get(receipt.header());
        if (logged == null && receipt.header().tick() > base.tick()) {
            return false;
        }
        // The signature of a tick in the log was verified with its entry.
        SignatureVerifier check = logged == null ? verifier : (key, message, signature) -> true;
        boolean same = logged == null || logged.equals(receipt.signature());
        return same
                && grants.stream()
                        .anyMatch(grant -> grant.epoch() == receipt.header().epoch() && receipt.verify(check, grant));
    }

    /** Compares the end with what the store says it is; a state taken over counts the indexes before it. */
    void checkHead() {
        passBase(Long.MAX_VALUE);
        byte[] row = rows.get(Table.LOG_HEAD.prefix());
        boolean right = decided == 0 && lastTick == base.tick() && base.tick() == 0;
        if (row != null) {
            ByteReader in = new ByteReader(row);
            right = WireIds.hash(in).equals(previous) && in.i64() == lastTick;
            long index = in.i64();
            right &= base.tick() == 0 ? index == decided : index >= decided;
        }
        if (!right) {
            problems.add("the log does not end where its head says");
        }
    }
}
