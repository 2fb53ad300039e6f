package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** What must never happen, seen from outside all machines. */
final class ToyChecks {
    private final boolean forks;
    private final List<String> violations = new ArrayList<>();
    private final Map<Long, Hash> committed = new HashMap<>();
    private final Map<String, PeerId> promises = new HashMap<>();
    private final Map<Long, PeerId> holders = new HashMap<>();
    private final Set<Long> acked = new LinkedHashSet<>();
    private final Set<Long> excused = new HashSet<>();
    private final Set<PeerId> deposed = new LinkedHashSet<>();

    private int cut;

    /** {@code forks}: sides may adopt themselves, so that two branches can exist for a while. */
    ToyChecks(boolean forks) {
        this.forks = forks;
    }

    void applied(ToyEntry entry) {
        if (entry.cheat()) {
            violate("a cheat was committed at tick " + entry.tick());
        }
        Hash hash = Hash.of(entry.encode());
        Hash before = committed.putIfAbsent(entry.tick(), hash);
        if (before != null && !before.equals(hash) && !forks) {
            violate("two entries were committed at tick " + entry.tick());
        }
    }

    void promised(ToyMachine machine, PeerId to, PartyMessage.Promise promise) {
        PeerId before = promises.putIfAbsent(machine.id.brief() + promise.epoch(), to);
        if (before != null && !before.equals(to)) {
            violate("two promises in epoch " + promise.epoch());
        }
    }

    void elected(ToyMachine machine, long epoch) {
        PeerId before = holders.putIfAbsent(epoch, machine.id);
        if (before != null && !forks) {
            violate("two holders of epoch " + epoch);
        }
    }

    void cut() {
        cut++;
    }

    /** Entries that left some disk. */
    int entriesCut() {
        return cut;
    }

    void acked(long number) {
        acked.add(number);
    }

    void lostBranch(long number) {
        excused.add(number);
    }

    void deposed(PeerId holder) {
        deposed.add(holder);
    }

    Set<PeerId> deposed() {
        return deposed;
    }

    Set<Long> acked() {
        return acked;
    }

    int tenures() {
        return holders.size();
    }

    void violate(String what) {
        violations.add(what);
    }

    List<String> violations() {
        return violations;
    }

    /** After the heal: every machine has the same log and world, and in it every acknowledged number once. */
    void atEnd(List<ToyMachine> machines) {
        checkLogs(machines);
        List<Long> first = machines.get(0).numbers();
        for (ToyMachine machine : machines) {
            if (!machine.numbers().equals(first)) {
                violate("worlds differ: " + first.size() + " and "
                        + machine.numbers().size() + " numbers");
            }
            if (!machine.role().committed().equals(machines.get(0).role().committed())) {
                violate("logs differ: " + machines.get(0).role().committed().tick() + " and "
                        + machine.role().committed().tick());
            }
        }
        if (new HashSet<>(first).size() != first.size()) {
            violate("a number was committed twice");
        }
        List<Long> lost = new ArrayList<>(acked);
        lost.removeAll(first);
        lost.removeAll(excused);
        if (!lost.isEmpty()) {
            violate(lost.size() + " acknowledged numbers are lost, the first is " + lost.get(0));
        }
    }

    /** No two logs have different entries of one tick, wherever each begins. */
    private void checkLogs(List<ToyMachine> machines) {
        Map<Long, Hash> log = new HashMap<>();
        for (ToyMachine machine : machines) {
            machine.entries().forEach((tick, entry) -> {
                Hash other = log.putIfAbsent(tick, entry);
                if (other != null && !other.equals(entry)) {
                    violate(machine.id.brief() + " keeps another entry of tick " + tick);
                }
            });
        }
    }
}
