package worldmesh.world.summary;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;

/** Which components are told of in summaries, and how. Filled before the world opens; not thread-safe. */
public final class SummaryRules {
    private final Map<Class<? extends Record>, SummaryRule<?>> rules = new LinkedHashMap<>();

    /** Tells of a component; refuses a second rule for it, and more components than a summary has room for. */
    public <T extends Record> SummaryRules add(Class<T> type, SummaryRule<? super T> rule) {
        if (rules.size() >= SectorSummary.KINDS_MAX) {
            throw new IllegalArgumentException(
                    "summaries tell of " + SectorSummary.KINDS_MAX + " components at most; leave one out");
        }
        if (rules.putIfAbsent(type, rule) != null) {
            throw new IllegalArgumentException(type.getSimpleName() + " has a summary rule already");
        }
        return this;
    }

    /** Refuses rules for what the schema does not have. */
    public void check(Schema schema) {
        rules.keySet().forEach(schema::type);
    }

    /** The components told of. */
    public Iterable<Class<? extends Record>> types() {
        return rules.keySet();
    }

    /** What a value adds; null if nothing is told of its type. */
    public <T extends Record> SummaryRule.@Nullable Mark mark(ComponentType<T> type, Record value) {
        @SuppressWarnings("unchecked") // rules are kept under the class they take
        SummaryRule<T> rule = (SummaryRule<T>) rules.get(type.type());
        return rule == null ? null : rule.mark(type.type().cast(value));
    }
}
