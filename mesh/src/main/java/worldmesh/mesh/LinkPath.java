package worldmesh.mesh;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address a link sends to. It moves only to an address from which a genuine record came and which then returned a
 * challenge: a record copied by somebody on the way moves nothing. Confined to the owner.
 */
final class LinkPath {
    /** Challenges are not sent more often than this, whatever arrives from where. */
    private static final long CHALLENGE_NANOS = 100_000_000L;

    private InetSocketAddress address;
    private @Nullable InetSocketAddress candidate;
    private long token;
    private long challengedAt;
    private boolean challenged;
    private long answer;
    private boolean answerWanted;

    LinkPath(InetSocketAddress address) {
        this.address = address;
    }

    InetSocketAddress address() {
        return address;
    }

    boolean wantsChallenge(InetSocketAddress from, long now) {
        return !from.equals(address) && (!challenged || now - challengedAt >= CHALLENGE_NANOS);
    }

    long challenge(InetSocketAddress from, long newToken, long now) {
        candidate = from;
        token = newToken;
        challengedAt = now;
        challenged = true;
        return newToken;
    }

    void onResponse(@Nullable InetSocketAddress from, long returned) {
        if (candidate != null && candidate.equals(from) && returned == token) {
            address = candidate;
            candidate = null;
        }
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
