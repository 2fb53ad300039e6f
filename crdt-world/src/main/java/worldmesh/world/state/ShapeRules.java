package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.OpKind;
import worldmesh.world.entity.Trust;

/** What the rules say of all ops in columns of one kind and component. Keeps no state. */
final class ShapeRules {
    /** Whoever writes it. */
    static final byte ALLOWED = 1;

    static final byte REFUSED = 2;
    /** Allowed to the owner of the entity. */
    static final byte OWNERS = 3;
    /** Allowed if the op's text or dots are. */
    static final byte LOOKED_AT = 4;

    private ShapeRules() {}

    static byte of(OpKind kind, int component) {
        CellKind cell = ComponentType.kindOf(component);
        Trust trust = ComponentType.trustOf(component);
        if (kind == OpKind.SPAWN || kind == OpKind.DELETE) {
            return OWNERS;
        }
        if (kind == OpKind.WRITE && cell == CellKind.REGISTER) {
            // A CRITICAL write names its index in the log, which no column does.
            return trust == Trust.SHARED ? ALLOWED : trust == Trust.CRITICAL ? REFUSED : OWNERS;
        }
        boolean allowed = trust == Trust.SHARED && isFor(kind, cell);
        boolean asFarAs = kind == OpKind.EXCLUDE || cell == CellKind.ENABLE_WINS_FLAG;
        return allowed ? asFarAs ? LOOKED_AT : ALLOWED : REFUSED;
    }

    private static boolean isFor(OpKind kind, @Nullable CellKind cell) {
        return switch (kind) {
            case ADD -> cell == CellKind.COUNTER;
            case INCLUDE -> isSet(cell);
            case EXCLUDE -> isSet(cell) || cell == CellKind.ADD_WINS_MAP;
            case SPAWN,
                    DELETE,
                    WRITE,
                    CLAIM,
                    LEAVE,
                    ENTER,
                    OFFER,
                    ENTITLE,
                    SPEND,
                    PAINT,
                    BIND,
                    EDIT,
                    SPLICE,
                    ATTACH,
                    UNKNOWN -> false;
        };
    }

    private static boolean isSet(@Nullable CellKind cell) {
        return cell == CellKind.ADD_WINS_SET || cell == CellKind.ENABLE_WINS_FLAG;
    }
}
