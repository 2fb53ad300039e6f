package worldmesh.authority.validate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.row.RowReader;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaView;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.RuleBook;

/**
 * Runs the rule of a command and rehearses its effects, so that applying them cannot fail half way. Changes nothing.
 * Confined to the owner's thread.
 */
public final class Judge {
    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final Replica replica;
    private final RuleBook rules;
    private long brokenRules;

    /** A judge by these rules over this replica. */
    public Judge(Replica replica, RuleBook rules) {
        this.replica = replica;
        this.rules = rules;
    }

    /** Judges one command against the replica and the ledger in {@code rows}. */
    public Judgement judge(CommandEnvelope envelope, Record command, TickTime time, RowReader rows) {
        long tick = time.tick();
        ReplicaView view =
                new ReplicaView(replica, envelope.id().player(), tick, time.worldMillis(), envelope.seed(tick));
        Decision decision = decide(command, view);
        if (decision instanceof Decision.Reject rejected) {
            return new Judgement.Refused(rejected.reason());
        }
        var effects = ((Decision.Accept) decision).effects();
        String objection = new Rehearsal(replica, rows).objection(effects);
        return objection == null ? new Judgement.Approved(effects) : new Judgement.Refused(objection);
    }

    @SuppressWarnings("IllegalCatch") // a rule is the game's code: whatever it throws ends its own command and no other
    private Decision decide(Record command, ReplicaView view) {
        try {
            Decision decision = rules.decide(command, view);
            return decision == null ? Decision.reject("the rule gave no answer") : decision;
        } catch (RuntimeException | StackOverflowError e) {
            brokenRules++;
            log.debug(
                    "authority.rule.broken command={} cause={}",
                    command.getClass().getSimpleName(),
                    e.toString());
            return Decision.reject("the rule of this command is broken");
        }
    }

    /** How often a rule threw instead of deciding. */
    public long brokenRules() {
        return brokenRules;
    }

    /** When commands are judged: the tick's number and its world time. */
    public record TickTime(long tick, long worldMillis) {}
}
