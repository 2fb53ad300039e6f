package worldmesh.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.authority.party.wire.PartyMessage.Prepare;
import worldmesh.authority.party.wire.PartyMessage.Promise;
import worldmesh.authority.tick.LogEntry;
import worldmesh.runtime.identity.PeerId;
import worldmesh.simulation.plant.PartyEar;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.hash.Hash;

/**
 * Listens to what members of a party send: when each holder introduced itself first, when each entry of commands was
 * proposed first by the holder that made it, and which holder committed it. Who introduces itself has a quorum of
 * promises, so that no majority stores anything under an earlier epoch from then on. An entry that its maker proposed
 * too late may be in the log all the same: a holder elected later finds it on a disk of its voters, where it cannot
 * tell it from one that is committed, and commits it under its own epoch. One thread.
 */
final class PartyWatch implements PartyEar {
    private final Scheduler scheduler;
    private final Consumer<PeerId> promised;
    private final Consumer<PeerId> leads;
    private final SortedMap<Long, Long> introduced = new TreeMap<>();
    private final Map<Hash, Long> proposed = new HashMap<>();

    /** What the holder of each epoch proposed last. */
    private final Map<Long, List<Hash>> tails = new HashMap<>();

    private final Map<Hash, Long> committedIn = new HashMap<>();

    /** Tells to whom the role was promised, and who says that it has it. */
    PartyWatch(Scheduler scheduler, Consumer<PeerId> promised, Consumer<PeerId> leads) {
        this.scheduler = scheduler;
        this.promised = promised;
        this.leads = leads;
    }

    @Override
    public void onSent(PeerId from, PeerId to, PartyMessage message) {
        if (message instanceof Promise) {
            promised.accept(to);
        } else if (message instanceof Lead lead) {
            introduced.putIfAbsent(lead.epoch(), scheduler.nowNanos());
            leads.accept(from);
        } else if (message instanceof Prepare prepare) {
            prepare.tail().forEach(bytes -> note(prepare.epoch(), bytes));
            noteCommitted(prepare);
        }
    }

    private void note(long epoch, byte[] bytes) {
        LogEntry entry = LogEntry.decode(bytes);
        if (entry != null && entry.header().epoch() == epoch) {
            proposed.putIfAbsent(Hash.of(bytes), scheduler.nowNanos());
        }
    }

    /** What stood before the entry that is committed now is committed with it. */
    private void noteCommitted(Prepare prepare) {
        List<Hash> before = tails.getOrDefault(prepare.epoch(), List.of());
        int last = before.indexOf(prepare.committed().hash());
        before.subList(0, last + 1).forEach(entry -> committedIn.putIfAbsent(entry, prepare.epoch()));
        tails.put(prepare.epoch(), prepare.tail().stream().map(Hash::of).toList());
    }

    /** True if the holder of this epoch made and committed the entry after a later one had introduced itself. */
    boolean isStale(long epoch, Hash entry) {
        Long made = proposed.get(entry);
        Long in = committedIn.get(entry);
        if (made == null || in == null || in != epoch) {
            return false;
        }
        return introduced.tailMap(epoch + 1).values().stream().anyMatch(since -> since < made);
    }
}
