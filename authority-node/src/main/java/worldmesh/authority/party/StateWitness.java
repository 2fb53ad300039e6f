package worldmesh.authority.party;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage.Vouch;
import worldmesh.authority.party.wire.PartyMessage.Witness;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * What this member says about the state at places of the log: members with the same log have the same state, byte for
 * byte, so that whoever is sent one can ask others whether it is the log's. Confined to the owner's thread.
 */
final class StateWitness {
    /** Places this member remembers the state's hash of; a state on its way is of one of the last few. */
    private static final int KEPT = 32;

    /** Takers that wait until this member's log has come to their state's place. */
    private static final int AWAITED_MAX = 64;

    private final PartyMember member;
    private final Map<Head, Hash> known = new LinkedHashMap<>();
    private final Map<PeerId, Witness> awaited = new LinkedHashMap<>();

    StateWitness(PartyMember member) {
        this.member = member;
    }

    /** The state at the end of the committed log: the rosters that led to it, and the world's. */
    byte[] state() {
        ByteWriter out = new ByteWriter(4096);
        RosterLink.encodeAll(member.log.chain().told(), out);
        byte[] state = out.bytes(member.world().capture()).toBytes();
        known.put(member.log.committed(), Hash.of(state));
        if (known.size() > KEPT) {
            known.remove(known.keySet().iterator().next());
        }
        return state;
    }

    /** The hash of the state at a place of the log, null if it was not looked at there and the log is elsewhere. */
    @Nullable Hash at(Head place) {
        if (place.equals(member.log.committed()) && !member.log.isLanding() && !known.containsKey(place)) {
            state();
        }
        return known.get(place);
    }

    /** Vouches for the state at a place, at once or when the log has come there. */
    void onWitness(Witness witness) {
        if (vouch(witness)) {
            return;
        }
        if (member.log.isAbandoned()) {
            member.send(witness.taker(), new Vouch(witness.epoch(), witness.at(), StateJury.NONE));
        }
        if (witness.at().tick() > member.log.committed().tick()
                && (awaited.containsKey(witness.taker()) || awaited.size() < AWAITED_MAX)) {
            awaited.put(witness.taker(), witness);
        }
    }

    private boolean vouch(Witness witness) {
        Hash hash = at(witness.at());
        if (hash != null) {
            member.send(witness.taker(), new Vouch(witness.epoch(), witness.at(), hash));
        }
        return hash != null;
    }

    /** The committed log has got further by one entry, which is in the rows. */
    void onCommitted() {
        long tick = member.log.committed().tick();
        awaited.values().removeIf(witness -> vouch(witness) || witness.at().tick() <= tick);
    }
}
