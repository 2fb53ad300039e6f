package worldmesh.peer.roster;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.retry.Retries;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.runtime.identity.PeerId;

/**
 * Says when to connect where: to the address a player named, to members others introduced, to members whose link was
 * lost, again and again as a {@link RetryPolicy} says. Who does not want this peer, and an address where another one
 * answered, are not tried again. Confined to the session's thread.
 */
public final class Connector {
    /**
     * The smaller id connects at once; the other side waits this long in case the way is open in one direction only.
     */
    static final long POLITE_NANOS = 1_000_000_000;

    /** Between tries of two addresses of one machine: RFC 8305 wants 100 ms at least. A LAN's handshake takes less. */
    static final long STAGGER_NANOS = 100_000_000;

    /** A member named beside the first is tried so much later: by then a LAN's first has answered, and let one in. */
    static final long STAND_IN_NANOS = 300_000_000;

    /** Who was not reached for so long is sought through other members too: most are reached in a tenth of that. */
    static final long DIRECT_NANOS = 500_000_000;

    /** Where nothing is tried again by itself, all ways are tried so long; a handshake may take as long. */
    static final long ONCE_NANOS = 8_000_000_000L;

    /** Members remembered; a party is smaller. */
    static final int TARGETS_MAX = 256;

    private final PeerId self;
    private final RetryPolicy policy;
    private final RandomGenerator random;
    private final Set<Whereabouts> strangers = new LinkedHashSet<>();
    private final Set<PeerId> closed = new LinkedHashSet<>();
    private final Map<PeerId, Target> members = new TreeMap<>();
    private final Map<InetSocketAddress, Target> seeds = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Set<InetSocketAddress>> machines = new LinkedHashMap<>();
    private final Map<PeerId, Target> hints = new TreeMap<>();
    private final Map<InetSocketAddress, Target> standIns = new LinkedHashMap<>();

    /** For the peer {@code self}; {@code random} spreads the tries of many. */
    public Connector(PeerId self, RetryPolicy policy, RandomGenerator random) {
        this.self = self;
        this.policy = policy;
        this.random = random;
    }

    /** Connects to whoever is at {@code address}, until a link to it comes up. */
    public void seed(InetSocketAddress address, @Nullable PeerId expected, long nowNanos) {
        seed(List.of(address), expected, nowNanos);
    }

    /**
     * Connects to whoever is at these addresses of one machine, until a link to one of them comes up: side by side,
     * each a little after the one before it (RFC 8305, section 5).
     */
    public void seed(List<InetSocketAddress> addresses, @Nullable PeerId expected, long nowNanos) {
        Set<InetSocketAddress> all = new LinkedHashSet<>(addresses);
        long first = nowNanos;
        for (InetSocketAddress address : all) {
            if (mayTry(address, expected)) {
                seeds.putIfAbsent(address, new Target(address, expected, first));
                machines.put(address, all);
            }
            first += STAGGER_NANOS;
        }
    }

    /** A member was reached there once; tried until {@link #forgetHints}, or a link to it comes up. */
    public void hint(Whereabouts member, long nowNanos) {
        boolean room = hints.size() < TARGETS_MAX || hints.containsKey(member.peer());
        if (room && mayTry(member.address(), member.peer())) {
            hints.put(member.peer(), new Target(member.address(), member.peer(), nowNanos));
        }
    }

    /** An invitation names that member too; tried a little later, until {@link #forgetHints} or a link to it. */
    public void standIn(Whereabouts member, long nowNanos) {
        if (standIns.size() < TARGETS_MAX && mayTry(member.address(), member.peer())) {
            Target target = new Target(member.address(), member.peer(), nowNanos + STAND_IN_NANOS);
            standIns.putIfAbsent(member.address(), target);
        }
    }

    /** Members introduce each other from now on. */
    public void forgetHints() {
        hints.clear();
        standIns.clear();
    }

    /** Learns of a member from another one. */
    public void introduce(PeerId peer, InetSocketAddress address, long nowNanos) {
        if (!mayTry(address, peer) || members.containsKey(peer) || members.size() >= TARGETS_MAX) {
            return;
        }
        long wait = self.compareTo(peer) < 0 ? 0 : POLITE_NANOS;
        members.put(peer, new Target(address, peer, nowNanos + wait));
    }

    /** A link is up: this is where the peer is, and the seed that led there has done its work. */
    public void onLinked(PeerId peer, InetSocketAddress address, long nowNanos) {
        hints.remove(peer);
        closed.remove(peer);
        strangers.remove(new Whereabouts(peer, address));
        Set<InetSocketAddress> machine = machines.getOrDefault(address, Set.of());
        seeds.values()
                .removeIf(seed -> Objects.equals(peer, seed.expected)
                        || seed.address.equals(address)
                        || machine.contains(seed.address));
        machines.keySet().retainAll(seeds.keySet());
        if (members.size() < TARGETS_MAX || members.containsKey(peer)) {
            members.put(peer, new Target(address, peer, nowNanos));
        }
    }

    /** A link was lost: the way back is tried at once, if anything is tried again by itself. */
    public void onLost(PeerId peer, long nowNanos) {
        Target target = members.get(peer);
        if (target != null) {
            target.lost(nowNanos);
        }
    }

    /** A member is heard through others only: a better way is tried at once. */
    public void seekBetter(PeerId peer, long nowNanos) {
        Target target = members.get(peer);
        if (target != null) {
            target.restart(nowNanos);
        }
    }

    /** Another peer than the one that was meant answered there: it is never sought there again. */
    public void onStranger(InetSocketAddress address, PeerId meant) {
        remember(strangers, new Whereabouts(meant, address));
        dropIf(target -> target.address.equals(address) && Objects.equals(meant, target.expected));
    }

    /** That peer does not fit or does not want this one, for good: it is never sought again. */
    public void onClosed(PeerId peer, InetSocketAddress address) {
        remember(closed, peer);
        drop(peer, address);
    }

    private static <T> void remember(Set<T> all, T one) {
        all.add(one);
        if (all.size() > TARGETS_MAX) {
            all.remove(all.iterator().next());
        }
    }

    private void dropIf(Predicate<Target> which) {
        for (Map<?, Target> targets : List.of(members, seeds, hints, standIns)) {
            targets.values().removeIf(which);
        }
        machines.keySet().retainAll(seeds.keySet());
    }

    private boolean mayTry(InetSocketAddress address, @Nullable PeerId peer) {
        return peer == null
                || !(peer.equals(self) || closed.contains(peer) || strangers.contains(new Whereabouts(peer, address)));
    }

    /** This machine's network carries again: nobody waits for the next try, and addresses may be others' now. */
    public void retryAll(long nowNanos) {
        strangers.clear();
        for (Map<?, Target> targets : List.of(members, seeds, hints, standIns)) {
            targets.values().stream()
                    .filter(target -> target.retries.isPending())
                    .forEach(target -> target.restart(nowNanos));
        }
    }

    /** The player wants everybody tried again, also who is not tried by itself. */
    public void seekAll(long nowNanos) {
        strangers.clear();
        closed.clear();
        for (Map<?, Target> targets : List.of(members, seeds, hints, standIns)) {
            targets.values().forEach(target -> target.restart(nowNanos));
        }
    }

    /** True if anybody is to be tried, now or after a pause. */
    public boolean isTrying() {
        return Stream.of(members, seeds, hints, standIns)
                .flatMap(targets -> targets.values().stream())
                .anyMatch(target -> target.retries.isPending());
    }

    /** Nobody is tried any more, until somebody is wanted anew. */
    public void cancelAll() {
        Stream.of(members, seeds, hints, standIns)
                .flatMap(targets -> targets.values().stream())
                .forEach(target -> target.retries.cancel());
    }

    /** Where the peer was reached directly, or was said to be; null if that is not known. */
    public @Nullable InetSocketAddress address(PeerId peer) {
        Target target = members.get(peer);
        return target == null ? null : target.address;
    }

    /** A peer left in good order. */
    public void forget(PeerId peer) {
        members.remove(peer);
    }

    /** A peer, linked at that address, is not wanted or does not want this one: who names it anew may. */
    public void drop(PeerId peer, InetSocketAddress address) {
        dropIf(target -> Objects.equals(peer, target.expected) || target.address.equals(address));
    }

    /** Members that were lost, or named, so long ago and are not linked come by themselves, but {@code spared}. */
    public void forgetAway(Predicate<PeerId> linked, @Nullable PeerId spared, long beforeNanos) {
        members.entrySet()
                .removeIf(entry -> entry.getValue().sinceNanos - beforeNanos < 0
                        && !Objects.equals(entry.getKey(), spared)
                        && !linked.test(entry.getKey()));
    }

    /** True if that member is to be linked. */
    public boolean wants(PeerId peer) {
        Target target = members.get(peer);
        return target != null && target.retries.isPending();
    }

    /** True if anybody is known to connect to. */
    public boolean hasTargets() {
        return !(members.isEmpty() && seeds.isEmpty() && hints.isEmpty() && standIns.isEmpty());
    }

    /** Where to connect now. */
    public List<Attempt> due(Predicate<PeerId> linked, long nowNanos) {
        List<Attempt> due = new ArrayList<>();
        for (Target seed : seeds.values()) {
            seed.collect(nowNanos, due);
        }
        BiConsumer<PeerId, Target> missing = (peer, target) -> {
            if (!linked.test(peer)) {
                target.collect(nowNanos, due);
            }
        };
        hints.forEach(missing);
        standIns.values().forEach(target -> missing.accept(Objects.requireNonNull(target.expected), target));
        members.forEach(missing);
        return due;
    }

    /**
     * One connection to try.
     *
     * @param late true if it is time to look for other ways as well
     */
    public record Attempt(
            InetSocketAddress address, @Nullable PeerId expected, boolean late) {}

    private final class Target {
        private final InetSocketAddress address;
        private final @Nullable PeerId expected;
        private final Retries retries = new Retries(policy, random);
        private long sinceNanos;

        Target(InetSocketAddress address, @Nullable PeerId expected, long nextNanos) {
            this.address = address;
            this.expected = expected;
            restart(nextNanos);
        }

        void restart(long nextNanos) {
            sinceNanos = nextNanos;
            retries.begin(nextNanos);
        }

        void lost(long nowNanos) {
            restart(nowNanos);
            if (!policy.automatic()) {
                retries.cancel();
            }
        }

        void collect(long nowNanos, List<Attempt> due) {
            if (!retries.isDue(nowNanos)) {
                return;
            }
            long lasted = nowNanos - sinceNanos;
            if (policy.automatic() || lasted < ONCE_NANOS) {
                retries.tried(nowNanos);
                due.add(new Attempt(address, expected, lasted >= DIRECT_NANOS));
            } else {
                retries.cancel();
            }
        }
    }
}
