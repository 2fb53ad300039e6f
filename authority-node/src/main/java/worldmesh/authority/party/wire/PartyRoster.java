package worldmesh.authority.party.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.WireIds;

/**
 * The members whose disks count, in order of seniority. Elections and changes of the roster need a quorum, commands a
 * majority.
 *
 * @param number one more than the roster's before; the founder's is 0
 * @param adopted true if a side without a quorum of the roster before formed it
 * @param members at least one, nobody twice
 */
public record PartyRoster(long number, boolean adopted, List<PeerId> members) {
    /** Twice the size a party may have. */
    public static final int MEMBERS_MAX = 128;

    /** Copies the members. */
    public PartyRoster {
        members = List.copyOf(members);
        if (number < 0 || members.isEmpty() || members.size() > MEMBERS_MAX) {
            throw new IllegalArgumentException("a roster has 1.." + MEMBERS_MAX + " members, got " + members.size());
        }
    }

    /** The first roster of a world. */
    public static PartyRoster founding(PeerId founder) {
        return new PartyRoster(0, false, List.of(founder));
    }

    /** True if more than half of the members are among {@code present}. */
    public boolean hasMajority(Collection<PeerId> present) {
        return 2L * count(present) > members.size();
    }

    /** True for a majority, or for exactly half with the first member among them. */
    public boolean hasQuorum(Collection<PeerId> present) {
        boolean half = 2L * count(present) == members.size() && present.contains(members.get(0));
        return half || hasMajority(present);
    }

    /** How many members are among {@code present}. */
    public int count(Collection<PeerId> present) {
        Set<PeerId> here = new HashSet<>(present);
        return (int) members.stream().filter(here::contains).count();
    }

    /** The members of the roster before that are in this one, in their old order. */
    public List<PeerId> stayingFrom(PartyRoster before) {
        return before.members.stream().filter(members::contains).toList();
    }

    /** Writes number, origin and members. */
    public void encode(ByteWriter out) {
        out.varint(number).u8(adopted ? 1 : 0).varint(members.size());
        members.forEach(member -> out.bytes(member.bytes()));
    }

    /** Reads what {@link #encode} wrote; what is malformed fails the reader. */
    public static PartyRoster decode(ByteReader in) {
        long number = in.varint();
        boolean adopted = WireIds.flag(in);
        int count = in.count(MEMBERS_MAX);
        List<PeerId> members = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            members.add(WireIds.peer(in));
        }
        if (number < 0 || members.isEmpty() || new HashSet<>(members).size() != members.size()) {
            in.fail();
        }
        return in.ok() ? new PartyRoster(number, adopted, members) : founding(PeerId.ofBytes(new byte[PeerId.BYTES]));
    }
}
