package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.mesh.transport.Transport;

/**
 * The address a link sends to. It moves only to an address from which the newest genuine record came and which then
 * returned a challenge: a record copied by somebody on the way moves nothing. Until then everything else goes where it
 * went. A way through a relay is an address like another that gives way to any direct one, and is taken only when the
 * direct one is silent. Confined to the owner.
 */
final class LinkPath {
    /**
     * A place is challenged again after this long, or after a round trip if that is longer, as long as it has paid for
     * it.
     */
    static final long CHALLENGE_NANOS = 100_000_000L;

    /** It is forgotten after this, or four round trips: most of the world needs less for one (RFC 9000 §8.2.4). */
    static final long PLACE_NANOS = 1_000_000_000L;

    /** But never later: a handshake ends after eight seconds, a link that is silent after four. */
    static final long PLACE_MAX_NANOS = 4_000_000_000L;

    private static final int PLACE_ROUND_TRIPS = 4;

    /** Places under proof at once: of who copies records from many addresses, each new one ends the oldest. */
    static final int MAX_PLACES = 4;

    /** A place gets at most so many times the bytes that came from it before it is proved (RFC 9000 §8.1). */
    static final int AMPLIFICATION = 3;

    /** What is heard directly holds off ways through relays for so long: the other side may still be moving over. */
    static final long FRESH_NANOS = 1_000_000_000L;

    /** On a relay the last direct address is challenged so often; */
    static final long HOME_NANOS = 1_000_000_000L;

    /** the longer it does not answer the more seldom, but so often at least. */
    static final long HOME_MAX_NANOS = 8_000_000_000L;

    private static final int HOME_PARTS = 8;

    private final RandomGenerator random;
    private final List<Place> places = new ArrayList<>(0);
    private InetSocketAddress address;
    private boolean relayed;
    private @Nullable InetSocketAddress home;
    private long homeNext;
    private long since;
    private long heardAt;
    private long directAt;
    private boolean doubted;
    private long unheardUntil;
    private long distrustedUntil;
    private long answer;
    private boolean answerWanted;

    private static final class Place {
        final InetSocketAddress address;
        final boolean relayed;
        final long token;
        final long pause;
        final long until;
        long credit;
        boolean challenged;
        boolean needed;
        long next;

        Place(InetSocketAddress address, long token, long rttNanos, long now) {
            this.address = address;
            this.relayed = RelayedAddress.is(address);
            this.token = token;
            this.next = now;
            long life = Math.min(PLACE_MAX_NANOS, Math.max(PLACE_NANOS, PLACE_ROUND_TRIPS * rttNanos));
            this.pause = Math.max(CHALLENGE_NANOS, Math.min(rttNanos, life / PLACE_ROUND_TRIPS));
            this.until = now + life;
        }

        boolean wantsChallenge() {
            return credit >= Transport.CONTROL_RECORD_BYTES;
        }
    }

    /** A challenge that is to be sent; {@code needed} if nothing is heard on the way there is. */
    record Challenge(InetSocketAddress to, long token, boolean needed) {}

    LinkPath(InetSocketAddress address, RandomGenerator random, long now) {
        this.address = address;
        this.relayed = RelayedAddress.is(address);
        this.random = random;
        this.since = now;
        this.heardAt = now;
        this.directAt = now;
        this.unheardUntil = now;
        this.distrustedUntil = now;
    }

    /** Goes on for another link of the same peer: on a relay its direct way is looked for. */
    void follow(LinkPath before) {
        home = before.relayed ? before.home : before.address;
        homeNext = since + HOME_NANOS;
    }

    InetSocketAddress address() {
        return address;
    }

    /** True while all goes through another member. */
    boolean relayed() {
        return relayed;
    }

    /**
     * The newest record of the other side, {@code bytes} long, came from {@code from}; {@code rttNanos} is what a round
     * trip took until now.
     */
    void onNewest(InetSocketAddress from, int bytes, long rttNanos, long now) {
        if (from.equals(address)) {
            onHeard(now);
            return;
        }
        if (!holdsOff(RelayedAddress.is(from), now) && !comesBeside(from, now)) {
            pay(from, bytes, rttNanos, now);
        }
    }

    private void pay(InetSocketAddress from, int bytes, long rttNanos, long now) {
        add(from, rttNanos, now).credit += (long) AMPLIFICATION * bytes;
    }

    /** A record came that is not the newest: where the peer is it does not tell, but that a way carries. */
    void onOlder(InetSocketAddress from, long now) {
        if (from.equals(address)) {
            directAt = now;
        }
    }

    /** Streams may come by the node while all else comes here: that is no move. */
    private boolean comesBeside(InetSocketAddress from, long now) {
        boolean needed = doubted || now - unheardUntil < 0;
        return now - directAt < FRESH_NANOS && !needed && NodeAddress.is(from) && !NodeAddress.is(address);
    }

    private Place add(InetSocketAddress at, long rttNanos, long now) {
        Place known = place(at);
        if (known != null) {
            return known;
        }
        if (places.size() == MAX_PLACES) {
            places.remove(0);
        }
        Place place = new Place(at, random.nextLong(), rttNanos, now);
        places.add(place);
        return place;
    }

    private void onHeard(long now) {
        heardAt = now;
        directAt = now;
        doubted = false;
        if (!places.isEmpty()) {
            places.removeIf(place -> holdsOff(place.relayed, now));
        }
    }

    private boolean holdsOff(boolean toRelay, long now) {
        boolean needed = doubted || now - unheardUntil < 0 || now - distrustedUntil < 0;
        // Two relays that are alike would else take turns: each side would follow the other.
        return toRelay && !needed && (relayed || now - heardAt < FRESH_NANOS);
    }

    /**
     * A search found that the other side answers from there too, which pays for the challenges. A response moves the
     * link as ever, and the other side moves after a proof of its own.
     */
    void propose(InetSocketAddress to, long rttNanos, long now) {
        if (!to.equals(address) && !holdsOff(RelayedAddress.is(to), now)) {
            pay(to, Transport.CONTROL_RECORD_BYTES, rttNanos, now);
        }
    }

    /** Nothing is heard on the way there is: perhaps by {@code way}, or there again. The other side hears of it. */
    void need(InetSocketAddress way, long rttNanos, long now) {
        doubted = true;
        Place place = add(way, rttNanos, now);
        place.needed = true;
        place.credit += (long) AMPLIFICATION * Transport.CONTROL_RECORD_BYTES;
    }

    /** The way there is carries only a part: another is taken although something is heard on this one. */
    void distrust(long now) {
        distrustedUntil = now + PLACE_MAX_NANOS;
    }

    private @Nullable Place place(InetSocketAddress from) {
        for (Place place : places) {
            if (place.address.equals(from)) {
                return place;
            }
        }
        return null;
    }

    /** The next challenge that is due and that its place has paid for; null if there is none. */
    @Nullable Challenge challenge(long now) {
        if (places.isEmpty()) {
            return null;
        }
        for (Place place : places) {
            if (place.wantsChallenge() && now - place.next >= 0) {
                place.credit -= Transport.CONTROL_RECORD_BYTES;
                place.challenged = true;
                place.next = now + place.pause;
                return new Challenge(place.address, place.token, place.needed);
            }
        }
        return null;
    }

    /** Forgets the places that did not answer; on a relay, looks whether the direct way is there again. */
    void onTime(long rttNanos, long now) {
        if (!places.isEmpty()) {
            places.removeIf(place -> now - place.until >= 0);
        }
        InetSocketAddress direct = home;
        if (relayed && direct != null && now - homeNext >= 0) {
            propose(direct, rttNanos, now);
            homeNext = now + Math.min(HOME_MAX_NANOS, Math.max(HOME_NANOS, (now - since) / HOME_PARTS));
        }
    }

    /** When a challenge is due, or a place to be forgotten, or the direct way to be looked for. */
    long deadline() {
        long earliest = relayed && home != null ? homeNext : Long.MAX_VALUE;
        if (places.isEmpty()) {
            return earliest;
        }
        for (Place place : places) {
            earliest = Math.min(earliest, place.wantsChallenge() ? place.next : place.until);
        }
        return earliest;
    }

    /** True if the link has moved to where the answer came from. */
    boolean onResponse(@Nullable InetSocketAddress from, long returned, long now) {
        Place place = from == null ? null : place(from);
        if (place == null || place.token != returned || !place.challenged || holdsOff(place.relayed, now)) {
            return false;
        }
        if (place.relayed && !relayed) {
            home = address;
            since = now;
            homeNext = now + HOME_NANOS;
        }
        address = place.address;
        relayed = place.relayed;
        heardAt = now;
        directAt = now;
        doubted = false;
        unheardUntil = now;
        distrustedUntil = now;
        places.clear();
        return true;
    }

    void answerLater(long challengeToken) {
        answer = challengeToken;
        answerWanted = true;
    }

    /** The other side hears nothing on the way there is, whatever is heard here. */
    void onNeeded(long now) {
        unheardUntil = now + FRESH_NANOS;
    }

    boolean answerWanted() {
        return answerWanted;
    }

    long takeAnswer() {
        answerWanted = false;
        return answer;
    }
}
