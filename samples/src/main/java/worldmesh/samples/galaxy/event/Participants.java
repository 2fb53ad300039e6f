package worldmesh.samples.galaxy.event;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.entity.EntityId;

/**
 * Who took part in something, each once, in order. Written as text that fits a component: of those that follow each
 * other with one replica the replica is named once. Immutable.
 */
public record Participants(List<EntityId> ids) {
    /** As many as the text of 4,096 bytes holds, if each had a replica of its own. */
    public static final int MAX = 150;

    private static final int TEXT_MAX = 4_096;

    /** Leaves out who is named again; refuses more than {@link #MAX}. */
    public Participants {
        ids = List.copyOf(new LinkedHashSet<>(ids));
        if (ids.size() > MAX) {
            throw new IllegalArgumentException(ids.size() + " participants, must be at most " + MAX);
        }
    }

    /** These. */
    public static Participants of(EntityId... ids) {
        return new Participants(List.of(ids));
    }

    /** With more behind, as far as there is room. */
    public Participants with(List<EntityId> more) {
        Set<EntityId> all = new LinkedHashSet<>(ids);
        for (EntityId id : more) {
            if (all.size() < MAX) {
                all.add(id);
            }
        }
        return new Participants(List.copyOf(all));
    }

    /** As text. */
    public String text() {
        ByteWriter out = new ByteWriter();
        for (int i = 0; i < ids.size(); ) {
            int end = i + 1;
            while (end < ids.size() && ids.get(end).replica() == ids.get(i).replica()) {
                end++;
            }
            out.i64(ids.get(i).replica()).varint(end - (long) i);
            for (; i < end; i++) {
                out.varint(ids.get(i).counter());
            }
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(out.toBytes());
    }

    /** What {@link #text} wrote; nobody for anything else. */
    public static Participants parse(String text) {
        List<EntityId> ids = new ArrayList<>();
        ByteReader in = new ByteReader(bytes(text));
        while (in.ok() && in.remaining() > 0) {
            long replica = in.i64();
            int count = in.count(MAX - ids.size());
            for (int i = 0; i < count && in.ok(); i++) {
                ids.add(new EntityId(replica, in.varint()));
            }
        }
        return new Participants(in.ok() ? ids : List.of());
    }

    private static byte[] bytes(String text) {
        boolean plain = text.length() <= TEXT_MAX && text.matches("[A-Za-z0-9_-]*") && text.length() % 4 != 1;
        return plain ? Base64.getUrlDecoder().decode(text) : new byte[] {1};
    }
}
