package worldmesh.samples.soak;

import java.util.List;
import worldmesh.samples.troupe.PartyAudit;
import worldmesh.samples.troupe.PartyPromises;
import worldmesh.samples.troupe.Rejoins;
import worldmesh.samples.troupe.Takeovers;

/**
 * What the checker found, as it is printed.
 *
 * @param soak the kind of soak
 * @param acked commands that players hold receipts for
 * @param lostAcks of those, how many some peer's log lacks
 * @param duplicateEffects commands that stand in some peer's log more than once
 * @param goldBefore gold in all accounts, veins and offers included, when a holder was killed first
 * @param goldAfter the same at the end
 * @param restored true if everything the first victim had decided is in the party's log at the end, unaltered
 * @param rejoinMillisMax from a return of a killed holder until its disk counts again, the longest
 * @param rejoinMillisP50 the same, in the middle
 * @param rejoinsCut returns that the next kill ended before that
 * @param takeoverMillisP99 from a kill to the first acknowledgement under a newer epoch; -1 if one never came
 * @param commandsPerSecond what the party decided
 * @param problems what contradicts itself in the stores
 */
record SoakKillFindings(
        String soak,
        int kills,
        int acked,
        int lostAcks,
        int duplicateEffects,
        long goldBefore,
        long goldAfter,
        boolean restored,
        boolean converged,
        String digest,
        long rejoinMillisMax,
        long rejoinMillisP50,
        int rejoinsCut,
        long takeoverMillisP99,
        double commandsPerSecond,
        List<String> problems,
        long seed)
        implements PartyPromises {

    static SoakKillFindings of(PartyAudit audit, long seed) {
        Rejoins rejoins = audit.rejoins();
        Takeovers takeovers = audit.takeovers();
        return new SoakKillFindings(
                "kill",
                audit.kills(),
                audit.acked(),
                audit.lostAcks(),
                audit.duplicateEffects(),
                audit.goldBefore(),
                audit.goldAfter(),
                audit.restored(),
                audit.converged(),
                audit.digest(),
                rejoins.max(),
                rejoins.median(),
                rejoins.cut(),
                takeovers.p99(),
                Math.round(audit.commandsPerSecond() * 10) / 10.0,
                audit.problems(),
                seed);
    }

    /** True if every promise held. */
    boolean good() {
        return keepsPromises();
    }
}
