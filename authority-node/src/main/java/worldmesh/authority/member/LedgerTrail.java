package worldmesh.authority.member;

import worldmesh.authority.ledger.Ledger;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.validate.EffectCodec;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.Verdict;

/** The transfers that the books keep beside an entry of the log, as long as the entry is there. Keeps no state. */
final class LedgerTrail {
    private LedgerTrail() {}

    /** Adds to the rows that the transfers of an entry go. */
    static void forget(LogEntry commands, JournalBatch rows) {
        for (Decided each : commands.decided()) {
            if (each.verdict() instanceof Verdict.Accepted accepted) {
                Ledger.forget(accepted.epoch(), accepted.index(), EffectCodec.count(each.effects()), rows);
            }
        }
    }
}
