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
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Says when to connect where: to the address a player named, to members others introduced, to members whose link was
 * lost. Backs off from {@link #FIRST_NANOS} to {@link #LAST_NANOS}. Confined to the session's thread.
 */
public final class Connector {
    /** The first retry: a restarted host is back within a second, and is to be found at once. */
    public static final long FIRST_NANOS = 250_000_000;

    /** The longest pause between tries: half of what a returning host may take to be found. */
    public static final long LAST_NANOS = 1_000_000_000;

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

    /** Members remembered; a party is smaller. */
    static final int TARGETS_MAX = 256;

    private final PeerId self;
    private final Map<PeerId, Target> members = new TreeMap<>();
    private final Map<InetSocketAddress, Target> seeds = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Set<InetSocketAddress>> machines = new LinkedHashMap<>();
    private final Map<PeerId, Target> hints = new TreeMap<>();
    private final Map<InetSocketAddress, Target> standIns = new LinkedHashMap<>();

    /** For the peer {@code self}. */
    public Connector(PeerId self) {
        this.self = self;
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
            seeds.putIfAbsent(address, new Target(address, expected, first));
            machines.put(address, all);
            first += STAGGER_NANOS;
        }
    }

    /** A member was reached there once; tried until {@link #forgetHints}, or a link to it comes up. */
    public void hint(Whereabouts member, long nowNanos) {
        boolean room = hints.size() < TARGETS_MAX || hints.containsKey(member.peer());
        if (room && !member.peer().equals(self)) {
            hints.put(member.peer(), new Target(member.address(), member.peer(), nowNanos));
        }
    }

    /** An invitation names that member too; tried a little later, until {@link #forgetHints} or a link to it. */
    public void standIn(Whereabouts member, long nowNanos) {
        if (standIns.size() < TARGETS_MAX && !member.peer().equals(self)) {
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
        if (peer.equals(self) || members.containsKey(peer) || members.size() >= TARGETS_MAX) {
            return;
        }
        long wait = self.compareTo(peer) < 0 ? 0 : POLITE_NANOS;
        members.put(peer, new Target(address, peer, nowNanos + wait));
    }

    /** A link is up: this is where the peer is, and the seed that led there has done its work. */
    public void onLinked(PeerId peer, InetSocketAddress address, long nowNanos) {
        hints.remove(peer);
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

    /** A link was lost: the way back is tried at once. */
    public void onLost(PeerId peer, long nowNanos) {
        Target target = members.get(peer);
        if (target != null) {
            target.restart(nowNanos);
        }
    }

    /** This machine's network carries again: nobody waits for the next try. */
    public void retryAll(long nowNanos) {
        for (Map<?, Target> targets : List.of(members, seeds, hints, standIns)) {
            targets.values().forEach(target -> target.restart(nowNanos));
        }
    }

    /** Where the peer was reached directly, or was said to be; null if that is not known. */
    public @Nullable InetSocketAddress address(PeerId peer) {
        Target target = members.get(peer);
        return target == null ? null : target.address;
    }

    /** A peer left for good, or is not wanted. */
    public void forget(PeerId peer) {
        members.remove(peer);
    }

    /** True if that member is to be linked. */
    public boolean wants(PeerId peer) {
        return members.containsKey(peer);
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

    private static final class Target {
        private final InetSocketAddress address;
        private final @Nullable PeerId expected;
        private long sinceNanos;
        private long nextNanos;
        private long pauseNanos = FIRST_NANOS;

        Target(InetSocketAddress address, @Nullable PeerId expected, long nextNanos) {
            this.address = address;
            this.expected = expected;
            this.sinceNanos = nextNanos;
            this.nextNanos = nextNanos;
        }

        void restart(long nowNanos) {
            sinceNanos = nowNanos;
            nextNanos = nowNanos;
            pauseNanos = FIRST_NANOS;
        }

        void collect(long nowNanos, List<Attempt> due) {
            if (nowNanos < nextNanos) {
                return;
            }
            nextNanos = nowNanos + pauseNanos;
            pauseNanos = Math.min(LAST_NANOS, pauseNanos * 2);
            due.add(new Attempt(address, expected, nowNanos - sinceNanos >= DIRECT_NANOS));
        }
    }
}
