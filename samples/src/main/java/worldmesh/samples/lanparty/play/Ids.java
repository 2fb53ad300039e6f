package worldmesh.samples.lanparty.play;

import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.EntityId;

/** Entity ids as text for the page and back. */
final class Ids {
    private Ids() {}

    static String text(EntityId id) {
        return id.toString();
    }

    /** The id that {@link #text} wrote, or null if this is something else. */
    static @Nullable EntityId parse(String text) {
        int colon = text.indexOf(':');
        if (colon < 1) {
            return null;
        }
        try {
            long replica = Long.parseUnsignedLong(text.substring(0, colon), 16);
            return new EntityId(replica, Long.parseUnsignedLong(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
