package worldmesh.authority.validate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.row.RowReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.Schema;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;

/**
 * Runs the rule of a command and rehearses its effects, so that applying them cannot fail half way. Changes nothing.
 * Confined to the owner's thread.
 */
public final class Judge {
    private static final Logger log = LoggerFactory.getLogger(Judge.class);

    private final Schema schema;
    private final PeerId holder;
    private final RuleBook rules;
    private long brokenRules;

    /** A judge by these rules, in place of the holder of the authority: who judges again says the same. */
    public Judge(Schema schema, PeerId holder, RuleBook rules) {
        this.schema = schema;
        this.holder = holder;
        this.rules = rules;
    }

    /** Judges one command by what the view shows and the ledger in {@code rows}. */
    public Judgement judge(Record command, RuleView view, RowReader rows) {
        Decision decision = decide(command, view);
        if (decision instanceof Decision.Reject rejected) {
            return new Judgement.Refused(rejected.reason());
        }
        var effects = ((Decision.Accept) decision).effects();
        String objection = new Rehearsal(view, schema, holder, rows).objection(effects);
        return objection == null ? new Judgement.Approved(effects) : new Judgement.Refused(objection);
    }

    @SuppressWarnings("IllegalCatch") // a rule is the game's code: whatever it throws ends its own command and no other
    private Decision decide(Record command, RuleView view) {
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
}
