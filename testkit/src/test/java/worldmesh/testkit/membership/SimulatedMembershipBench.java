package worldmesh.testkit.membership;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.contract.MembershipBench;
import worldmesh.testkit.sim.Scheduler;

/** The bench of the simulated twin: a virtual clock and two sides. */
final class SimulatedMembershipBench implements MembershipBench {
    private static final long STEP_NANOS = 10_000_000;

    final Scheduler scheduler = new Scheduler();
    final SimulatedParties parties =
            new SimulatedParties(scheduler, this::reaches, PartyTimes.lan(), Membership.DEFAULT_MEMBERS);
    private final List<Membership> members = new ArrayList<>();
    private final List<List<MembershipEvent>> events = new ArrayList<>();
    private final Set<Integer> stalled = new HashSet<>();
    private final Set<Integer> crashed = new HashSet<>();
    private Set<Integer> side = Set.of();

    static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) (number * 37); // not in the order of their numbers
        id[1] = (byte) number;
        return PeerId.ofBytes(id);
    }

    private boolean reaches(PeerId from, PeerId to) {
        return side.contains(number(from)) == side.contains(number(to));
    }

    private static int number(PeerId peer) {
        return peer.bytes()[1];
    }

    @Override
    public void add(int count) {
        int first = members.size();
        for (int i = first; i < first + count; i++) {
            members.add(parties.open(peer(i)));
            events.add(new ArrayList<>());
        }
        for (int a = 0; a < members.size(); a++) {
            admitAll(a);
        }
    }

    private void admitAll(int number) {
        for (int other = 0; other < members.size(); other++) {
            if (other != number) {
                members.get(number).admit(peer(other));
            }
        }
    }

    @Override
    public Membership member(int number) {
        return members.get(number);
    }

    @Override
    public int size() {
        return members.size();
    }

    @Override
    public List<MembershipEvent> events(int number) {
        return events.get(number);
    }

    @Override
    public boolean isPunctual() {
        return true;
    }

    @Override
    public void part(Set<Integer> newSide) {
        side = newSide;
    }

    @Override
    public void heal() {
        side = Set.of();
    }

    @Override
    public void stall(int number) {
        stalled.add(number);
        parties.stall(peer(number));
    }

    @Override
    public void resume(int number) {
        stalled.remove(number);
        parties.resume(peer(number));
    }

    @Override
    public void crash(int number) {
        crashed.add(number);
        parties.crash(peer(number));
    }

    @Override
    public void restart(int number) {
        crashed.remove(number);
        members.set(number, parties.open(peer(number)));
        events.get(number).clear();
        admitAll(number);
    }

    @Override
    public long await(BooleanSupplier condition, long millis) {
        long start = scheduler.nowNanos();
        while (scheduler.nowNanos() - start <= millis * 1_000_000) {
            scheduler.runUntil(scheduler.nowNanos() + STEP_NANOS);
            for (int i = 0; i < members.size(); i++) {
                if (!stalled.contains(i) && !crashed.contains(i)) {
                    members.get(i).drain(events.get(i)::add, 1_000);
                }
            }
            if (condition.getAsBoolean()) {
                return (scheduler.nowNanos() - start) / 1_000_000;
            }
        }
        return -1;
    }

    @Override
    public void close() {
        members.forEach(Membership::close);
    }
}
