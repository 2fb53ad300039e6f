package worldmesh.world.component;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that two programs declare otherwise.
 *
 * @param about what it breaks
 * @param subject the component or command, with its field or rule
 * @param mine what the first says
 * @param theirs what the second says
 * @param here what the first would have to declare besides to agree; null if nothing
 * @param there what the second would have to declare in place of what it does, or besides; null if nothing
 */
public record SchemaDrift(
        About about,
        String subject,
        String mine,
        String theirs,
        @Nullable Declaration here,
        @Nullable Declaration there) {
    /** What a difference breaks. */
    public enum About {
        /** Two things go by one id. */
        IDS,
        /** What one writes the other does not read, or reads as something else. */
        COMPONENTS,
        /** Who may write, or who is sent it, is judged otherwise. */
        RULES
    }

    private static final String NOTHING = "not declared";

    /** All of them; ids before components before rules, since what comes first may be why the rest differs. */
    public static List<SchemaDrift> between(List<Declaration> mine, List<Declaration> theirs) {
        List<SchemaDrift> ids = new ArrayList<>();
        List<SchemaDrift> components = new ArrayList<>();
        List<SchemaDrift> rules = new ArrayList<>();
        Map<String, Declaration> byName = byName(theirs);
        for (Declaration one : mine) {
            Declaration other = byName.remove(key(one));
            Declaration same = other == null ? sameId(one, theirs) : null;
            if (same != null) {
                byName.remove(key(same));
                ids.add(new SchemaDrift(
                        About.IDS,
                        "id " + Integer.toHexString(one.id()),
                        one.name(),
                        same.name(),
                        same.renamed(same.name() + "-2"),
                        one));
            } else if (other == null) {
                components.add(new SchemaDrift(About.COMPONENTS, one.name(), one.text(), NOTHING, null, one));
            } else {
                fields(one, other, components);
                rules(one, other, rules);
            }
        }
        byName.values()
                .forEach(other -> components.add(
                        new SchemaDrift(About.COMPONENTS, other.name(), NOTHING, other.text(), other, null)));
        ids.addAll(components);
        ids.addAll(rules);
        return ids;
    }

    private static String key(Declaration of) {
        return (of.command() ? "command " : "component ") + of.name();
    }

    private static Map<String, Declaration> byName(List<Declaration> all) {
        Map<String, Declaration> byName = new LinkedHashMap<>();
        all.forEach(one -> byName.put(key(one), one));
        return byName;
    }

    private static @Nullable Declaration sameId(Declaration one, List<Declaration> theirs) {
        for (Declaration other : theirs) {
            if (other.id() == one.id() && other.command() == one.command()) {
                return other;
            }
        }
        return null;
    }

    private static void fields(Declaration one, Declaration other, List<SchemaDrift> out) {
        if (!one.kind().equals(other.kind())) {
            out.add(new SchemaDrift(About.COMPONENTS, one.name(), one.kind(), other.kind(), null, one));
            return;
        }
        int most = Math.max(one.fields().size(), other.fields().size());
        for (int i = 0; i < most; i++) {
            String mine = at(one, i);
            String theirs = at(other, i);
            if (!mine.equals(theirs)) {
                // What follows has moved along with it: the first is the one to look at.
                out.add(new SchemaDrift(About.COMPONENTS, one.name() + " field " + (i + 1), mine, theirs, null, one));
                return;
            }
        }
    }

    private static String at(Declaration of, int field) {
        return field < of.fields().size() ? of.fields().get(field) : "none";
    }

    private static void rules(Declaration one, Declaration other, List<SchemaDrift> out) {
        one.rules().forEach((rule, mine) -> {
            String theirs = other.rules().get(rule);
            if (theirs != null && !mine.equals(theirs)) { // another version may tell more or fewer of them
                out.add(new SchemaDrift(About.RULES, one.name() + " " + rule, mine, theirs, null, one));
            }
        });
    }
}
