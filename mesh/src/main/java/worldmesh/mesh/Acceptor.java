package worldmesh.mesh;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.MeshOutbox;
import worldmesh.mesh.link.Rejection;
import worldmesh.mesh.session.AddressBudget;
import worldmesh.mesh.session.CookieJar;
import worldmesh.mesh.session.Response;
import worldmesh.mesh.session.SessionKeys;
import worldmesh.mesh.wire.CookieReply;
import worldmesh.mesh.wire.Hello;
import worldmesh.mesh.wire.Refusal;
import worldmesh.mesh.wire.Segment;
import worldmesh.mesh.wire.Wire;
import worldmesh.runtime.identity.PeerId;

/**
 * Answers the handshakes of others. Keeps nothing for an address that has not returned a cookie, and a bounded number
 * of half-open handshakes for those that have. Confined to the owner.
 */
final class Acceptor {
    private final LinkContext context;
    private final LinkTable links;
    private final Cids cids;
    private final CookieJar cookies;
    private final AddressBudget budget;

    /** True if this side's own attempt to that peer at that address should be the one that counts. */
    private final BiPredicate<PeerId, InetSocketAddress> reaching;

    private final Map<Integer, Response> byCid = new LinkedHashMap<>();
    private final Map<HelloKey, Response> byHello = new HashMap<>(); // looked up only, never iterated
    private final Map<InetAddress, Integer> halfOpen = new HashMap<>(); // looked up only, never iterated
    private int halfOpenTotal;

    private record HelloKey(InetSocketAddress from, long nonce) {}

    Acceptor(LinkContext context, LinkTable links, Cids cids, BiPredicate<PeerId, InetSocketAddress> reaching) {
        this.context = context;
        this.links = links;
        this.cids = cids;
        this.reaching = reaching;
        byte[] secret = new byte[32];
        context.random.nextBytes(secret);
        this.cookies = new CookieJar(secret);
        this.budget = new AddressBudget(context.settings.handshakesPerSecond());
    }

    boolean knows(int cid) {
        return byCid.containsKey(cid);
    }

    /** True while a young handshake that was begun at that address is answered. */
    boolean answers(InetSocketAddress from, long now) {
        if (!halfOpen.containsKey(from.getAddress())) {
            return false;
        }
        long patience = patience();
        return byCid.values().stream()
                .anyMatch(response -> response.handshake() != null
                        && response.from().equals(from)
                        && now - (response.deadline() - patience) < Connector.YOUNG_NANOS);
    }

    private long patience() {
        return context.settings.connectTimeoutMillis() * 1_000_000L;
    }

    void onHello(InetSocketAddress from, Hello hello, long now, MeshOutbox out) {
        if (hello.version() != Wire.VERSION) {
            refuse(from, hello, Refusal.VERSION_MISMATCH, Rejection.WRONG_VERSION, out);
            return;
        }
        if (!cookies.accepts(from, hello, now)) {
            context.rejections.add(Rejection.NO_COOKIE);
            byte[] reply = new CookieReply(hello.cid(), hello.nonce(), cookies.bake(from, hello, now)).encode();
            out.datagram(from, reply, 0, reply.length);
            return;
        }
        Response known = byHello.get(new HelloKey(from, hello.nonce()));
        if (known != null) {
            if (known.begunBy(from, hello) && known.handshake() != null) {
                known.answer(out);
            }
            return;
        }
        if (admits(from, hello, now, out)) {
            begin(from, hello, now, out);
        }
    }

    private boolean admits(InetSocketAddress from, Hello hello, long now, MeshOutbox out) {
        if (!budget.take(from.getAddress(), now)) {
            context.rejections.add(Rejection.RATE_LIMITED); // silently: the initiator tries again by itself
            return false;
        }
        boolean crowded = halfOpenTotal >= context.settings.maxHalfOpen()
                || halfOpen.getOrDefault(from.getAddress(), 0) >= context.settings.maxHalfOpenPerAddress();
        if (crowded) {
            context.rejections.add(Rejection.HALF_OPEN_FULL);
            return false;
        }
        if (links.full()) {
            refuse(from, hello, Refusal.OVERLOADED, Rejection.LINKS_FULL, out);
            return false;
        }
        return true;
    }

    private void refuse(InetSocketAddress from, Hello hello, int reason, Rejection counted, MeshOutbox out) {
        context.rejections.add(counted);
        byte[] reply = new Refusal(hello.cid(), hello.nonce(), reason, Wire.VERSION).encode();
        out.datagram(from, reply, 0, reply.length);
    }

    private void begin(InetSocketAddress from, Hello hello, long now, MeshOutbox out) {
        long deadline = now + patience();
        Response response = new Response(from, cids.draw(), hello, context.crypto.respond(), deadline);
        byCid.put(response.cid(), response);
        byHello.put(new HelloKey(from, response.nonce()), response);
        countHalfOpen(response, 1);
        Handshake handshake = response.handshake();
        if (handshake != null && handshake.failure() != null) {
            context.rejections.add(Rejection.HANDSHAKE_FAILED);
        }
        response.answer(out);
    }

    private void countHalfOpen(Response response, int change) {
        halfOpenTotal += change;
        halfOpen.merge(response.from().getAddress(), change, Acceptor::sumOrNothing);
    }

    @SuppressWarnings("NullAway") // Map.merge removes the entry when its function answers null
    private static Integer sumOrNothing(Integer a, Integer b) {
        int sum = a + b;
        return sum == 0 ? null : Integer.valueOf(sum);
    }

    /** Takes a segment of a handshake this side answers; the link if it came up by it. */
    @Nullable Link onSegment(InetSocketAddress from, Segment segment, long now, MeshOutbox out) {
        Response response = byCid.get(segment.receiverCid());
        if (response == null) {
            context.rejections.add(Rejection.FOREIGN);
            return null;
        }
        Handshake handshake = response.handshake();
        boolean hadFailed = handshake != null && handshake.failure() != null;
        if (!response.onSegment(from, segment, out)) {
            context.rejections.add(Rejection.FOREIGN);
            return null;
        }
        if (handshake == null) {
            return repeatConfirmation(response, now);
        }
        if (!hadFailed && handshake.failure() != null) {
            context.rejections.add(Rejection.HANDSHAKE_FAILED);
        }
        return handshake.done() ? establish(response, handshake, now, out) : null;
    }

    /** The initiator has not seen our first record yet: say it again. */
    private @Nullable Link repeatConfirmation(Response response, long now) {
        Link link = links.byCid(response.cid());
        if (link != null) {
            link.ping(now);
        }
        return link;
    }

    private @Nullable Link establish(Response response, Handshake handshake, long now, MeshOutbox out) {
        countHalfOpen(response, -1);
        response.settle();
        PeerId peer = handshake.peerKey().peer();
        LinkIdentity identity = new LinkIdentity(
                peer, handshake.peerKey(), handshake.peerInstance(), false, response.cid(), response.remoteCid());
        SessionKeys keys = SessionKeys.derive(handshake.secret(), peer, context.self, handshake.version());
        Link link = new Link(context, identity, response.from(), keys, now);
        if (peer.equals(context.self)) {
            return null; // our own attempt has found out as well and says so
        }
        boolean ownCounts = context.self.compareTo(peer) < 0 && reaching.test(peer, response.from());
        CloseReason refusal = ownCounts ? CloseReason.DUPLICATE : links.admit(link, now, out);
        if (refusal != null) {
            links.sayFarewell(link, refusal, now, out);
            return null;
        }
        link.ping(now);
        return link;
    }

    void onTime(long now) {
        // All live equally long, so the first is the oldest.
        Iterator<Response> oldest = byCid.values().iterator();
        while (oldest.hasNext()) {
            Response response = oldest.next();
            if (now - response.deadline() < 0) {
                return;
            }
            oldest.remove();
            byHello.remove(new HelloKey(response.from(), response.nonce()));
            if (response.handshake() != null) {
                countHalfOpen(response, -1);
            }
        }
    }

    long deadline() {
        return byCid.isEmpty()
                ? Long.MAX_VALUE
                : byCid.values().iterator().next().deadline();
    }
}
