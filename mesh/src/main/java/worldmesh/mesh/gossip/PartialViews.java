package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.gossip.wire.MemberEntry;
import worldmesh.mesh.gossip.wire.ViewFrame;
import worldmesh.runtime.identity.PeerId;

/**
 * Who this peer's neighbours are: a small active view, the same at both ends of a link, and a larger passive one from
 * which it is filled. After HyParView (Leitão, Pereira, Rodrigues, DSN 2007), with exchanges that return the way they
 * came, lost neighbours that are tried again, and a neighbour taken anew now and then. Confined to its owner.
 */
final class PartialViews {
    /** Links of any purpose; whoever comes beyond is sent away. */
    static final int MAX_LINKS = 48;

    /** Peers that are being asked at a time. */
    static final int MAX_PENDING = 16;

    /** Peers that were named to begin with and are asked again when nobody else is left. */
    static final int MAX_CONTACTS = 16;

    /** DSN 2007, section 5.1: the walk of a newcomer, and where on it the newcomer is kept in mind. */
    static final int JOIN_WALK = 6;

    static final int JOIN_KEPT_AT = 3;

    /** Places that newcomers and insisting peers may take: who comes with many names empties no view at once. */
    static final int FORCED_PER_SECOND = 2;

    static final int FORCED_RESERVE = 16;

    /** Neighbours that are kept though they share no topic: what holds the world together between sectors. */
    static final int STRANGERS = 2;

    /** Walks that a neighbour sends here: those of a thousand newcomers in ten seconds, and reserves. */
    static final long FRAMES_PER_SECOND = 100;

    private static final long SECOND = 1_000_000_000L;

    /** A peer that said no, or answered nothing, is left alone for that long. */
    private static final long ASK_AGAIN_NANOS = 8 * SECOND;

    private static final long PENDING_NANOS = 5 * SECOND;

    /** A link that nobody uses is closed after that. */
    private static final long IDLE_NANOS = 10 * SECOND;

    /** At most one lost neighbour takes a place by force in that time. */
    private static final long BRIDGE_NANOS = 2 * SECOND;

    private enum Purpose {
        JOIN,
        FILL,
        INSIST
    }

    /** A link, when it was last of use, and how much is heard over it. */
    private static final class Link {
        final Allowance frames;
        long usedNanos;

        Link(long nowNanos) {
            frames = new Allowance(FRAMES_PER_SECOND, 4 * FRAMES_PER_SECOND, nowNanos);
            usedNanos = nowNanos;
        }
    }

    private record Pending(Purpose purpose, long sinceNanos) {}

    private final PeerId self;
    private final GossipSettings settings;
    private final RandomGenerator random;
    private final GossipTally tally;
    private final NeighbourListener listener;

    private final Map<PeerId, Link> links = new LinkedHashMap<>();

    private final Map<PeerId, Long> active = new LinkedHashMap<>();
    private final Map<PeerId, Pending> pending = new LinkedHashMap<>();
    private final Map<PeerId, Long> askedNanos = new LinkedHashMap<>();
    private final List<PeerId> contacts = new ArrayList<>();
    private final LostNeighbours lost = new LostNeighbours();
    private final PassiveView passive;
    private final Exchanges exchanges;
    private final Allowance forced = new Allowance(FORCED_PER_SECOND, FORCED_RESERVE, 0);
    private long sketch;
    private boolean left;
    private long nextNanos = Long.MAX_VALUE;
    private long shuffleNanos;
    private long rewireNanos;
    private long bridgedNanos = Long.MIN_VALUE / 2;

    PartialViews(
            PeerId self,
            GossipSettings settings,
            RandomGenerator random,
            GossipTally tally,
            NeighbourListener listener) {
        this.self = self;
        this.settings = settings;
        this.random = random;
        this.tally = tally;
        this.listener = listener;
        this.passive = new PassiveView(settings.passiveMax(), random);
        this.exchanges = new Exchanges(self, random, active, passive);
    }

    /** Begins, by way of any of these; with none of them somebody else has to come. */
    void start(List<PeerId> members, long nowNanos, GossipOutbox out) {
        members.stream().filter(peer -> !peer.equals(self)).limit(MAX_CONTACTS).forEach(contacts::add);
        shuffleNanos = nowNanos + spread(settings.shuffleNanos());
        rewireNanos = nowNanos + spread(settings.rewireNanos());
        maintain(nowNanos, out);
    }

    /** Between half of it and one and a half, so that a world does not do everything at once. */
    private long spread(long nanos) {
        return nanos / 2 + random.nextLong(nanos);
    }

    /** What this peer subscribes to, as others shall know it. */
    void sketch(long bits) {
        sketch = bits;
    }

    List<PeerId> neighbours() {
        return List.copyOf(active.keySet());
    }

    boolean isNeighbour(PeerId peer) {
        return active.containsKey(peer);
    }

    int known() {
        return passive.size();
    }

    long nextNanos() {
        return nextNanos;
    }

    /** Says goodbye to all. */
    void leave(long nowNanos, GossipOutbox out) {
        left = true;
        nextNanos = Long.MAX_VALUE;
        for (PeerId peer : neighbours()) {
            drop(peer, nowNanos, out);
        }
    }

    void onTime(long nowNanos, GossipOutbox out) {
        if (nowNanos >= nextNanos) {
            maintain(nowNanos, out);
        }
    }

    private void maintain(long nowNanos, GossipOutbox out) {
        if (left) {
            return;
        }
        expire(nowNanos, out);
        PeerId back = lost.due(nowNanos);
        if (back != null && !active.containsKey(back) && nowNanos - bridgedNanos >= BRIDGE_NANOS) {
            ask(back, Purpose.INSIST, nowNanos, out);
        }
        int before = -1;
        while (active.size() + pending.size() < settings.activeTarget() && pending.size() > before) {
            before = pending.size();
            fill(nowNanos, out);
        }
        if (nowNanos >= shuffleNanos) {
            shuffleNanos = nowNanos + spread(settings.shuffleNanos());
            exchanges.begin(sketch, out);
        }
        if (nowNanos >= rewireNanos) {
            rewireNanos = nowNanos + spread(settings.rewireNanos());
            rewire(nowNanos, out);
        }
        boolean busy = active.size() < settings.activeTarget() || !lost.isEmpty() || !pending.isEmpty();
        long next = Math.min(shuffleNanos, rewireNanos);
        nextNanos = busy ? Math.min(next, nowNanos + spread(SECOND)) : next;
    }

    private void expire(long nowNanos, GossipOutbox out) {
        List<PeerId> late = new ArrayList<>();
        pending.forEach((peer, each) -> {
            if (nowNanos - each.sinceNanos() > PENDING_NANOS) {
                late.add(peer);
            }
        });
        for (PeerId peer : late) {
            pending.remove(peer);
            passive.remove(peer);
            out.disconnect(peer);
            links.remove(peer);
        }
        askedNanos.values().removeIf(asked -> nowNanos - asked > ASK_AGAIN_NANOS);
        links.entrySet().removeIf(link -> {
            PeerId peer = link.getKey();
            if (active.containsKey(peer) || pending.containsKey(peer)) {
                link.getValue().usedNanos = nowNanos;
            }
            boolean idle = nowNanos - link.getValue().usedNanos > IDLE_NANOS;
            if (idle) {
                out.disconnect(peer);
            }
            return idle;
        });
    }

    /** Asks somebody known: at first those who share topics, as long as enough others are there. */
    private void fill(long nowNanos, GossipOutbox out) {
        boolean strangersEnough = strangers() >= STRANGERS;
        MemberEntry candidate = passive.pick(strangersEnough ? sketch : 0, this::mayBeAsked);
        if (candidate != null) {
            ask(candidate.peer(), active.isEmpty() ? Purpose.INSIST : Purpose.FILL, nowNanos, out);
        } else if (active.isEmpty() && pending.isEmpty() && !contacts.isEmpty()) {
            ask(contacts.get(random.nextInt(contacts.size())), Purpose.JOIN, nowNanos, out);
        } else if (pending.isEmpty()) {
            exchanges.begin(sketch, out); // who knows nobody cannot wait for the next turn
        }
    }

    private boolean mayBeAsked(PeerId peer) {
        return !active.containsKey(peer) && !pending.containsKey(peer) && !askedNanos.containsKey(peer);
    }

    private int strangers() {
        int count = 0;
        for (long bits : active.values()) {
            count += (bits & sketch) == 0 ? 1 : 0;
        }
        return count;
    }

    /** Whoever shares most topics, or anybody: without this a clique whose places are all taken stays one for ever. */
    private void rewire(long nowNanos, GossipOutbox out) {
        boolean alike = strangers() > STRANGERS;
        MemberEntry candidate = passive.pick(alike ? sketch : 0, this::mayBeAsked);
        if (candidate != null && !active.isEmpty()) {
            ask(candidate.peer(), Purpose.INSIST, nowNanos, out);
        }
    }

    private void ask(PeerId peer, Purpose purpose, long nowNanos, GossipOutbox out) {
        if (pending.size() >= MAX_PENDING || pending.containsKey(peer) || peer.equals(self)) {
            return;
        }
        pending.put(peer, new Pending(purpose, nowNanos));
        askedNanos.put(peer, nowNanos);
        if (links.containsKey(peer)) {
            say(peer, purpose, out);
        } else {
            out.connect(peer);
        }
    }

    private void say(PeerId peer, Purpose purpose, GossipOutbox out) {
        send(
                peer,
                purpose == Purpose.JOIN
                        ? new ViewFrame.Join(sketch)
                        : new ViewFrame.Ask(sketch, purpose == Purpose.INSIST),
                out);
    }

    private static void send(PeerId peer, ViewFrame frame, GossipOutbox out) {
        out.send(peer, GossipCodec.encode(frame));
    }

    void onLinkUp(PeerId peer, long nowNanos, GossipOutbox out) {
        if (left || (!links.containsKey(peer) && links.size() >= MAX_LINKS)) {
            tally.refuse(GossipRefusal.FULL);
            out.disconnect(peer);
            return;
        }
        if (active.containsKey(peer)) {
            lose(peer, nowNanos, out); // a new link: whoever is at its other end remembers nothing
        }
        links.put(peer, new Link(nowNanos));
        Pending why = pending.get(peer);
        if (why != null) {
            say(peer, why.purpose(), out);
        }
    }

    void onLinkDown(PeerId peer, long nowNanos, GossipOutbox out) {
        links.remove(peer);
        pending.remove(peer);
        if (active.containsKey(peer)) {
            lose(peer, nowNanos, out);
            lost.add(peer, nowNanos);
            maintain(nowNanos, out);
        }
    }

    private void lose(PeerId peer, long nowNanos, GossipOutbox out) {
        active.remove(peer);
        listener.onNeighbourDown(peer, nowNanos, out);
    }

    void onConnectFailed(PeerId peer, long nowNanos, GossipOutbox out) {
        links.remove(peer);
        passive.remove(peer);
        if (pending.remove(peer) != null) {
            maintain(nowNanos, out);
        }
    }

    void onFrame(PeerId from, ViewFrame frame, long nowNanos, GossipOutbox out) {
        Link link = links.get(from);
        if (link == null) {
            tally.refuse(GossipRefusal.STRANGER);
        } else if (!link.frames.take(1, nowNanos)) {
            tally.refuse(GossipRefusal.FLOOD);
        } else if (frame instanceof ViewFrame.Join join) {
            onJoin(from, join.sketch(), nowNanos, out);
        } else if (frame instanceof ViewFrame.Ask ask) {
            onAsk(from, ask, nowNanos, out);
        } else if (frame instanceof ViewFrame.Answer answer) {
            onAnswer(from, answer, nowNanos, out);
        } else if (!active.containsKey(from)) {
            tally.refuse(GossipRefusal.STRANGER);
        } else if (frame instanceof ViewFrame.Part) {
            onPart(from, nowNanos, out);
        } else if (frame instanceof ViewFrame.ForwardJoin forward) {
            onForwardJoin(from, forward, nowNanos, out);
        } else if (frame instanceof ViewFrame.Shuffle shuffle) {
            exchanges.on(from, shuffle, out);
        } else if (frame instanceof ViewFrame.ShuffleReply reply) {
            if (!exchanges.on(reply, out)) {
                tally.refuse(GossipRefusal.UNKNOWN);
            }
        }
    }

    private void onJoin(PeerId from, long bits, long nowNanos, GossipOutbox out) {
        if (!forced.take(1, nowNanos)) {
            refuse(from, bits, out);
            return;
        }
        take(from, bits, nowNanos, out);
        for (PeerId other : neighbours()) {
            if (!other.equals(from)) {
                send(other, ViewFrame.forwardJoin(from, bits, JOIN_WALK), out);
            }
        }
    }

    private void onForwardJoin(PeerId from, ViewFrame.ForwardJoin forward, long nowNanos, GossipOutbox out) {
        MemberEntry newcomer = forward.newcomer();
        PeerId next = exchanges.randomNeighbour(from, newcomer.peer());
        if (newcomer.peer().equals(self)) {
            return;
        }
        if (forward.ttl() == 0 || next == null) {
            if (!active.containsKey(newcomer.peer())) {
                ask(newcomer.peer(), Purpose.INSIST, nowNanos, out);
                nextNanos = Math.min(nextNanos, nowNanos + SECOND);
            }
            return;
        }
        if (forward.ttl() == JOIN_KEPT_AT && !active.containsKey(newcomer.peer())) {
            passive.add(newcomer);
        }
        send(
                next,
                ViewFrame.forwardJoin(newcomer.peer(), newcomer.sketch(), Math.min(JOIN_WALK, forward.ttl()) - 1),
                out);
    }

    private void onAsk(PeerId from, ViewFrame.Ask ask, long nowNanos, GossipOutbox out) {
        boolean room = active.containsKey(from) || active.size() < settings.activeMax();
        if (room || (ask.urgent() && forced.take(1, nowNanos))) {
            take(from, ask.sketch(), nowNanos, out);
        } else {
            refuse(from, ask.sketch(), out);
        }
    }

    private void refuse(PeerId from, long bits, GossipOutbox out) {
        passive.add(new MemberEntry(from, bits));
        send(from, new ViewFrame.Answer(sketch, false), out);
    }

    private void take(PeerId peer, long bits, long nowNanos, GossipOutbox out) {
        send(peer, new ViewFrame.Answer(sketch, true), out);
        add(peer, bits, nowNanos, out);
    }

    private void onAnswer(PeerId from, ViewFrame.Answer answer, long nowNanos, GossipOutbox out) {
        Pending asked = pending.remove(from);
        if (asked == null) {
            if (!active.containsKey(from)) {
                tally.refuse(GossipRefusal.UNKNOWN); // both asked at once, or it made this up
            }
            return;
        }
        if (answer.taken()) {
            add(from, answer.sketch(), nowNanos, out);
            return;
        }
        if (!active.containsKey(from)) {
            passive.add(new MemberEntry(from, answer.sketch()));
            links.remove(from);
            out.disconnect(from);
        }
        if (active.size() < settings.activeTarget()) {
            maintain(nowNanos, out);
        }
    }

    private void add(PeerId peer, long bits, long nowNanos, GossipOutbox out) {
        boolean fresh = !active.containsKey(peer);
        active.put(peer, bits);
        passive.remove(peer);
        if (fresh) {
            if (lost.remove(peer)) {
                bridgedNanos = nowNanos;
            }
            listener.onNeighbourUp(peer, nowNanos, out);
        }
        while (active.size() > settings.activeMax()) {
            drop(victim(peer), nowNanos, out);
        }
    }

    /** A random one of those who share least, unless it is needed to hold the world together; never the newcomer. */
    private PeerId victim(PeerId newcomer) {
        boolean strangersToSpare = strangers() > STRANGERS;
        List<PeerId> all = new ArrayList<>();
        List<PeerId> preferred = new ArrayList<>();
        active.forEach((peer, bits) -> {
            if (!peer.equals(newcomer)) {
                all.add(peer);
                boolean stranger = (bits & sketch) == 0;
                if (stranger == strangersToSpare) {
                    preferred.add(peer);
                }
            }
        });
        List<PeerId> from = preferred.isEmpty() ? all : preferred;
        return from.get(random.nextInt(from.size()));
    }

    /** The other end closes the link when it hears this: what is still under way arrives. */
    private void drop(PeerId peer, long nowNanos, GossipOutbox out) {
        Long bits = active.get(peer);
        send(peer, new ViewFrame.Part(), out);
        lose(peer, nowNanos, out);
        passive.add(new MemberEntry(peer, bits == null ? 0 : bits));
    }

    private void onPart(PeerId from, long nowNanos, GossipOutbox out) {
        Long bits = active.get(from);
        lose(from, nowNanos, out);
        passive.add(new MemberEntry(from, bits == null ? 0 : bits));
        links.remove(from);
        askedNanos.put(from, nowNanos);
        out.disconnect(from);
        maintain(nowNanos, out);
    }
}
