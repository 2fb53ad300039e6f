package worldmesh.peer.doctor;

import java.util.List;
import worldmesh.peer.checkup.Remedy;

/**
 * One thing that was looked at.
 *
 * @param name what it is about, as docs/troubleshooting.md lists it
 * @param subject of which server or peer; empty if there is one only
 * @param outcome how it went
 * @param value what was seen; empty if nothing was
 * @param reason why it failed or was skipped; empty if it did not
 * @param advice what to do about it; empty if nothing
 * @param remedies the same for a script, to be applied in order; empty if nothing cures it that is known here
 */
public record Check(
        String name,
        String subject,
        Outcome outcome,
        String value,
        String reason,
        String advice,
        List<Remedy> remedies) {
    /** Copies the list. */
    public Check {
        remedies = List.copyOf(remedies);
    }

    /** How a check went. */
    public enum Outcome {
        /** As it should. */
        OK,
        /** Something is in the way. */
        FAILED,
        /** It could not be tried, or would say what another check says already. */
        SKIPPED
    }

    static Check ok(String name, String subject, String value) {
        return new Check(name, subject, Outcome.OK, value, "", "", List.of());
    }

    static Check skipped(String name, String subject, String reason) {
        return new Check(name, subject, Outcome.SKIPPED, "", reason, "", List.of());
    }

    static Check failed(String name, String subject, Trouble trouble) {
        return new Check(
                name, subject, Outcome.FAILED, trouble.value, trouble.reason, trouble.advice, trouble.remedies);
    }

    /** What was seen, why that is wrong, and what to do. */
    record Trouble(String value, String reason, String advice, List<Remedy> remedies) {
        /** What no script can mend. */
        Trouble(String value, String reason, String advice) {
            this(value, reason, advice, List.of());
        }

        Trouble(String value, String reason, String advice, Remedy remedy) {
            this(value, reason, advice, List.of(remedy));
        }
    }

    /** Of what it is a part, in the words that players use. */
    public String topic() {
        return switch (name) {
            case "region" -> "server region";
            case "quality" -> "network quality";
            case "ticks" -> "tick rate";
            case "reconnection" -> "reconnection logic";
            case "stun", "nat", "turn", "traversal" -> "NAT traversal";
            case "udp", "mtu", "ways" -> "firewall settings";
            default -> "this machine and the member";
        };
    }

    /** True if something is in the way. */
    public boolean isFailed() {
        return outcome == Outcome.FAILED;
    }
}
