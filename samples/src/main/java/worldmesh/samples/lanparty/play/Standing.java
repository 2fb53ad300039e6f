package worldmesh.samples.lanparty.play;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.samples.lanparty.page.FrameLines;
import worldmesh.world.command.CommandId;

/**
 * How the party's role stands: what of this player's deeds waits for the majority, what became of it when the sides
 * met, what happened to the role. Confined to the game's thread.
 */
final class Standing {
    /** Lines a page has room for; the oldest make room. */
    private static final int LINES_MAX = 8;

    private final Map<CommandId, String> provisional = new LinkedHashMap<>();
    private final Deque<String> rejected = new ArrayDeque<>();
    private final Deque<FrameLines.Notice> notices = new ArrayDeque<>();

    /** A deed waits for the majority of the party. */
    void waits(CommandId id, Record command) {
        provisional.put(id, Wording.of(command));
    }

    /** A deed counts; true if it had waited. */
    boolean accepted(CommandId id) {
        return provisional.remove(id) != null;
    }

    /** A deed does not count; true if it had waited. */
    boolean rejected(CommandId id, String reason) {
        String deed = provisional.remove(id);
        if (deed != null) {
            keep(rejected, deed + ": " + reason);
        }
        return deed != null;
    }

    /** Something happened to the role. */
    void happened(AuthorityNotice.Kind kind, String text) {
        keep(notices, new FrameLines.Notice(word(kind), text));
    }

    static String word(AuthorityNotice.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** What the pages show of it. */
    FrameLines.Standing picture(@Nullable AuthorityStatus status, boolean connected) {
        boolean adoptable = status != null && status.role() == AuthorityStatus.Role.PROVISIONAL;
        return new FrameLines.Standing(
                role(status, connected),
                adoptable,
                status == null ? 0 : status.roster().size(),
                List.copyOf(provisional.values()),
                List.copyOf(rejected),
                List.copyOf(notices));
    }

    static String role(@Nullable AuthorityStatus status, boolean connected) {
        if (status == null) {
            return connected ? "guest" : "";
        }
        return switch (status.role()) {
            case HOLDER -> "holder";
            case FOLLOWER -> "follower";
            case LEARNER -> "newcomer";
            case PROVISIONAL -> "provisional";
        };
    }

    private static <T> void keep(Deque<T> lines, T line) {
        if (lines.size() >= LINES_MAX) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }
}
