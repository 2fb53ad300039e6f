package worldmesh.authority.audit;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.row.RowReader;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.TickLog;
import worldmesh.authority.validate.EffectCodec;
import worldmesh.authority.validate.EffectWriter;
import worldmesh.authority.validate.Judge;
import worldmesh.authority.validate.Judgement;
import worldmesh.authority.validate.Reads;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.replica.Replica;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.trust.Grant;

/**
 * Sees whether players wished the commands of an entry, and runs its rules again: with the CRITICAL values and the
 * ledger of the auditor's own committed state, what the entry declares to have read of the rest, and its tick, time and
 * dice, the verdicts and effects have to be the same byte for byte, and the batches have to hold just their ops.
 * Changes nothing. Confined to the owner's thread.
 */
public final class RulesAudit {
    private final Replica replica;
    private final Schema schema;
    private final RowReader rows;
    private final RuleBook rules;
    private final Consent consent;
    private long differing;

    /** An audit against the committed state of this replica and these rows. */
    public RulesAudit(Replica replica, RowReader rows, RuleBook rules, Consent consent) {
        this.replica = replica;
        this.schema = replica.schema();
        this.rows = rows;
        this.rules = rules;
        this.consent = consent;
    }

    /** Where the entry, which is next to be committed and is signed under the grant, breaks the rules, or null. */
    public @Nullable Mismatch check(LogEntry entry, Grant grant) {
        return check(entry, grant, new RowDraft(rows));
    }

    /** The same, and drafts into {@code books} what the entry does to the ledger. */
    public @Nullable Mismatch check(LogEntry entry, Grant grant, RowDraft books) {
        for (int i = 0; i < entry.decided().size(); i++) {
            CommandEnvelope command = entry.decided().get(i).envelope();
            String forged = consent.objection(command, entry.header().worldMillis());
            if (forged != null) {
                return new Mismatch(i, forged);
            }
        }
        return checkDecisions(entry, grant, books);
    }

    /** The same of an entry whose commands were seen to be their players' before. */
    public @Nullable Mismatch checkDecisions(LogEntry entry, Grant grant, RowDraft books) {
        differing = 0;
        BatchAudit batches = new BatchAudit(schema, entry.batches());
        String author = batches.objectionToAuthor(grant, replica.knownProofs());
        if (author != null) {
            return Mismatch.entry(author);
        }
        List<EntityId> born = batches.born();
        String names = objectionToNames(born, entry);
        if (names != null) {
            return Mismatch.entry(names);
        }
        EntryWorld world = new EntryWorld(replica, rows, grant.holder(), born);
        Judge judge = new Judge(schema, grant.holder(), rules);
        DeclaredView.Setting setting =
                new DeclaredView.Setting(schema, replica.manifest().grid(), entry.header());
        long index = TickLog.lastIndex(rows);
        Set<CommandId> here = new HashSet<>();
        for (int i = 0; i < entry.decided().size(); i++) {
            index++;
            CommandId id = entry.decided().get(i).envelope().id();
            if (!here.add(id) || AnswerWindow.isSpent(rows, id, entry.header().worldMillis())) {
                return new Mismatch(i, "command " + id + " was decided before");
            }
            Court court = new Court(world, setting, judge, books, index);
            Reads reads = Reads.decode(entry.decided().get(i).reads(), schema);
            String objection = reads == null
                    ? "the command's reads are malformed"
                    : court.objection(entry.decided().get(i), reads);
            if (reads == null || objection != null) {
                return new Mismatch(i, String.valueOf(objection));
            }
            differing += reads.differing(replica);
        }
        String ops = batches.objection(world.expected(), grant.id());
        return ops == null ? null : Mismatch.entry(ops);
    }

    /**
     * Of what the holder declared to have read in the entry that was checked last, how much reads otherwise here: edits
     * that came to one of the two first, what the entry itself did before, or a lie that nobody can prove.
     */
    public long differing() {
        return differing;
    }

    /** An entity is born once, by a replica that is the tenure's, and as the authority's. */
    private @Nullable String objectionToNames(List<EntityId> born, LogEntry entry) {
        for (int i = 0; i < born.size(); i++) {
            EntityId name = born.get(i);
            boolean own = name.replica() == entry.batches().get(0).replica() && name.trust() == Trust.CRITICAL;
            if (!own || replica.exists(name) || replica.isDead(name) || (i > 0 && name.equals(born.get(i - 1)))) {
                return "entity " + name + " is not fresh or not the authority's";
            }
        }
        return null;
    }

    /** Judges one command again and plays its effects. */
    private record Court(EntryWorld world, DeclaredView.Setting setting, Judge judge, RowDraft books, long index) {
        @Nullable String objection(Decided decided, Reads reads) {
            CommandEnvelope envelope = decided.envelope();
            Record command = envelope.open(setting.schema());
            if (command == null) {
                return "the command is malformed";
            }
            DeclaredView view = new DeclaredView(world, setting, reads, envelope);
            try {
                Judgement judgement = judge.judge(command, view, books);
                if (view.objection() != null) {
                    return view.objection();
                }
                return objection(decided, judgement);
            } catch (UndeclaredReadException e) {
                return e.getMessage();
            }
        }

        private @Nullable String objection(Decided decided, Judgement judgement) {
            Verdict verdict;
            byte[] effects;
            if (judgement instanceof Judgement.Refused refused) {
                verdict = refused.verdict(decided.envelope().id());
                effects = new byte[0];
            } else {
                long epoch = setting.header().epoch();
                List<Effect> approved = ((Judgement.Approved) judgement).effects();
                List<Effect> applied = new EffectWriter(world, setting.schema(), books, epoch, index).apply(approved);
                verdict = new Verdict.Accepted(decided.envelope().id(), epoch, index);
                effects = EffectCodec.encode(applied, setting.schema());
            }
            if (!verdict.equals(decided.verdict())) {
                return "the verdict is " + decided.verdict() + ", the rules say " + verdict;
            }
            return Arrays.equals(effects, decided.effects()) ? null : "the effects are not those of the rules";
        }
    }
}
