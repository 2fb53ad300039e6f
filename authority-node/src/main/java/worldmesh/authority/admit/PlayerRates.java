package worldmesh.authority.admit;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;

/** A pair of token buckets per player: for commands, and for answers without judging. Confined to one thread. */
final class PlayerRates {
    /** Players remembered; the one silent for longest is forgotten first. Four times the largest party. */
    private static final int PLAYERS_MAX = 256;

    private final AdmitLimits limits;
    private final LinkedHashMap<PeerId, Buckets> players = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Buckets> eldest) {
            return size() > PLAYERS_MAX;
        }
    };

    PlayerRates(AdmitLimits limits) {
        this.limits = limits;
    }

    /** True if the player may have another command judged. */
    boolean tryCommand(PeerId player, long nowNanos) {
        return of(player, nowNanos).commands.tryTake(nowNanos);
    }

    /** True if the player may have another answer that costs no judging: a refusal, or an answer given before. */
    boolean tryAnswer(PeerId player, long nowNanos) {
        return of(player, nowNanos).answers.tryTake(nowNanos);
    }

    private Buckets of(PeerId player, long nowNanos) {
        return players.computeIfAbsent(player, id -> new Buckets(bucket(nowNanos), bucket(nowNanos)));
    }

    private TokenBucket bucket(long nowNanos) {
        return new TokenBucket(limits.commandsPerSecond(), limits.burst(), nowNanos);
    }

    private record Buckets(TokenBucket commands, TokenBucket answers) {}
}
