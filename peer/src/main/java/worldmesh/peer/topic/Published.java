package worldmesh.peer.topic;

/**
 * What became of something published.
 *
 * @param outcome what became of it
 * @param subscribers the linked players that it went to; of messages others may hear it from these
 * @param behind those among them that take nothing at the moment: of a message they get a copy later, unless 1,024 of
 *     them or 4 MiB wait already, when the oldest give way; of a frame they get none
 */
public record Published(Outcome outcome, int subscribers, int behind) {
    /** What can become of it. */
    public enum Outcome {
        /** It is on its way. */
        SENT,
        /** Nothing went: more than {@link TopicKind#perSecond}. Try less, later. */
        LIMITED,
        /** Nothing went: this player is not in a party. */
        OFFLINE
    }

    /** Nothing went, for this reason. */
    public static Published nothing(Outcome why) {
        return new Published(why, 0, 0);
    }

    /** True if it went, if only to nobody: nobody may subscribe. */
    public boolean sent() {
        return outcome == Outcome.SENT;
    }
}
