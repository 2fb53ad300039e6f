package worldmesh.peer.admission;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.RefusalReason;
import worldmesh.peer.wire.Hello;
import worldmesh.runtime.identity.PeerId;

/**
 * Judges hellos. Components unknown to one side are a refusal by default, since rules could decide differently; a party
 * that allows them passes unknown components on. Confined to the session's thread.
 */
public final class Gate {
    private final byte[] schemaHash;
    private final boolean allowOtherSchema;
    private final int membersMax;
    private final Set<PeerId> banned = new TreeSet<>();
    private Function<PeerId, @Nullable String> bans = peer -> null;

    /** A gate of a program with this schema that admits {@code membersMax} others. */
    public Gate(byte[] schemaHash, boolean allowOtherSchema, int membersMax) {
        this.schemaHash = schemaHash.clone();
        this.allowOtherSchema = allowOtherSchema;
        this.membersMax = membersMax;
    }

    /** Bans a peer for the life of the session. */
    public void ban(PeerId peer) {
        banned.add(peer);
    }

    /** Asks the authority too: it answers why a peer is banned, or null. */
    public void askForBans(Function<PeerId, @Nullable String> list) {
        bans = list;
    }

    /** True if the peer is banned. */
    public boolean isBanned(PeerId peer) {
        return banned.contains(peer) || bans.apply(peer) != null;
    }

    /** Why {@code peer} may not come in, or null if it may. */
    public @Nullable Refusal judge(PeerId peer, Hello hello, Circumstances now) {
        if (banned.contains(peer)) {
            return new Refusal(RefusalReason.BANNED, "banned by the host");
        }
        String ban = bans.apply(peer);
        if (ban != null) {
            return new Refusal(RefusalReason.BANNED, "banned: " + ban);
        }
        if (hello.version() != Hello.VERSION) {
            return new Refusal(
                    RefusalReason.VERSION,
                    "session protocol " + hello.version() + " meets " + Hello.VERSION + "; update the older one");
        }
        if (!allowOtherSchema && !Arrays.equals(hello.schemaHash(), schemaHash)) {
            return new Refusal(
                    RefusalReason.SCHEMA_MISMATCH,
                    "schema " + hex(hello.schemaHash()) + " meets " + hex(schemaHash)
                            + "; run the same version of the game, or allow unknown components");
        }
        Refusal world = judgeWorld(hello, now.worldId);
        if (world != null) {
            return world;
        }
        if (now.members >= membersMax) {
            return new Refusal(RefusalReason.SERVER_FULL, "the party has " + membersMax + " other players already");
        }
        return now.invited ? null : new Refusal(RefusalReason.INVITATION_WRONG, "the world is by invitation only");
    }

    private static @Nullable Refusal judgeWorld(Hello hello, byte @Nullable [] own) {
        if (own == null) {
            return hello.newcomer()
                    ? new Refusal(RefusalReason.NO_WORLD, "neither side knows a world; join one that is hosted")
                    : null;
        }
        if (!hello.newcomer() && !Arrays.equals(hello.worldId(), own)) {
            return new Refusal(
                    RefusalReason.WORLD_MISMATCH,
                    "world " + hex(hello.worldId()) + " meets " + hex(own) + "; use another store directory");
        }
        return null;
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, 8);
    }

    /**
     * What the judgement depends on besides the hello.
     *
     * @param worldId the world known here or expected, or null
     * @param members others admitted now
     * @param invited true if no invitation is needed, or it was proved, or a member vouches for the peer
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Circumstances(byte @Nullable [] worldId, int members, boolean invited) {}
}
