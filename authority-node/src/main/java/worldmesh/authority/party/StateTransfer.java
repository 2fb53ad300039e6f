package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.hash.Hash;

/**
 * Brings members up to date: by the entries they lack, or, if they are new, far behind or of another branch, by the
 * whole state under the holder's signature. Confined to the owner's thread.
 */
final class StateTransfer {
    /** Entries further behind than this are dearer than the state. */
    private static final int ENTRIES_BEHIND_MAX = 1024;

    private static final long ENTRIES_BYTES_MAX = 256 << 10;

    private final PartyMember member;
    private final List<byte @Nullable []> parts = new ArrayList<>();
    private @Nullable StatePart collected;

    StateTransfer(PartyMember member) {
        this.member = member;
    }

    /** Answers what a member lacks. */
    void onFetch(PeerId from, PartyMessage.Fetch fetch, long epoch) {
        PartyLog log = member.log;
        if (needsState(fetch)) {
            sendState(from, epoch);
            return;
        }
        List<byte[]> entries = log.after(fetch.after(), ENTRIES_BEHIND_MAX, ENTRIES_BYTES_MAX);
        if (entries == null) {
            member.send(from, new PartyMessage.Differ(epoch, fetch.after()));
        } else {
            member.send(from, new PartyMessage.Entries(epoch, fetch.after(), entries, log.committed()));
        }
    }

    /** True if the whole state is the answer, not entries. */
    boolean needsState(PartyMessage.Fetch fetch) {
        Head committed = member.log.committed();
        boolean isNew = fetch.after().tick() == 0 && committed.tick() > 0;
        boolean isFar = committed.tick() - fetch.after().tick() > ENTRIES_BEHIND_MAX;
        return fetch.state() || isNew || isFar;
    }

    private void sendState(PeerId to, long epoch) {
        Head at = member.log.committed();
        ByteWriter out = new ByteWriter(4096);
        RosterLink.encodeAll(member.log.chain().told(), out);
        byte[] state = out.bytes(member.world().capture()).toBytes();
        byte[] signature = member.ballots().signState(new Ballots.StateName(epoch, at, Hash.of(state)));
        int count = Math.max(1, (state.length + PartyCodec.PART_BYTES_MAX - 1) / PartyCodec.PART_BYTES_MAX);
        if (count > PartyCodec.PARTS_MAX) {
            throw new IllegalStateException(
                    "a state of " + state.length + " bytes does not fit into " + PartyCodec.PARTS_MAX + " parts");
        }
        for (int i = 0; i < count; i++) {
            int start = i * PartyCodec.PART_BYTES_MAX;
            byte[] part = Arrays.copyOfRange(state, start, Math.min(state.length, start + PartyCodec.PART_BYTES_MAX));
            member.send(to, new StatePart(epoch, at, i, count, part, signature));
        }
    }

    /** Takes a part from the holder; true if the state was complete, signed, and is now on its way to the disk. */
    boolean onPart(Leader leader, StatePart part, Runnable whenDurable) {
        if (part.count() == 0 || part.index() >= part.count()) {
            return false;
        }
        StatePart first = collected;
        if (first == null
                || !first.at().equals(part.at())
                || first.count() != part.count()
                || first.epoch() != part.epoch()) {
            collected = part;
            parts.clear();
            for (int i = 0; i < part.count(); i++) {
                parts.add(null);
            }
        }
        parts.set(part.index(), part.part());
        if (parts.contains(null)) {
            return false;
        }
        ByteWriter out = new ByteWriter(4096);
        for (byte[] each : parts) {
            out.bytes(each == null ? new byte[0] : each);
        }
        forget();
        return install(leader, part, out.toBytes(), whenDurable);
    }

    void forget() {
        collected = null;
        parts.clear();
    }

    private boolean install(Leader leader, StatePart part, byte[] state, Runnable whenDurable) {
        var name = new Ballots.StateName(part.epoch(), part.at(), Hash.of(state));
        boolean signed = member.ballots().isState(leader.peer(), name, part.signature());
        if (!member.rules().trustsState(signed)) {
            return false;
        }
        ByteReader in = new ByteReader(state);
        List<RosterLink> rosters = RosterLink.decodeAll(in);
        byte[] world = in.bytes(in.remaining());
        JournalBatch rows = new JournalBatch();
        if (!in.ok() || !member.world().install(world, part.at(), rows)) {
            return false;
        }
        member.log.promise(leader.epoch(), leader.peer(), rows);
        member.log.rebase(part.at(), rosters, rows);
        member.submit(rows, () -> {
            member.world().installed();
            whenDurable.run();
        });
        return true;
    }
}
