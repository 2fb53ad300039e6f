package worldmesh.samples.soak;

import java.util.List;
import worldmesh.samples.demo.Findings;
import worldmesh.samples.demo.PartyAudit;
import worldmesh.samples.demo.Rejoins;

/**
 * What the checker found, as it is printed.
 *
 * @param soak the kind of soak
 * @param acked commands that players hold receipts for
 * @param lostAcks of those, how many the host's store does not know
 * @param duplicateEffects commands that stand in the host's log more than once
 * @param goldBefore gold in all accounts, veins and offers included, when the host was killed first
 * @param goldAfter the same at the end
 * @param restored true if everything the host had decided at its first kill is there at the end, unaltered
 * @param rejoinMillisMax from a return of the host to the last player's link to its new epoch, the longest
 * @param rejoinMillisP50 the same, in the middle
 * @param rejoinsCut returns that the next kill ended before all players were there
 * @param commandsPerSecond what the host decided while it was up
 * @param problems what contradicts itself in the host's store
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
        double commandsPerSecond,
        List<String> problems,
        long seed) {

    static SoakKillFindings of(PartyAudit audit, Findings found, long seed) {
        Rejoins rejoins = audit.rejoins();
        return new SoakKillFindings(
                "kill",
                audit.kills(),
                found.acked(),
                found.lostAcks(),
                found.duplicateEffects(),
                found.goldBefore(),
                found.goldAfter(),
                found.restored(),
                found.converged(),
                found.digest(),
                rejoins.max(),
                rejoins.median(),
                rejoins.cut(),
                Math.round(audit.commandsPerSecond() * 10) / 10.0,
                audit.problems(),
                seed);
    }
}
