package worldmesh.peer.predict;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.view.Guard;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;

/**
 * Predicts the commands that are not answered yet: decides them in order over the confirmed world, and all anew
 * whenever that changed. A command that the rules refuse here changes nothing here; the authority decides all the same.
 *
 * <p>Tick and dice: a command that is answered is decided at the tick of its receipt until its effects are here. One
 * that is not is expected in the tick after the newest that a receipt named, and the dice are those of that tick; if
 * another player's command takes the tick, the guess is wrong and is corrected with the answer. Confined to the world's
 * thread.
 */
public final class Prediction {
    /** A command of which the tick is not known yet. */
    private static final long UNDECIDED = 0;

    private final RuleBook rules;
    private final Schema schema;
    private final EffectDraft effects;
    private final Guard guard;
    private final Map<CommandId, Predicted> commands = new LinkedHashMap<>();
    private @Nullable Overlay overlay;
    private long newestTick;
    private int ordinals;

    /** Predicts by {@code rules}; one that throws is reported to {@code guard} and changes nothing. */
    public Prediction(RuleBook rules, Schema schema, Guard guard) {
        this.rules = rules;
        this.schema = schema;
        this.effects = new EffectDraft(schema);
        this.guard = guard;
    }

    /** Adds a command on top of the others; names the cells that may read differently now. */
    public void add(CommandEnvelope envelope, Record command, RuleView confirmed, Touched touched) {
        Predicted predicted = new Predicted(envelope, command);
        commands.put(envelope.id(), predicted);
        Overlay over = overlay == null ? new Overlay(confirmed) : overlay;
        overlay = over;
        Overlay draft = run(predicted, over);
        predicted.forecast = Forecast.of(draft, schema);
        if (draft != null) {
            draft.eachChange(touched::accept);
        }
    }

    /** The command was decided in this tick; {@link #rebase} takes that into account. */
    public void decided(CommandId id, long tick) {
        newestTick = Math.max(newestTick, tick);
        Predicted predicted = commands.get(id);
        if (predicted != null) {
            predicted.tick = tick;
        }
    }

    /** Removes a command; {@link #rebase} takes it back. Answers what it had been shown to change. */
    public List<Rejection.Cell> remove(CommandId id) {
        Predicted predicted = commands.remove(id);
        return predicted == null || predicted.forecast == null ? List.of() : predicted.forecast.changed();
    }

    /** True if the command was shown, rightly or not; false while the input delay hides it. */
    public boolean contains(CommandId id) {
        return commands.containsKey(id);
    }

    /** True if the command was shown to be accepted. */
    public boolean foresawAcceptance(CommandId id) {
        Predicted predicted = commands.get(id);
        return predicted != null && predicted.forecast != null && !predicted.forecast.isRefused();
    }

    /**
     * True if {@code confirmed}, where the effects of the command are, differs from what the player was shown when it
     * was first predicted. Cells that a later command wrote too are judged by that one.
     */
    public boolean wasWrong(CommandId id, RuleView confirmed) {
        Forecast forecast = null;
        List<Forecast> later = new ArrayList<>();
        for (Predicted predicted : commands.values()) {
            if (predicted.envelope.id().equals(id)) {
                forecast = predicted.forecast;
            } else if (forecast != null && predicted.forecast != null) {
                later.add(predicted.forecast);
            }
        }
        return forecast != null && (forecast.isRefused() || !forecast.holds(confirmed, later));
    }

    /** How many commands are predicted. */
    public int size() {
        return commands.size();
    }

    /** True if anything is or was predicted, so that a rebase makes sense. */
    public boolean isActive() {
        return overlay != null || !commands.isEmpty();
    }

    /** Decides all commands anew; names every cell, and every entity by a null type, that may read differently now. */
    public void rebase(RuleView confirmed, Touched touched) {
        Overlay before = overlay;
        Overlay now = new Overlay(confirmed);
        ordinals = 0;
        commands.values().forEach(predicted -> run(predicted, now));
        overlay = commands.isEmpty() ? null : now;
        TreeMap<EntityId, TreeSet<String>> seen = new TreeMap<>();
        Touched once = (entity, type) -> {
            String name = type == null ? "" : type.getName();
            if (seen.computeIfAbsent(entity, id -> new TreeSet<>()).add(name)) {
                touched.accept(entity, type);
            }
        };
        if (before != null) {
            before.eachChange(once::accept);
        }
        now.eachChange(once::accept);
    }

    /** Visits the cells that are predicted now, and by a null type the entities predicted to be gone. */
    public void each(Touched visitor) {
        if (overlay != null) {
            overlay.eachChange(visitor::accept);
        }
    }

    /** The predicted value of a cell, or null if nothing is predicted for it. */
    public @Nullable Record predicted(EntityId entity, Class<? extends Record> type) {
        return overlay == null ? null : overlay.predicted(entity, type);
    }

    /** True if the entity is predicted to be gone. */
    public boolean isDeleted(EntityId entity) {
        return overlay != null && overlay.isDeleted(entity);
    }

    /** Decides one command on top of {@code over}; answers what it changed there, null if the rules refuse it. */
    private @Nullable Overlay run(Predicted predicted, Overlay over) {
        long tick = predicted.tick == UNDECIDED ? newestTick + 1 : predicted.tick;
        Overlay draft = new Overlay(
                over,
                tick,
                predicted.envelope.seed(tick),
                predicted.envelope.id().player());
        int ordinal = ++ordinals;
        boolean[] applied = new boolean[1];
        guard.run("rule of " + predicted.command.getClass().getSimpleName(), () -> {
            Decision decision = rules.decide(predicted.command, draft);
            applied[0] = decision instanceof Decision.Accept accept && effects.apply(accept.effects(), draft, ordinal);
        });
        if (!applied[0]) {
            return null;
        }
        over.absorb(draft);
        return draft;
    }

    private static final class Predicted {
        private final CommandEnvelope envelope;
        private final Record command;
        private @Nullable Forecast forecast;
        private long tick = UNDECIDED;

        Predicted(CommandEnvelope envelope, Record command) {
            this.envelope = envelope;
            this.command = command;
        }
    }

    /** Is told a cell, or with a null type all cells of an entity. */
    @FunctionalInterface
    public interface Touched {
        /** One cell, or one entity. */
        void accept(EntityId entity, @Nullable Class<? extends Record> type);
    }
}
