package worldmesh.peer.predict;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.view.Guard;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;

/**
 * Predicts the commands that are not answered yet: decides them in order over the confirmed world, and all anew
 * whenever that changed. A command that the rules refuse here changes nothing here; the authority decides all the same.
 * Ticks and dice are the authority's: rules that use them are predicted with those of the confirmed view. Confined to
 * the world's thread.
 */
public final class Prediction {
    private final RuleBook rules;
    private final EffectDraft effects;
    private final Guard guard;
    private final Map<CommandId, Record> commands = new LinkedHashMap<>();
    private @Nullable Overlay overlay;

    /** Predicts by {@code rules}; one that throws is reported to {@code guard} and changes nothing. */
    public Prediction(RuleBook rules, Schema schema, Guard guard) {
        this.rules = rules;
        this.effects = new EffectDraft(schema);
        this.guard = guard;
    }

    /** Adds a command; {@link #rebase} applies it. */
    public void add(CommandId id, Record command) {
        commands.put(id, command);
    }

    /** Removes a command; {@link #rebase} takes it back. */
    public void remove(CommandId id) {
        commands.remove(id);
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
    public void rebase(RuleView confirmed, BiConsumer<EntityId, @Nullable Class<? extends Record>> touched) {
        Overlay before = overlay;
        Overlay now = new Overlay(confirmed);
        int[] ordinal = {0};
        commands.values().forEach(command -> {
            ordinal[0]++;
            guard.run("rule of " + command.getClass().getSimpleName(), () -> decide(command, now, ordinal[0]));
        });
        overlay = commands.isEmpty() ? null : now;
        TreeMap<EntityId, TreeSet<String>> seen = new TreeMap<>();
        BiConsumer<EntityId, @Nullable Class<? extends Record>> once = (entity, type) -> {
            String name = type == null ? "" : type.getName();
            if (seen.computeIfAbsent(entity, id -> new TreeSet<>()).add(name)) {
                touched.accept(entity, type);
            }
        };
        if (before != null) {
            before.eachChange(once);
        }
        now.eachChange(once);
    }

    /** The predicted value of a cell, or null if nothing is predicted for it. */
    public @Nullable Record predicted(EntityId entity, Class<? extends Record> type) {
        return overlay == null ? null : overlay.predicted(entity, type);
    }

    /** True if the entity is predicted to be gone. */
    public boolean isDeleted(EntityId entity) {
        return overlay != null && overlay.isDeleted(entity);
    }

    private void decide(Record command, Overlay over, int ordinal) {
        Decision decision = rules.decide(command, over);
        if (decision instanceof Decision.Accept accept) {
            Overlay draft = new Overlay(over);
            if (effects.apply(accept.effects(), draft, ordinal)) {
                over.absorb(draft);
            }
        }
    }
}
