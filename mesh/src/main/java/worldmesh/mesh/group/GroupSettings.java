package worldmesh.mesh.group;

import worldmesh.mesh.membership.Membership;

/**
 * The tunables of a party, checked when built.
 *
 * @param membersMax members of a party; the next one is refused
 * @param probeMillis how long another member has to ask a silent one itself and say that it hears it: as long as a
 *     link waits for the answer to a ping
 * @param retransmitMillis how often JGroups says again what was not acknowledged
 * @param joinMillis how long a joiner waits for an answer before it asks again
 */
public record GroupSettings(int membersMax, long probeMillis, long retransmitMillis, long joinMillis) {
    /** Refuses what cannot work. */
    public GroupSettings {
        within("members-max", membersMax, 1, Membership.MAX_MEMBERS);
        within("probe-millis", probeMillis, 1, 10_000);
        within("retransmit-millis", retransmitMillis, 10, 10_000);
        within("join-millis", joinMillis, 100, 60_000);
    }

    /** The settings a LAN party runs with. */
    public static GroupSettings defaults() {
        return new GroupSettings(Membership.DEFAULT_MEMBERS, 200, 100, 500);
    }

    private static void within(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    "party " + name + " is " + value + ", must be within " + min + ".." + max);
        }
    }
}
