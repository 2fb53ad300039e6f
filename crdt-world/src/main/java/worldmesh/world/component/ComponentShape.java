package worldmesh.world.component;

import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.space.Grid;

/** What the annotations of a component record say, checked for contradictions. */
record ComponentShape(String name, Trust trust, CellKind kind, boolean motion, boolean account, ReplicationPlan plan) {
    static ComponentShape of(Class<? extends Record> type) {
        Component component = type.getAnnotation(Component.class);
        if (component == null) {
            throw new SchemaException(type.getName() + " is not a component; annotate it with @Component(\"name\")");
        }
        ReplicationPlan plan = ReplicationPlan.of(type.getAnnotation(Networked.class));
        Trust trust = trustOf(type, plan);
        CellKind kind = kindOf(type);
        if (kind != CellKind.REGISTER && trust != Trust.SHARED) {
            throw new SchemaException(type.getName() + " is " + trust + " and a " + kind
                    + "; only plain records may be @Owned or @Critical, remove one of the annotations");
        }
        if (kind != CellKind.REGISTER && hasLimits(type)) {
            throw new SchemaException(type.getName() + " is a " + kind + " and has a @Range or @Length; what several"
                    + " write at once is joined without asking, so only plain records have them, remove it");
        }
        boolean motion = motion(type, trust, plan);
        boolean account = account(type, trust == Trust.CRITICAL);
        return new ComponentShape(component.value(), trust, kind, motion, account, plan);
    }

    private static boolean hasLimits(Class<? extends Record> type) {
        for (RecordComponent field : type.getRecordComponents()) {
            if (field.isAnnotationPresent(Range.class) || field.isAnnotationPresent(Length.class)) {
                return true;
            }
        }
        return false;
    }

    private static boolean motion(Class<? extends Record> type, Trust trust, ReplicationPlan plan) {
        boolean motion = type.isAnnotationPresent(Motion.class);
        if (motion && trust != Trust.OWNED && trust != Trust.FIXED) {
            throw new SchemaException(type.getName() + " is @Motion but not @Owned; add @Owned");
        }
        if (!motion && !plan.streamsByDefault()) {
            throw new SchemaException(type.getName()
                    + " is not streamed, so who, rate, lane and interest mean nothing; add @Motion or remove them");
        }
        return motion;
    }

    private static Trust plainTrust(Class<? extends Record> type) {
        boolean owned = type.isAnnotationPresent(Owned.class);
        boolean critical = type.isAnnotationPresent(Critical.class);
        if (owned && critical) {
            throw new SchemaException(type.getName() + " is both @Owned and @Critical; remove one");
        }
        return critical ? Trust.CRITICAL : owned ? Trust.OWNED : Trust.SHARED;
    }

    private static Trust trustOf(Class<? extends Record> type, ReplicationPlan plan) {
        Trust trust = plainTrust(type);
        Networked networked = type.getAnnotation(Networked.class);
        if (networked == null) {
            return trust;
        }
        if (trust != Trust.SHARED && networked.owner() != trust) {
            throw new SchemaException(type.getName() + " is @Networked with owner " + networked.owner()
                    + " and annotated as " + trust + "; remove one");
        }
        boolean fixed = plan.ownerChange() == ReplicationConfig.OwnerChange.FIXED;
        boolean special = plan.ownerChange() != ReplicationConfig.OwnerChange.CLAIM;
        if (networked.owner() == Trust.FIXED || (special && networked.owner() != Trust.OWNED)) {
            throw new SchemaException(type.getName() + " must be OWNED to have an owner that is "
                    + (special ? plan.ownerChange() : Trust.FIXED)
                    + "; say owner = OWNED, and replication ownerChange for more");
        }
        return fixed ? Trust.FIXED : networked.owner();
    }

    private static boolean account(Class<? extends Record> type, boolean critical) {
        boolean account = type.isAnnotationPresent(Account.class);
        if (account && !(critical && hasOne(type, long.class))) {
            throw new SchemaException(type.getName() + " is @Account; it must be @Critical and have one long field");
        }
        return account;
    }

    /** The annotations that choose a kind, and the type of the one field that each demands. */
    private static final Map<Class<? extends Annotation>, Choice> CHOICES = Map.ofEntries(
            Map.entry(Counter.class, new Choice(CellKind.COUNTER, long.class)),
            Map.entry(AddWins.class, new Choice(CellKind.ADD_WINS_SET, Set.class)),
            Map.entry(EnableWins.class, new Choice(CellKind.ENABLE_WINS_FLAG, boolean.class)),
            Map.entry(Max.class, new Choice(CellKind.MAX, long.class)),
            Map.entry(Min.class, new Choice(CellKind.MIN, long.class)),
            Map.entry(Bounded.class, new Choice(CellKind.BOUNDED_COUNTER, long.class)),
            Map.entry(Tiles.class, new Choice(CellKind.TILES, Grid.class)),
            Map.entry(AddWinsMap.class, new Choice(CellKind.ADD_WINS_MAP, Map.class)),
            Map.entry(Text.class, new Choice(CellKind.TEXT, String.class)),
            Map.entry(ListOf.class, new Choice(CellKind.LIST, List.class)),
            Map.entry(MovableTree.class, new Choice(CellKind.TREE, EntityId.class)));

    private record Choice(CellKind kind, Class<?> field) {}

    private static CellKind kindOf(Class<? extends Record> type) {
        CellKind kind = CellKind.REGISTER;
        for (Map.Entry<Class<? extends Annotation>, Choice> entry : CHOICES.entrySet()) {
            if (type.isAnnotationPresent(entry.getKey())) {
                if (kind != CellKind.REGISTER) {
                    throw new SchemaException(type.getName() + " has several kinds of cell; keep one annotation");
                }
                kind = entry.getValue().kind();
                demand(type, entry.getValue().field());
            }
        }
        return kind;
    }

    private static void demand(Class<? extends Record> type, Class<?> field) {
        if (!hasOne(type, field)) {
            throw new SchemaException(
                    type.getName() + " must have exactly one field, of type " + field.getSimpleName());
        }
    }

    private static boolean hasOne(Class<? extends Record> type, Class<?> field) {
        RecordComponent[] fields = type.getRecordComponents();
        return fields.length == 1 && fields[0].getType() == field;
    }
}
