package worldmesh.authority.party.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** A committed roster and the entry that made it; {@link Head#NONE} for the founder's. */
public record RosterLink(PartyRoster roster, Head at) {
    /** Links told to others: the newest. Who was away for more changes takes the state as a newcomer does. */
    public static final int TOLD_MAX = 64;

    /** Writes roster and entry. */
    public void encode(ByteWriter out) {
        roster.encode(out);
        at.encode(out);
    }

    /** Reads what {@link #encode} wrote. */
    public static RosterLink decode(ByteReader in) {
        return new RosterLink(PartyRoster.decode(in), Head.decode(in));
    }

    /** Writes the links, oldest first. */
    public static void encodeAll(List<RosterLink> links, ByteWriter out) {
        out.varint(links.size());
        links.forEach(link -> link.encode(out));
    }

    /** Reads at least one link, with rising numbers. */
    public static List<RosterLink> decodeAll(ByteReader in) {
        int count = in.count(TOLD_MAX);
        List<RosterLink> links = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            RosterLink link = decode(in);
            if (i > 0 && link.roster().number() != links.get(i - 1).roster().number() + 1) {
                in.fail();
            }
            links.add(link);
        }
        if (links.isEmpty()) {
            in.fail();
        }
        return links;
    }
}
