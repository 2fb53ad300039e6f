package worldmesh.samples.demo;

import worldmesh.samples.troupe.Pace;
import worldmesh.samples.troupe.PartyAudit;
import worldmesh.samples.troupe.PartyPromises;

/**
 * What the checker found, as it is printed.
 *
 * @param joinMillisMax from the call of join in a warm process to the first update that shows the host's world
 * @param acked commands that players hold receipts for
 * @param commandsPerSecondPerBot what the slowest bot asked for and was granted in a second while the party stood
 * @param lostAcks of those, how many some peer's log lacks
 * @param duplicateEffects commands that stand in some peer's log more than once
 * @param goldBefore gold in all accounts, veins and offers included, when the holder was killed
 * @param goldAfter the same at the end
 * @param restored true if everything the holder had decided when it was killed is in the party's log, unaltered
 * @param rejoinMillis from the killed peer's return until its disk counts again
 * @param takeoverMillis from the kill of the holder to the first acknowledgement under a newer epoch
 * @param split true if the party was split
 * @param healMillis from the end of the split to equal worlds, -1 without one
 * @param provisional commands that a side without a majority answered provisionally
 * @param cheatsTried cheats sent by a peer with its own checks off
 * @param cheatsAccepted of those, how many changed anything on an honest peer
 * @param deposedMillis from a cheating holder's first cheat to an honest holder's first acknowledgement, -1 without one
 */
public record Findings(
        int peers,
        long startMillisMax,
        long joinMillisMax,
        boolean converged,
        String digest,
        int acked,
        Pace commandsPerSecondPerBot,
        int lostAcks,
        int duplicateEffects,
        long goldBefore,
        long goldAfter,
        boolean restored,
        long rejoinMillis,
        long takeoverMillis,
        boolean split,
        long healMillis,
        int provisional,
        long cheatsTried,
        long cheatsAccepted,
        long deposedMillis,
        int budgetSeconds)
        implements PartyPromises {

    static Findings of(PartyAudit audit, int seconds) {
        return new Findings(
                audit.peers(),
                audit.max("start"),
                audit.max("join"),
                audit.converged(),
                audit.digest(),
                audit.acked(),
                audit.pace(),
                audit.lostAcks(),
                audit.duplicateEffects(),
                audit.goldBefore(),
                audit.goldAfter(),
                audit.restored(),
                audit.rejoins().maxIfComplete(),
                audit.takeovers().max(),
                audit.wasSplit(),
                audit.healMillis(),
                audit.provisional(),
                audit.cheatsTried(),
                audit.cheatsAccepted().size(),
                audit.deposedMillis(),
                seconds);
    }

    /** True if every promise held. */
    public boolean good() {
        return keepsPromises() && isBack() && isHonest();
    }

    /** The role moved on, who was killed came back, and a split healed. */
    private boolean isBack() {
        return rejoinMillis >= 0 && takeoverMillis >= 0 && (healMillis >= 0 || !split);
    }

    private boolean isHonest() {
        return cheatsTried > 0 && cheatsAccepted == 0 && deposedMillis >= 0;
    }
}
