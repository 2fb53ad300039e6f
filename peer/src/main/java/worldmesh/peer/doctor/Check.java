package worldmesh.peer.doctor;

/**
 * One thing that was looked at.
 *
 * @param name what: one of nine, as `docs/coverage.md` O20 lists them
 * @param subject of which server or peer; empty if there is one only
 * @param outcome how it went
 * @param value what was seen; empty if nothing was
 * @param reason why it failed or was skipped; empty if it did not
 * @param advice what to do about it; empty if nothing
 */
public record Check(String name, String subject, Outcome outcome, String value, String reason, String advice) {
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
        return new Check(name, subject, Outcome.OK, value, "", "");
    }

    static Check skipped(String name, String subject, String reason) {
        return new Check(name, subject, Outcome.SKIPPED, "", reason, "");
    }

    static Check failed(String name, String subject, Trouble trouble) {
        return new Check(name, subject, Outcome.FAILED, trouble.value, trouble.reason, trouble.advice);
    }

    /** What was seen, why that is wrong, and what to do. */
    record Trouble(String value, String reason, String advice) {}

    /** True if something is in the way. */
    public boolean isFailed() {
        return outcome == Outcome.FAILED;
    }
}
