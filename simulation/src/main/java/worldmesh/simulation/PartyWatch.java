package worldmesh.simulation;

import java.util.HashMap;
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
 * Listens to what members of a party send: when each holder introduced itself first, and when each entry of commands
 * was proposed first by the holder that made it. Who introduces itself has a quorum of promises, so that no majority
 * can store anything that an earlier holder makes from then on. One thread.
 */
final class PartyWatch implements PartyEar {
    private final Scheduler scheduler;
    private final Consumer<PeerId> promised;
    private final SortedMap<Long, Long> introduced = new TreeMap<>();
    private final Map<Hash, Long> proposed = new HashMap<>();

    PartyWatch(Scheduler scheduler, Consumer<PeerId> promised) {
        this.scheduler = scheduler;
        this.promised = promised;
    }

    @Override
    public void onSent(PeerId to, PartyMessage message) {
        if (message instanceof Promise) {
            promised.accept(to);
        } else if (message instanceof Lead lead) {
            introduced.putIfAbsent(lead.epoch(), scheduler.nowNanos());
        } else if (message instanceof Prepare prepare) {
            prepare.tail().forEach(bytes -> note(prepare.epoch(), bytes));
        }
    }

    private void note(long epoch, byte[] bytes) {
        LogEntry entry = LogEntry.decode(bytes);
        if (entry != null && entry.header().epoch() == epoch) {
            proposed.putIfAbsent(Hash.of(bytes), scheduler.nowNanos());
        }
    }

    /** True if a later holder had introduced itself before the holder of this epoch made the entry. */
    boolean isStale(long epoch, Hash entry) {
        Long made = proposed.get(entry);
        return made != null && introduced.tailMap(epoch + 1).values().stream().anyMatch(since -> since < made);
    }
}
