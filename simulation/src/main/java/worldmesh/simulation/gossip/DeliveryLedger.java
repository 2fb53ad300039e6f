package worldmesh.simulation.gossip;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.runtime.bytes.ByteReader;

/** Who got which message, how late, and how late a flood would have brought it. Confined to one run. */
final class DeliveryLedger implements GossipNet.Ear {
    private static final int MAX_TOLD = 4;

    private final LongSupplier nowNanos;
    private final List<Published> all = new ArrayList<>();
    private final Latencies taken = new Latencies();
    private final Latencies flooded = new Latencies();
    private long delivered;
    private long twice;
    private int lastHop;

    @SuppressWarnings("ArrayRecordComponent") // shared with the baseline, never compared
    private record Published(SimPeer by, long nanos, long[] flood, BitSet got) {}

    DeliveryLedger(LongSupplier nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** Notes a message and answers its number, which its payload begins with. */
    int published(SimPeer by, long[] flood) {
        all.add(new Published(by, nowNanos.getAsLong(), flood, new BitSet(flood.length)));
        return all.size() - 1;
    }

    @Override
    public void delivered(SimPeer to, TopicMessage message, int hops) {
        Published published = all.get(new ByteReader(message.payload()).i32());
        if (published.got().get(to.index)) {
            twice++;
            return;
        }
        published.got().set(to.index);
        delivered++;
        lastHop = Math.max(lastHop, hops);
        long flood = published.flood()[to.index];
        if (flood != FloodBaseline.NEVER) {
            taken.add(nowNanos.getAsLong() - published.nanos());
            flooded.add(flood);
        }
    }

    /** Messages that peers of the kind did not get, each peer and message once. */
    long missed(List<SimPeer> peers, Predicate<SimPeer> counts, List<String> told) {
        long missed = 0;
        for (int number = 0; number < all.size(); number++) {
            Published each = all.get(number);
            for (SimPeer peer : peers) {
                boolean lacks =
                        counts.test(peer) && peer != each.by() && !each.got().get(peer.index);
                if (lacks && missed++ < MAX_TOLD) {
                    told.add("peer " + peer.index + " lacks message " + number + " of peer " + each.by().index);
                }
            }
        }
        return missed;
    }

    int messages() {
        return all.size();
    }

    long delivered() {
        return delivered;
    }

    long twice() {
        return twice;
    }

    int lastHop() {
        return lastHop;
    }

    long p99Micros() {
        return taken.micros(0.99);
    }

    double p99OverFlood() {
        long flood = flooded.micros(0.99);
        return flood == 0 ? 0 : (double) taken.micros(0.99) / flood;
    }
}
