package worldmesh.mesh;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.transport.Transport;

/**
 * The address a link sends to. It moves only to an address from which the newest genuine record came and which then
 * returned a challenge: a record copied by somebody on the way moves nothing. Until then everything else goes where it
 * went. Confined to the owner.
 */
final class LinkPath {
    /** A place is challenged again after this long. */
    static final long CHALLENGE_NANOS = 100_000_000L;

    /** So often; then it is forgotten, and the link stays where it is. */
    static final int CHALLENGES = 3;

    /** Places under proof at once: of who copies records from many addresses, each new one ends the oldest. */
    static final int MAX_PLACES = 4;

    /** A place gets at most so many times the bytes that came from it before it is proved (RFC 9000 §8.1). */
    static final int AMPLIFICATION = 3;

    private final RandomGenerator random;
    private final List<Place> places = new ArrayList<>(0);
    private InetSocketAddress address;
    private long answer;
    private boolean answerWanted;

    private static final class Place {
        final InetSocketAddress address;
        final long token;
        final long until;
        long credit;
        int challenges;
        long next;

        Place(InetSocketAddress address, long token, long now) {
            this.address = address;
            this.token = token;
            this.next = now;
            this.until = now + CHALLENGES * CHALLENGE_NANOS;
        }

        boolean wantsChallenge() {
            return challenges < CHALLENGES && credit >= Transport.CONTROL_RECORD_BYTES;
        }
    }

    /** A challenge that is to be sent. */
    record Challenge(InetSocketAddress to, long token) {}

    LinkPath(InetSocketAddress address, RandomGenerator random) {
        this.address = address;
        this.random = random;
    }

    InetSocketAddress address() {
        return address;
    }

    /** The newest record of the other side, {@code bytes} long, came from {@code from}. */
    void onNewest(InetSocketAddress from, int bytes, long now) {
        if (from.equals(address)) {
            return;
        }
        Place place = place(from);
        if (place == null) {
            if (places.size() == MAX_PLACES) {
                places.remove(0);
            }
            place = new Place(from, random.nextLong(), now);
            places.add(place);
        }
        place.credit += (long) AMPLIFICATION * bytes;
    }

    /**
     * A search found that the other side answers from there too, which pays for the challenges. A response moves the
     * link as ever, and the other side moves after a proof of its own.
     */
    void propose(InetSocketAddress to, long now) {
        onNewest(to, CHALLENGES * Transport.CONTROL_RECORD_BYTES, now);
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
                place.challenges++;
                place.next = now + CHALLENGE_NANOS;
                return new Challenge(place.address, place.token);
            }
        }
        return null;
    }

    /** Forgets the places that did not answer. */
    void onTime(long now) {
        if (!places.isEmpty()) {
            places.removeIf(place -> now - place.until >= 0);
        }
    }

    /** When a challenge is due, or a place to be forgotten. */
    long deadline() {
        long earliest = Long.MAX_VALUE;
        if (places.isEmpty()) {
            return earliest;
        }
        for (Place place : places) {
            earliest = Math.min(earliest, place.wantsChallenge() ? place.next : place.until);
        }
        return earliest;
    }

    /** True if the link has moved to where the answer came from. */
    boolean onResponse(@Nullable InetSocketAddress from, long returned) {
        Place place = from == null ? null : place(from);
        if (place == null || place.token != returned || place.challenges == 0) {
            return false;
        }
        address = place.address;
        places.clear();
        return true;
    }

    void answerLater(long challengeToken) {
        answer = challengeToken;
        answerWanted = true;
    }

    boolean answerWanted() {
        return answerWanted;
    }

    long takeAnswer() {
        answerWanted = false;
        return answer;
    }
}
